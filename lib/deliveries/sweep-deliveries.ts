import type pg from 'pg'
import type { DeliveryStatus } from '@/lib/contracts/delivery'
import { inTransaction, type Queryable } from '@/lib/db'
import { eventsReceived, type Dispatch } from '@/lib/dispatch'
import { firstIdAt, idTime } from '@/lib/ids'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { countAttempt } from '@/lib/metrics/count-attempt'
import { cancelWaiting } from './cancel-waiting'
import { BY_HAND } from './claim-deliveries'
import type { AttemptOutcome } from './classify-attempt'
import type { DeliverySender } from './delivery-sender'
import { recordAttempts, type AttemptResult } from './record-attempts'
import { PROFILES } from '@/lib/contracts/retry-profiles'
import { settleAttempt } from './settle-attempt'

export interface SweepDeps {
  pool: pg.Pool
  dispatch: Dispatch
  sender: DeliverySender
  random: () => number
  now: () => number
}

/**
 * Processes that are known to be gone, whose leases need not run out: by id, or all that were there before a time
 * (milliseconds since the epoch), as after a fresh start of a database that only we can reach.
 */
export type DeadWorkers = readonly string[] | { before: number }

interface LostRow {
  id: string
  attempt_count: number
  scheduled_count: number
  test: boolean
  resume_status: DeliveryStatus | null
  by_hand: boolean
  next_at: number | null
  integration_id: string | null
  worker: string | null
  started_at: Date | null
  url: string
}

const BATCH = 500
const PER_INTEGRATION = 20 // where there are more, the lane fetches them
const UNROUTED_FROM_MS = 15 * 60_000
const UNROUTED_AT_START_MS = 24 * 3600 * 1000
const UNROUTED_AFTER_MS = 120_000
const UNROUTED_AT_ONCE = 1000

const LOST = `
  SELECT id, attempt_count, scheduled_count, test, resume_status, ${BY_HAND} AS by_hand, integration_id, worker, started_at, url,
    extract(epoch FROM next_attempt_at)::float8 * 1000 AS next_at
  FROM delivery
  WHERE status = 'sending' AND (lease_until < now() OR worker = ANY($1) OR started_at < to_timestamp($2 / 1000.0))
  ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`

const OUTCOME: AttemptOutcome = {
  kind: 'error', code: 'unknown_outcome', message: 'The process stopped before the answer was recorded',
}

const lostResult = (row: LostRow, target: Target | undefined, now: number, random: number): AttemptResult => {
  const policy = target?.retryPolicy ?? PROFILES.standard
  const resume = row.resume_status === null ? null : { status: row.resume_status, nextAttemptAt: row.next_at }
  const delivery = { id: row.id, attempt: row.attempt_count, scheduledCount: row.scheduled_count, test: row.test, resume }
  return {
    delivery,
    integrationId: row.integration_id ?? '',
    worker: row.worker ?? '',
    trigger: row.test ? 'test' : row.by_hand ? 'manual' : 'automatic',
    requestBody: null,
    troubled: false,
    ofRule: target?.ruleId !== null, // of one that was deleted nobody knows
    settled: settleAttempt(policy, delivery, OUTCOME, now, random),
    exchange: {
      startedAt: row.started_at?.getTime() ?? now, durationMs: 0, url: row.url, requestHeaders: {}, response: null,
      timings: null, outcome: OUTCOME,
    },
  }
}

// What a dead process had on the wire: nobody knows whether it arrived. It counts as a failed attempt.
const recordLost = async (tx: Queryable, deps: SweepDeps, dead: DeadWorkers): Promise<AttemptResult[]> => {
  const values = 'before' in dead ? [[], dead.before] : [dead, null]
  const found = await tx.query<LostRow>(LOST, values)
  // What this very process has in hand it will record itself, however late.
  const rows = found.rows.filter((row) => !deps.sender.holds(row.id))
  if (rows.length === 0) return []
  const targets = await loadTargetsById(tx, rows.map((row) => row.integration_id ?? ''))
  const now = deps.now()
  const results = rows.map((row) => lostResult(row, targets.get(row.integration_id ?? ''), now, deps.random()))
  await recordAttempts(tx, deps.dispatch, results, new Set(), now)
  return results
}

