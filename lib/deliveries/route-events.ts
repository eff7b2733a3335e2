import type pg from 'pg'
import type { Dispatch } from '@/lib/dispatch'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { filterEvent } from '@/lib/events/filter-event'
import { matchEvent, type Match } from '@/lib/events/match-event'
import { parseJson } from '@/lib/json/parse-json'
import type { Target } from '@/lib/integrations/load-targets'
import { countStored } from '@/lib/metrics/count-attempt'
import { loadRules, type LoadedRule } from '@/lib/rules/load-rules'
import { planExecutions } from '@/lib/rules/plan-executions'
import { findRuleEventType } from '@/lib/rules/rule-event-types'
import type { NewExecution } from '@/lib/rules/store-executions'
import { loadFacts } from '@/lib/scores/load-facts'
import type { ScorecardFacts } from '@/lib/scores/scorecard-facts'
import type { RecorderLog } from './attempt-recorder'
import type { DeliverySender } from './delivery-sender'
import { inPortions } from './in-portions'
import { loadEvents, type EventRow, type UnroutedEvent } from './load-events'
import { planDelivery, type Planned } from './plan-delivery'
import { notificationText } from './render-attempt'
import { waitPatiently } from './wait-patiently'
import { countTargets, keepPlaces, reservePlaces, sendPlanned } from './send-planned'
import { storePatiently, type StoredRoutes } from './store-patiently'
import type { RoutedSkips } from './store-routed'
import { Turns } from './turns'
import { onceKeyOf } from './take-once'

export interface RouteDeps {
  pool: pg.Pool
  dispatch: Dispatch
  sender: DeliverySender
  worker: string
  now: () => number
  log: RecorderLog
  /** See `storePatiently`. */
  freshMs?: number
}

const NO_RULES: ReadonlyMap<string, LoadedRule[]> = new Map()
const isRuleEvent = (type: string): boolean => findRuleEventType(type) !== undefined

const MAX_PER_STATEMENT = 250
// A larger statement holds up what could be on the wire meanwhile. All that an event comes to stays together.
const MAX_STORED_AT_ONCE = 500
// Events whose bodies are there by then do not wait for one whose template takes longer.
const PORTION_MS = 50
// A backlog is routed a few portions at a time: what runs far ahead of sending takes the time that sending needs, and
// memory. A handful of events does not wait for that.
const turns = new Turns(2)
const HANDFUL = 50

// Rows of a run that was cut off: stored, but nobody in this process has them.
const WAITING = `
  SELECT id, integration_id, attempt_count FROM delivery
  WHERE event_id = ANY($1) AND status = 'pending' AND integration_id IS NOT NULL`

const skipsOf = (event: EventRow, { deliver, skips }: Match<Target>): RoutedSkips[] =>
  deliver.length > 0 && skips.length === 0
    ? []
    : [{ eventId: event.id, skips: skips.map((one) => ({ ...one, ruleId: null })) }]

interface Plan {
  readAt: number // of the event
  planned: Planned[]
  skips: RoutedSkips[]
  executions: NewExecution[]
}

const planRules = async (
  { pool }: RouteDeps, event: UnroutedEvent, rules: readonly LoadedRule[], facts: ScorecardFacts | undefined, now: number,
): Promise<Plan> => {
  const { executions, skips } = await planExecutions(pool, event, rules, facts ?? null, now)
  // A row also where nothing is skipped: the event is routed, although its first delivery comes with its execution.
  return { readAt: event.read_at, planned: [], executions, skips: [{ eventId: event.id, skips: skips.map((one) => ({ ...one, integrationId: null })) }] }
}

const plan = async (event: UnroutedEvent, targets: readonly Target[], facts: ScorecardFacts | undefined, now: number): Promise<Plan> => {
  const context = parseJson(event.context)
  const match = matchEvent({ type: event.type, context, firedParams: event.fired_params, facts }, targets, filterEvent)
  const onceKey = onceKeyOf(event.type, context)
  const notification = notificationText(event)
  const planned = await Promise.all(match.deliver.map((target) => planDelivery({ event, notification, onceKey }, target, now)))
  return { readAt: event.read_at, planned, skips: skipsOf(event, match), executions: [] }
}

const resume = async ({ pool, sender }: RouteDeps, eventIds: string[]): Promise<void> => {
  if (eventIds.length === 0) return
  const { rows } = await pool.query<{ id: string; integration_id: string; attempt_count: number }>(WAITING, [eventIds])
  sender.offer(rows.map((row) => ({
    deliveryId: row.id, integrationId: row.integration_id, attempt: row.attempt_count, done: () => {},
  })))
}

