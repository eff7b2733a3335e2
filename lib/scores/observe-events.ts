import type * as z from 'zod'
import { observationParts } from '@/lib/contracts/scorecard'
import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { normaliseDomain } from './normalise-domain'
import { DAY_MS } from './scorecard-state'
import { storeObservations, type Seen } from './store-observations'

/** The type of event that tells of an observation in the fields of `POST /scores`. */
export const OBSERVED_EVENT = 'scorecard.changed'

export interface ObservedEvent {
  id: string
  workspaceId: string
  occurredAt: string
  context: string
  scorecard: string | null
}

const field = (context: unknown, name: string): unknown =>
  typeof context === 'object' && context !== null && Object.hasOwn(context, name) ? Reflect.get(context, name) : undefined

// The event was accepted as it is: a part that means nothing here is left out.
const part = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> | undefined => schema.safeParse(value).data

const timeOf = (given: unknown, now: number): number => {
  const at = typeof given === 'string' ? Date.parse(given) : Number.NaN
  return Number.isNaN(at) || at < 0 || at > now + DAY_MS ? now : at
}

const toSeen = (event: ObservedEvent, now: number): Seen | null => {
  const context: unknown = JSON.parse(event.context)
  const named = field(context, 'domain') ?? event.scorecard
  const domain = typeof named === 'string' ? normaliseDomain(named) : null
  if (domain === null) return null
  return {
    domain, evaluate: true,
    at: timeOf(field(context, 'observedAt') ?? event.occurredAt, now),
    score: part(observationParts.score, field(context, 'score')) ?? null,
    factors: part(observationParts.factors, field(context, 'factors')),
    issues: part(observationParts.issues, field(context, 'issues')),
    breach: part(observationParts.breach, field(context, 'breach')),
  }
}

// Two events are two observations, unless both name the same time of observing: events that came together without times
// have the same one, of their arrival.
const afterOthers = (seen: Seen, others: readonly Seen[], event: ObservedEvent): Seen => {
  if (field(JSON.parse(event.context), 'observedAt') !== undefined) return seen
  const times = new Set(others.filter(({ domain }) => domain === seen.domain).map(({ at }) => at))
  let { at } = seen
  while (times.has(at)) at++
  return { ...seen, at }
}

/** Stores what `scorecard.changed` events tell, in the transaction that stores the events. One without a domain tells nothing. */
export async function observeEvents(tx: Queryable, dispatch: Dispatch, events: readonly ObservedEvent[], now: number): Promise<void> {
  const byWorkspace = new Map<string, { eventId: string; seen: Seen[] }>()
  for (const event of events) {
    const seen = toSeen(event, now)
    if (!seen) continue
    const known = byWorkspace.get(event.workspaceId)
    if (known) known.seen.push(afterOthers(seen, known.seen, event))
    else byWorkspace.set(event.workspaceId, { eventId: event.id, seen: [seen] })
  }
  // Always in the same order, so that two commits do not wait for each other in a circle.
  const sorted = [...byWorkspace].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [workspaceId, { eventId, seen }] of sorted) await storeObservations(tx, dispatch, workspaceId, seen, eventId)
}