/**
 * Ends the attempts of dead processes as `unknown_outcome`, so that their deliveries go on by their schedules. Returns
 * how many there were.
 */
export async function recoverLost(deps: SweepDeps, dead: DeadWorkers = []): Promise<number> {
  let total = 0
  for (;;) {
    const found = await inTransaction((tx) => recordLost(tx, deps, dead), deps.pool)
    for (const result of found) countAttempt(result)
    total += found.length
    if (found.length < BATCH) return total
  }
}

// Some of each: a destination that hangs must not keep the forgotten ones of others out of sight.
const OVERDUE_ROWS = `
  SELECT d.id, i.id AS integration_id, d.attempt_count FROM integration i
  CROSS JOIN LATERAL (
    SELECT id, attempt_count FROM delivery
    WHERE integration_id = i.id AND (status = 'pending' OR status = 'retrying')
      AND coalesce(CASE WHEN resume_status IS NULL THEN next_attempt_at END, created_at) < now() - $1::interval
    ORDER BY next_attempt_at NULLS FIRST LIMIT ${PER_INTEGRATION}
  ) d
  WHERE i.enabled AND i.deleted_at IS NULL`

// Came in between the switch and its cancelling.
const SWITCHED_OFF = `
  SELECT DISTINCT d.integration_id AS id FROM delivery d
  WHERE d.status IN ('pending', 'retrying') AND d.integration_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM integration i WHERE i.id = d.integration_id AND i.enabled)`

const UNROUTED = `
  SELECT e.id FROM event e
  WHERE e.id >= $1 AND e.id < $2
    AND NOT EXISTS (SELECT 1 FROM event_skip s WHERE s.event_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = e.id)
  ORDER BY e.id LIMIT ${UNROUTED_AT_ONCE}`

// Up to when all events are known to be routed, for each database: what is older is not read again.
const routedUpTo = new WeakMap<pg.Pool, number>()

// A part of a long list in each sweep, so that a flood of events whose messages were lost is no flood of messages.
const routeAgain = async (deps: SweepDeps): Promise<number> => {
  const now = deps.now()
  const from = Math.min(routedUpTo.get(deps.pool) ?? now - UNROUTED_AT_START_MS, now - UNROUTED_FROM_MS)
  const { rows } = await deps.pool.query<{ id: string }>(UNROUTED, [firstIdAt('evt', from), firstIdAt('evt', now - UNROUTED_AFTER_MS)])
  const last = rows.at(-1)
  routedUpTo.set(deps.pool, last && rows.length === UNROUTED_AT_ONCE ? idTime(last.id) : now)
  if (rows.length === 0) return 0
  await inTransaction((tx) => deps.dispatch(tx, eventsReceived(rows.map(({ id }) => id))), deps.pool)
  return rows.length
}

/**
 * The net under everything: lost attempts, deliveries that nobody has although they are due, events that were never
 * routed. Finds nothing while all goes well. `overdue` is how late counts as forgotten.
 */
export async function sweepDeliveries(
  deps: SweepDeps, options: { dead?: DeadWorkers; overdue?: string } = {},
): Promise<{ lost: number; offered: number; rerouted: number }> {
  const lost = await recoverLost(deps, options.dead)
  const { rows: off } = await deps.pool.query<{ id: string }>(SWITCHED_OFF)
  for (const { id } of off) await cancelWaiting(deps.pool, id)
  const { rows } = await deps.pool.query<{ id: string; integration_id: string; attempt_count: number }>(
    OVERDUE_ROWS, [options.overdue ?? '60 seconds'],
  )
  deps.sender.offer(rows.map((row) => ({
    deliveryId: row.id, integrationId: row.integration_id, attempt: row.attempt_count, done: () => {},
  })))
  // Where there is more than was taken, the lane fetches the rest as it gets room.
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.integration_id, (counts.get(row.integration_id) ?? 0) + 1)
  for (const [id, count] of counts) if (count === PER_INTEGRATION) deps.sender.expectMore(id)
  return { lost, offered: rows.length, rerouted: await routeAgain(deps) }
}