const storeAll = async (deps: RouteDeps, planned: Planned[], plans: readonly Plan[]): Promise<StoredRoutes> => {
  reservePlaces(deps.sender, planned)
  try {
    const { stored, duplicates } = await storePatiently(deps, {
      readAt: Math.min(...plans.map(({ readAt }) => readAt)),
      routed: planned.map(({ routed }) => routed), skips: plans.flatMap(({ skips }) => skips), executions: plans.flatMap(({ executions }) => executions),
    })
    keepPlaces(deps.sender, planned, stored)
    countStored(stored.values())
    return { stored, duplicates }
  } catch (error) {
    keepPlaces(deps.sender, planned, new Map())
    throw error
  }
}

const divide = (plans: readonly Plan[]): Plan[][] => {
  const parts: Plan[][] = []
  let size = Infinity
  for (const one of plans) {
    size += one.planned.length
    if (size > MAX_STORED_AT_ONCE) {
      parts.push([])
      size = one.planned.length
    }
    parts.at(-1)?.push(one)
  }
  return parts
}

// What it starts is wrapped: a promise in a promise would be awaited.
const storeAndSend = async (deps: RouteDeps, plans: Plan[]): Promise<{ sent: Promise<void> }> => {
  const planned = plans.flatMap((one) => one.planned)
  await deps.sender.room(countTargets(planned))
  const { stored, duplicates } = await storeAll(deps, planned, plans)
  const routedBefore = planned.filter(({ routed }) => !stored.has(routed.id) && !duplicates.has(routed.id))
  await resume(deps, [...new Set(routedBefore.map(({ routed }) => routed.eventId))])
  return { sent: sendPlanned(deps.sender, planned, stored) }
}

// Each is ready when its bodies are.
const planAll = async (deps: RouteDeps, eventIds: string[]): Promise<Array<Promise<Plan>>> => {
  const { events, routedBefore, targets } = await loadEvents(deps.pool, eventIds)
  // Who wants an event is settled once: integrations that came, went or changed since then have no part in it.
  await resume(deps, routedBefore)
  const forRules = events.filter(({ type }) => isRuleEvent(type))
  const [facts, rules] = await Promise.all([
    loadFacts(deps.pool, events, [...targets.values()].flat(), forRules),
    forRules.length === 0 ? NO_RULES : loadRules(deps.pool, forRules.map((event) => event.workspace_id)),
  ])
  const now = deps.now()
  return events.map((event) => isRuleEvent(event.type)
    ? planRules(deps, event, rules.get(event.workspace_id) ?? [], facts.get(event.id), now)
    : plan(event, targets.get(event.workspace_id) ?? [], facts.get(event.id), now))
}

// Loads, plans and stores some events. What takes long to render gives its turn to others meanwhile.
const routeSome = async (deps: RouteDeps, eventIds: string[]): Promise<{ sent: Promise<unknown> }> => {
  await deps.sender.wireRoom()
  const endTurn = eventIds.length > HANDFUL ? await turns.take() : () => {}
  try {
    const plans = await planAll(deps, eventIds)
    const sends: Array<Promise<void>> = []
    for await (const ready of inPortions(plans, PORTION_MS)) {
      for (const some of divide(ready)) sends.push((await storeAndSend(deps, some)).sent)
      endTurn()
    }
    return { sent: Promise.all(sends) }
  } finally {
    endTurn()
  }
}

// One poisoned event must not hold up the others of its batch (I8): each on its own, and the run fails for that one only.
const routeOrSplit = async (deps: RouteDeps, eventIds: string[]): Promise<Array<Promise<unknown>>> => {
  try {
    return [(await routeSome(deps, eventIds)).sent]
  } catch (error) {
    if (eventIds.length === 1 || isDatabaseDown(error)) throw error
    const results = await Promise.allSettled(eventIds.map((id) => routeSome(deps, [id])))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed && results.every((result) => result.status === 'rejected')) throw failed.reason
    if (failed) deps.log.error({ err: String(failed.reason) }, 'an event could not be routed; the sweep tries it again')
    return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.sent] : []))
  }
}

/**
 * Routes events: who wants one gets a delivery with its body, the others a skip with the reason, in one transaction; then
 * the deliveries are sent. What evaluation has made for rules begins their executions instead. Returns when all are
 * through or after a tenth of a second: a hanging destination goes on in its own lane and holds no run. Repeating it after
 * a crash makes nothing twice.
 */
export async function routeEvents(deps: RouteDeps, eventIds: readonly string[]): Promise<void> {
  const sends: Array<Promise<unknown>> = []
  for (let i = 0; i < eventIds.length; i += MAX_PER_STATEMENT) {
    sends.push(...(await routeOrSplit(deps, eventIds.slice(i, i + MAX_PER_STATEMENT))))
  }
  await waitPatiently(Promise.all(sends))
}
