import type pg from 'pg'
import type { DeliveryStatus } from '@/lib/contracts/delivery'
import { inTransaction, type Queryable } from '@/lib/db'
import { EVENTS_RECEIVED, MAX_IDS_PER_MESSAGE, type Dispatch } from '@/lib/dispatch'
import { firstIdAt } from '@/lib/ids'
import { loadTargetsById } from '@/lib/integrations/load-targets'
import type { AttemptOutcome } from './classify-attempt'
import type { DeliverySender } from './delivery-sender'
import { recordAttempts, type AttemptResult } from './record-attempts'
import { PROFILES, type RetryPolicy } from './retry-policy'
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
  next_at: number | null
  integration_id: string | null
  worker: string | null
  started_at: Date | null
  url: string
}

const BATCH = 500
const UNROUTED_FROM_MS = 24 * 3600 * 1000
const UNROUTED_AFTER_MS = 120_000

const LOST = `
  SELECT id, attempt_count, scheduled_count, test, resume_status, integration_id, worker, started_at, url,
    extract(epoch FROM next_attempt_at)::float8 * 1000 AS next_at
  FROM delivery
  WHERE status = 'sending' AND (lease_until < now() OR worker = ANY($1) OR started_at < to_timestamp($2 / 1000.0))
    AND worker IS DISTINCT FROM $3
  ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`

const OUTCOME: AttemptOutcome = {
  kind: 'error', code: 'unknown_outcome', message: 'The process stopped before the answer was recorded',
}

const lostResult = (row: LostRow, policy: RetryPolicy, now: number, random: number): AttemptResult => {
  const resume = row.resume_status === null ? null : { status: row.resume_status, nextAttemptAt: row.next_at }
  const delivery = { id: row.id, attempt: row.attempt_count, scheduledCount: row.scheduled_count, test: row.test, resume }
  return {
    delivery,
    integrationId: row.integration_id ?? '',
    worker: row.worker ?? '',
    trigger: row.test ? 'test' : resume ? 'manual' : 'automatic',
    requestBody: null,
    settled: settleAttempt(policy, delivery, OUTCOME, now, random),
    exchange: {
      startedAt: row.started_at?.getTime() ?? now, durationMs: 0, url: row.url, requestHeaders: {}, response: null,
      timings: null, outcome: OUTCOME,
    },
  }
}

// What a dead process had on the wire: nobody knows whether it arrived. It counts as a failed attempt.
const recordLost = async (tx: Queryable, deps: SweepDeps, dead: DeadWorkers, worker: string): Promise<number> => {
  const values = 'before' in dead ? [[], dead.before, worker] : [dead, null, worker]
  const { rows } = await tx.query<LostRow>(LOST, values)
  if (rows.length === 0) return 0
  const targets = await loadTargetsById(tx, rows.map((row) => row.integration_id ?? ''))
  const now = deps.now()
  const results = rows.map((row) => {
    const policy = targets.get(row.integration_id ?? '')?.retryPolicy ?? PROFILES.standard
    return lostResult(row, policy, now, deps.random())
  })
  await recordAttempts(tx, deps.dispatch, results)
  return rows.length
}

/**
 * Ends the attempts of dead processes as `unknown_outcome`, so that their deliveries go on by their schedules. Returns
 * how many there were. `worker` is the caller, whose own are never taken.
 */
export async function recoverLost(deps: SweepDeps, worker: string, dead: DeadWorkers = []): Promise<number> {
  let total = 0
  for (;;) {
    const found = await inTransaction((tx) => recordLost(tx, deps, dead, worker), deps.pool)
    total += found
    if (found < BATCH) return total
  }
}

const OVERDUE_ROWS = `
  SELECT d.id, d.integration_id, d.attempt_count FROM delivery d JOIN integration i ON i.id = d.integration_id AND i.enabled
  WHERE d.status IN ('pending', 'retrying')
    AND coalesce(d.next_attempt_at, d.created_at) < now() - $1::interval
  ORDER BY d.id LIMIT 2000`

// Came in between the switch and its cancelling.
const CANCEL_SWITCHED_OFF = `
  UPDATE delivery d SET status = 'cancelled', next_attempt_at = NULL, finished_at = now()
  WHERE d.status IN ('pending', 'retrying') AND d.integration_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM integration i WHERE i.id = d.integration_id AND i.enabled)`

const UNROUTED = `
  SELECT e.id FROM event e
  WHERE e.id >= $1 AND e.id < $2
    AND NOT EXISTS (SELECT 1 FROM event_skip s WHERE s.event_id = e.id)
    AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = e.id)
  ORDER BY e.id LIMIT 1000`

const routeAgain = async (deps: SweepDeps): Promise<number> => {
  const now = deps.now()
  const { rows } = await deps.pool.query<{ id: string }>(UNROUTED, [
    firstIdAt('evt', now - UNROUTED_FROM_MS), firstIdAt('evt', now - UNROUTED_AFTER_MS),
  ])
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  const messages = Array.from({ length: Math.ceil(ids.length / MAX_IDS_PER_MESSAGE) }, (_, i) => ({
    name: EVENTS_RECEIVED, data: { eventIds: ids.slice(i * MAX_IDS_PER_MESSAGE, (i + 1) * MAX_IDS_PER_MESSAGE) },
  }))
  await inTransaction((tx) => deps.dispatch(tx, messages), deps.pool)
  return ids.length
}

/**
 * The net under everything: lost attempts, deliveries that nobody has although they are due, events that were never
 * routed. Finds nothing while all goes well. `overdue` is how late counts as forgotten.
 */
export async function sweepDeliveries(
  deps: SweepDeps, worker: string, options: { dead?: DeadWorkers; overdue?: string } = {},
): Promise<{ lost: number; offered: number; rerouted: number }> {
  const lost = await recoverLost(deps, worker, options.dead)
  await deps.pool.query(CANCEL_SWITCHED_OFF)
  const { rows } = await deps.pool.query<{ id: string; integration_id: string; attempt_count: number }>(
    OVERDUE_ROWS, [options.overdue ?? '60 seconds'],
  )
  deps.sender.offer(rows.map((row) => ({
    deliveryId: row.id, integrationId: row.integration_id, attempt: row.attempt_count, ready: null, done: () => {},
  })))
  return { lost, offered: rows.length, rerouted: await routeAgain(deps) }
}
