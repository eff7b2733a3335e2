'use client'

import { useId, useMemo, type ReactNode } from 'react'
import { CircleMinus } from 'lucide-react'
import Link from 'next/link'
import { BodyView } from '@/components/deliveries/body-view'
import { DeliveryStatusBadge } from '@/components/deliveries/delivery-status-badge'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypeMap } from '@/components/event-types/use-event-types'
import { QueryError } from '@/components/feedback/query-error'
import { useIntegrationMap, useIntegrations } from '@/components/integrations/use-integrations'
import { useRuleMap } from '@/components/rules/use-rules'
import { DetailHeader } from '@/components/lists/detail-header'
import { useDetailLinks } from '@/components/lists/use-detail-links'
import { Drawer } from '@/components/ui/drawer'
import { EmptyState } from '@/components/ui/empty-state'
import { AbsoluteTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { ApiError } from '@/lib/api-client/api-error'
import { deliveryStatus } from './delivery-status'
import { isEvaluatedEventId } from '@/lib/contracts/event-names'
import type { EventDetail as Detail } from '@/lib/contracts/event'
import { stringifyJson } from '@/lib/json/stringify-json'
import { skipName, skipReason } from './skip-text'
import { useEvent } from './use-events'

export function EventDetail({ id }: { id: string }) {
  const headingId = useId()
  const links = useDetailLinks('/events')
  const query = useEvent(id)
  const event = query.data
  return (
    <Drawer labelledBy={headingId} onClose={links.close}>
      <DetailHeader
        headingId={headingId}
        title={event?.description || 'Event'}
        id={id}
        listHref={links.listHref}
        listName="Events"
        onClose={links.close}
      />
      <div className="py-4 lg:px-5">
        {query.isPending && <SkeletonRows label="Loading the event" rows={5} />}
        {query.isError && !event && <Missing error={query.error} onRetry={() => void query.refetch()} />}
        {event && <EventStory event={event} />}
      </div>
    </Drawer>
  )
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404) {
    return <EmptyState title="There is no such event">It may be older than what is kept.</EmptyState>
  }
  return <QueryError title="The event could not be loaded" error={error} onRetry={onRetry} />
}

function EventStory({ event }: { event: Detail }) {
  const context = useMemo(() => stringifyJson(event.context), [event.context])
  return (
    <div className="space-y-5">
      <Facts event={event} />
      <Section title="What became of it"><Outcomes event={event} /></Section>
      <Section title="Context"><BodyView body={context} label="context" /></Section>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-2">
      <h2 className="text-13 text-ink-soft">{title}</h2>
      {children}
    </section>
  )
}

function Facts({ event }: { event: Detail }) {
  const label = eventLabel(useEventTypeMap().get(event.type), event.type)
  const yourId = event.externalId !== null && isEvaluatedEventId(event.externalId) ? null : event.externalId
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-13 [&>dt]:text-ink-faint">
      <dt>Type</dt>
      <dd>{label}{label !== event.type && <code className="block text-12 break-all text-ink-faint">{event.type}</code>}</dd>
      {event.scorecard && <><dt>Scorecard</dt><dd>{event.scorecard}</dd></>}
      <dt>Occurred</dt>
      <dd><OccurredAt text={event.occurredAt} /></dd>
      <dt>Accepted</dt>
      <dd><AbsoluteTime iso={event.createdAt} /></dd>
      <dt>Number</dt>
      <dd className="tabular-nums">{String(event.number)}</dd>
      {yourId && <><dt>Your id</dt><dd className="font-mono break-all">{yourId}</dd></>}
    </dl>
  )
}

/** Templates get it as it was received: shown where that says more than we do. */
function OccurredAt({ text }: { text: string }) {
  const at = Date.parse(text)
  const asReceived = <code className="text-12 break-all text-ink-faint">{text}</code>
  if (Number.isNaN(at)) return asReceived // a spelling of RFC 3339 that this browser does not read
  return <><AbsoluteTime iso={text} />{new Date(at).toISOString() !== text && <> {asReceived}</>}</>
}

function Outcomes({ event }: { event: Detail }) {
  const integrations = useIntegrationMap()
  const { isLoading: loading } = useIntegrations()
  const rules = useRuleMap()
  const type = useEventTypeMap().get(event.type)
  if (event.deliveries.length + event.skips.length === 0) {
    return <p className="text-13 text-ink-soft">Nothing yet: it is being matched, or no integration listens for this type.</p>
  }
  if (loading) return <SkeletonRows label="Loading names" rows={event.deliveries.length + event.skips.length} />
  return (
    <ul className="divide-y rounded-panel border bg-panel text-13">
      {event.deliveries.map((delivery) => (
        <li key={delivery.id}>
          <Link href={`/deliveries/${delivery.id}`} className="flex min-h-10 items-center gap-3 px-3 py-1.5 hover:bg-sunken">
            <span className="min-w-0 flex-1 truncate font-medium">{nameOf(delivery, integrations, rules)}</span>
            <DeliveryStatusBadge delivery={{ status: deliveryStatus(delivery.status), nextAttemptAt: null, waitingFor: null }} />
          </Link>
        </li>
      ))}
      {event.skips.map((skip, index) => {
        const integration = skip.integrationId ? integrations.get(skip.integrationId) : undefined
        return (
          <li key={index} className="flex min-h-10 items-center gap-3 px-3 py-1.5 text-ink-soft">
            <span className="min-w-0 flex-1 break-words">{skipName(skip, integration ?? rules.get(skip.ruleId ?? ''))}: {skipReason(skip, event.type, integration, type)}</span>
            <span className="inline-flex items-center gap-1.5 font-medium text-off"><CircleMinus aria-hidden className="size-4" />Skipped</span>
          </li>
        )
      })}
    </ul>
  )
}

type Names = ReadonlyMap<string, { name: string }>

function nameOf({ integrationId, ruleId }: Detail['deliveries'][number], integrations: Names, rules: Names): string {
  if (integrationId) return integrations.get(integrationId)?.name ?? `Integration ${integrationId}`
  return ruleId ? (rules.get(ruleId)?.name ?? `Rule ${ruleId}`) : 'Test'
}
