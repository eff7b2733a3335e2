import type { Skip } from '@/lib/contracts/event'
import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { announceWaiting } from '@/lib/deliveries/announce-waiting'
import { notificationText } from '@/lib/deliveries/render-attempt'
import { planDelivery } from '@/lib/deliveries/plan-delivery'
import { storeRouted, type RoutedDelivery } from '@/lib/deliveries/store-routed'
import { onceKeyOf, takeOnce } from '@/lib/deliveries/take-once'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { parseJson } from '@/lib/json/parse-json'
import { PATIENCE_MS } from '@/lib/renderers/renderers'
import { findRoom } from './find-room'
import { findSkipped, isMissed, readMissed, type Missed, type SkippedPage } from './find-skipped'
import type { StepResult } from './step-result'
import type { Progress } from './stored-operation'

const NOTHING = { sent: 0, failed: 0, error: null, held: false, over: null }

/** A replay of skipped events as its step needs it. */
export interface Replay {
  upTo: string
  progress: Progress
  worker: string
}

// What the integration has by another event stays a skip, with that as its reason.
const skipsAfter = ({ event, skips }: Missed, integrationId: string, duplicates: ReadonlySet<string>): Skip[] => {
  if (!duplicates.has(event.id)) return skips.filter((entry) => !isMissed(entry, integrationId))
  return skips.map((entry) => (isMissed(entry, integrationId) ? { ...entry, reason: 'duplicate' } : entry))
}

const takeOff = async (tx: Queryable, missed: readonly Missed[], integrationId: string, duplicates: ReadonlySet<string>): Promise<void> => {
  await tx.query(
    `UPDATE event_skip s SET skips = r.skips::json FROM unnest($1::text[], $2::text[]) AS r(id, skips) WHERE s.event_id = r.id`,
    [
      missed.map(({ event }) => event.id),
      missed.map((one) => JSON.stringify(skipsAfter(one, integrationId, duplicates))),
    ],
  )
}

const AT_ONCE = 20 // then the time is looked at

const planAll = async (missed: readonly Missed[], target: Target, now: number, inTime: () => boolean): Promise<RoutedDelivery[]> => {
  const planned: RoutedDelivery[] = []
  for (let i = 0; i < missed.length && (i === 0 || inTime()); i += AT_ONCE) {
    // The transaction stays open meanwhile, and must not for long.
    const plans = missed.slice(i, i + AT_ONCE).map(({ event }) => {
      const onceKey = onceKeyOf(event.type, parseJson(event.context))
      return planDelivery({ event, onceKey, notification: notificationText(event) }, target, now, { patienceMs: PATIENCE_MS })
    })
    for (const { routed } of await Promise.all(plans)) planned.push(routed)
  }
  return planned
}

// A delivery takes the place of the skip, in one transaction: the event never tells both, nor neither.
const replaceSkips = async (
  tx: Queryable, dispatch: Dispatch, replay: Replay, target: Target, missed: readonly Missed[], planned: readonly RoutedDelivery[],
): Promise<Pick<StepResult, 'sent' | 'failed' | 'error'>> => {
  const duplicates = await takeOnce(tx, planned)
  const stored = await storeRouted(tx, replay, planned.filter(({ id }) => !duplicates.has(id)))
  await takeOff(tx, missed, target.id, new Set(planned.filter(({ id }) => duplicates.has(id)).map(({ eventId }) => eventId)))
  const made = planned.filter(({ id }) => stored.has(id))
  const waiting = made.filter(({ id }) => stored.get(id) === 'pending')
  await announceWaiting(tx, dispatch, waiting.map(({ id, integrationId }) => ({ id, integrationId, attempt: 0 })))
  const error = made.findLast(({ problem }) => problem !== null)?.problem ?? null
  return { sent: waiting.length, failed: made.length - waiting.length, error }
}

// Everything up to the last event that was dealt with; what the look has passed over was not skipped.
const moveOn = (id: string, page: SkippedPage, missed: readonly Missed[], dealtWith: number): Progress['after'] => {
  const stoppedBefore = missed[dealtWith]?.event.id
  if (stoppedBefore === undefined) return page.reached === null ? {} : { [id]: page.reached }
  const passed = page.ids.filter((one) => one < stoppedBefore).at(-1)
  return passed === undefined ? {} : { [id]: passed }
}

/** One step of a replay: the next events that the integration missed get a delivery in place of their skip. */
export async function replayStep(
  tx: Queryable, dispatch: Dispatch, replay: Replay, now: number, inTime: () => boolean,
): Promise<StepResult> {
  const { after } = replay.progress
  const [id = ''] = Object.keys(after)
  const target = (await loadTargetsById(tx, [id])).get(id)
  if (!target) return { ...NOTHING, after, over: 'The integration was deleted' }
  if (!target.enabled) return { ...NOTHING, after, over: 'The integration was switched off again' }
  const room = (await findRoom(tx, [target])).get(id) ?? 0
  if (room === 0) return { ...NOTHING, after, held: true }
  const page = await findSkipped(tx, target, { after: after[id] ?? '', upTo: replay.upTo }, now)
  const missed = await readMissed(tx, target, page.ids, true)
  const planned = await planAll(missed.slice(0, room), target, now, inTime)
  const dealt = missed.slice(0, planned.length)
  const done = dealt.length === 0 ? {} : await replaceSkips(tx, dispatch, replay, target, dealt, planned)
  return {
    ...NOTHING, ...done,
    after: moveOn(id, page, missed, dealt.length),
    held: page.unrouted !== null && dealt.length === 0,
  }
}
