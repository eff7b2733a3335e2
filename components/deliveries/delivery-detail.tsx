'use client'

import { useId, useMemo, useState } from 'react'
import Link from 'next/link'
import { QueryError } from '@/components/feedback/query-error'
import { useCanEdit } from '@/components/frame/session-context'
import { DetailHeader } from '@/components/lists/detail-header'
import { useDetailLinks } from '@/components/lists/use-detail-links'
import { Badge } from '@/components/ui/badge'
import { Drawer } from '@/components/ui/drawer'
import { Notice } from '@/components/ui/notice'
import { AbsoluteTime } from '@/components/ui/relative-time'
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton'
import { EmptyState } from '@/components/ui/empty-state'
import { ApiError } from '@/lib/api-client/api-error'
import type { DeliveryDetail as Detail } from '@/lib/contracts/delivery'
import { BodyView } from './body-view'
import { buildTimeline } from './build-timeline'
import { CancelDelivery } from './cancel-delivery'
import { DeliveryExchange } from './delivery-exchange'
import { DeliveryStatusBadge } from './delivery-status-badge'
import { DeliveryTimeline } from './delivery-timeline'
import { ResendMenu } from './resend-menu'
import { attemptsText } from './status-words'
import { useDelivery } from './use-delivery'
import { useDeliveryLabel } from './use-delivery-label'

export function DeliveryDetail({ id }: { id: string }) {
  const headingId = useId()
  const links = useDetailLinks('/deliveries')
  const labelOf = useDeliveryLabel()
  const query = useDelivery(id)
  const canEdit = useCanEdit()
  const delivery = query.data
  return (
    <Drawer labelledBy={headingId} onClose={links.close}>
      <DetailHeader
        headingId={headingId}
        title={delivery ? <Title label={labelOf(delivery)} delivery={delivery} /> : 'Delivery'}
        id={id}
        listHref={links.listHref}
        listName="Deliveries"
        onClose={links.close}
      >
        {query.isPending && <Skeleton className="h-18 sm:h-8" />}
        {delivery && (
          <div className="flex flex-wrap items-center gap-2">
            <DeliveryStatusBadge delivery={delivery} progress className="mr-auto basis-full sm:basis-auto" />
            {canEdit && <ResendMenu deliveryId={id} onRendered={links.open} />}
            {canEdit && <CancelDelivery delivery={delivery} />}
          </div>
        )}
      </DetailHeader>
      <div className="py-4 lg:px-5">
        {query.isPending && <SkeletonRows label="Loading the delivery" rows={5} />}
        {query.isError && !delivery && <Missing error={query.error} onRetry={() => void query.refetch()} />}
        {delivery && <DeliveryStory key={id} delivery={delivery} />}
      </div>
    </Drawer>
  )
}

function Title({ label, delivery }: { label: string; delivery: Detail }) {
  const receiver = delivery.integration ?? delivery.rule
  return (
    <>
      {label}
      {receiver && <span className="text-ink-soft"> → {receiver.name}</span>}
      {delivery.test && <Badge className="ml-2 align-middle">Test</Badge>}
    </>
  )
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404) {
    return <EmptyState title="There is no such delivery">It may be older than what is kept.</EmptyState>
  }
  return <QueryError title="The delivery could not be loaded" error={error} onRetry={onRetry} />
}

function DeliveryStory({ delivery }: { delivery: Detail }) {
  const items = useMemo(() => buildTimeline(delivery), [delivery])
  const [chosen, setChosen] = useState<number | null>(null)
  const latest = delivery.attempts.reduce((highest, attempt) => Math.max(highest, attempt.number), 0)
  const attempt = delivery.attempts.find((each) => each.number === (chosen ?? latest))
  return (
    <div className="space-y-5">
      <Facts delivery={delivery} />
      <section aria-label="What happened">
        <h2 className="mb-1 text-13 text-ink-soft">What happened</h2>
        <DeliveryTimeline items={items} selected={attempt?.number ?? null} onSelect={setChosen} />
      </section>
      {attempt ? <DeliveryExchange attempt={attempt} /> : <UnsentBody delivery={delivery} />}
    </div>
  )
}

function UnsentBody({ delivery }: { delivery: Detail }) {
  if (delivery.body === null) {
    return <Notice>No body is kept: it was not rendered yet, or it is older than bodies are kept.</Notice>
  }
  return (
    <section aria-label="Body" className="space-y-2">
      <h2 className="text-13 text-ink-soft">Body, not sent yet</h2>
      <BodyView body={delivery.body} label="body" />
    </section>
  )
}

function Facts({ delivery }: { delivery: Detail }) {
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-13 [&>dt]:text-ink-faint">
      {delivery.integration && (
        <>
          <dt>Integration</dt>
          <dd><Link className="text-accent underline-offset-4 hover:underline" href={`/integrations/${delivery.integration.id}`}>{delivery.integration.name}</Link></dd>
        </>
      )}
      {delivery.rule && (
        <>
          <dt>Rule</dt>
          <dd>
            <Link className="text-accent underline-offset-4 hover:underline" href={`/rules/${delivery.rule.id}`}>{delivery.rule.name}</Link>
            {delivery.execution && `, web request ${delivery.execution.number}`}
          </dd>
        </>
      )}
      {delivery.event && (
        <>
          <dt>Event</dt>
          <dd><Link className="text-accent underline-offset-4 hover:underline" href={`/events/${delivery.event.id}`}>{delivery.event.description}</Link></dd>
        </>
      )}
      <dt>To</dt>
      <dd className="font-mono break-all">{delivery.url}</dd>
      <dt>Attempts</dt>
      <dd className="tabular-nums">{attemptsText(delivery)}</dd>
      <dt>Created</dt>
      <dd><AbsoluteTime iso={delivery.createdAt} /></dd>
      {delivery.finishedAt && <><dt>Finished</dt><dd><AbsoluteTime iso={delivery.finishedAt} /></dd></>}
    </dl>
  )
}
