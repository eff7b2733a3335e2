'use client'

import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { useId } from 'react'
import { BodyView } from '@/components/deliveries/body-view'
import { HeaderList } from '@/components/deliveries/header-list'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypeMap } from '@/components/event-types/use-event-types'
import { QueryError } from '@/components/feedback/query-error'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { AbsoluteTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { ApiError } from '@/lib/api-client/api-error'
import type { InboxRequestDetail } from '@/lib/contracts/inbox'
import { ordinal, senderName, sizeText } from './request-words'
import { SignatureBadge } from './signature-badge'
import { useInboxRequest } from './use-inbox'

/** What arrived, as text: nothing of it is ever HTML here. */
export function RequestDetail({ id, listHref }: { id: string; listHref: string }) {
  const headingId = useId()
  const { data: request, isPending, isError, error, refetch } = useInboxRequest(id)
  if (isPending) return <SkeletonRows label="Loading the request" rows={5} />
  if (isError && !request) {
    return error instanceof ApiError && error.status === 404
      ? <EmptyState title="This request is not kept any more" actions={<Link className="text-accent hover:underline" href={listHref}>All requests</Link>} />
      : <QueryError title="The request could not be loaded" error={error} onRetry={() => void refetch()} />
  }
  return (
    <article aria-labelledby={headingId} className="space-y-4 p-4">
      <Link href={listHref} scroll={false} className="inline-flex items-center gap-1 text-13 text-ink-soft hover:text-ink lg:hidden pointer-coarse:min-h-11">
        <ArrowLeft aria-hidden className="size-4" />All requests
      </Link>
      <h2 id={headingId} className="text-16 font-semibold break-words"><span className="font-mono font-normal text-ink-soft">{request.method}</span> {senderName(request)}</h2>
      <Facts request={request} />
      <HeaderList headers={joined(request.headers)} label="Headers" />
      <RequestBody request={request} />
    </article>
  )
}

function Facts({ request }: { request: InboxRequestDetail }) {
  const { delivery, signature } = request
  const types = useEventTypeMap()
  return (
    <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-13 [&>dt]:text-ink-faint">
      <dt>Signature</dt>
      <dd className="space-y-0.5">
        <SignatureBadge signature={signature} />
        {signature.reason && <span className="block text-ink-soft">{signature.reason}.</span>}
        {signature.state === 'verified' && <span className="block text-ink-soft">Scheme {signature.scheme}, made with the secret of {senderName(request)}.</span>}
      </dd>
      {delivery && (
        <>
          <dt>Event</dt>
          <dd>{eventLabel(types.get(delivery.eventType), delivery.eventType)}</dd>
          <dt>Delivery</dt>
          <dd><Link href={`/deliveries/${delivery.id}`} className="font-mono text-12 break-all text-accent hover:underline">{delivery.id}</Link>{request.arrival > 1 && `, the ${ordinal(request.arrival)} time`}</dd>
        </>
      )}
      <dt>Answered</dt>
      <dd className={request.status < 300 ? 'text-ok' : 'text-bad'}>HTTP {request.status}</dd>
      <dt>Received</dt>
      <dd><AbsoluteTime iso={request.receivedAt} /></dd>
      {request.address && <><dt>From</dt><dd className="font-mono text-12 leading-5">{request.address}</dd></>}
      {request.query && <><dt>Parameters</dt><dd className="font-mono text-12 leading-5 break-all">{request.query}</dd></>}
      <dt>Size</dt>
      <dd className="tabular-nums">{sizeText(request.bytes)}</dd>
    </dl>
  )
}

function RequestBody({ request: { body, bytes, truncated } }: { request: InboxRequestDetail }) {
  return (
    <div className="space-y-2">
      {truncated && <Notice tone="warn">The body was longer than what the inbox keeps; this is its beginning. The sender was answered 413.</Notice>}
      {body === null ? <p className="text-13 text-ink-soft">The body is no text: {sizeText(bytes)}.</p> : <BodyView body={body} label="body" />}
    </div>
  )
}

// A name that comes more than once stands once, as receivers read it.
function joined(headers: InboxRequestDetail['headers']): Record<string, string> {
  const all: Record<string, string> = {}
  for (const { name, value } of headers) all[name] = name in all ? `${all[name]}, ${value}` : value
  return all
}
