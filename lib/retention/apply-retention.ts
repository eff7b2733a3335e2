import type pg from 'pg'
import { INBOX_DAYS } from '@/lib/contracts/inbox'
import { counter } from '@/lib/metrics/count'
import { firstIdAt } from '@/lib/ids'
import type { PurgeBatch, PurgeKind, PurgeRange, Removed } from './purge'
import { AUDIT_DAYS, purgeAudit } from './purge-audit'
import { COUNTER_DAYS, mergeCounters, purgeCounters } from './purge-counters'
import { purgeExecutions } from './purge-executions'
import { OBSERVATION_DAYS, purgeObservations } from './purge-observations'
import { purgeBodies, purgeDeliveries, purgeSkipped } from './purge-deliveries'
import { purgeExpired, purgeInbox, purgeKeys, purgeLimits, purgeOnceKeys, purgeOperations, purgeWorkers } from './purge-small'

export interface RetentionDeps {
  pool: pg.Pool
  now: () => number
}

export interface RetentionOptions {
  days: number
  bodyDays: number
  /** How long to work at most, in milliseconds; what is left is `more`. */
  budgetMs: number
  batch?: number
  /** Pause after a batch, in times of what the batch took: 2 leaves delivery two thirds of the time alone. */
  restFactor?: number
}

export interface Retained {
  removed: Removed
  more: boolean
}

const DAY_MS = 24 * 3600 * 1000
const BATCH = 500
const LEAST_REST_MS = 20

const note = (total: Removed, removed: Removed): void => {
  for (const [kind, count] of Object.entries(removed) as Array<[PurgeKind, number]>) { // the keys of a Removed
    if (count === 0) continue
    total[kind] = (total[kind] ?? 0) + count
    counter('hookwright_retention_rows_total', { kind }).value += count
  }
}

interface Part {
  purge: PurgeBatch
  before: string
  workspaceId?: string
}

const SHORTER = `
  SELECT id, LEAST(retention_days, $1) AS days, LEAST(retention_body_days, $2) AS body_days FROM workspace
  WHERE retention_days < $1 OR retention_body_days < $2 ORDER BY id`

// A workspace may keep less than the operator allows.
const planShorter = async (pool: pg.Pool, now: number, { days, bodyDays }: RetentionOptions): Promise<Part[]> => {
  const { rows } = await pool.query<{ id: string; days: number; body_days: number }>(SHORTER, [days, bodyDays])
  return rows.flatMap(({ id: workspaceId, ...shorter }) => [
    { purge: purgeExecutions, before: firstIdAt('rex', now - shorter.days * DAY_MS), workspaceId },
    { purge: purgeDeliveries, before: firstIdAt('dlv', now - shorter.days * DAY_MS), workspaceId },
    { purge: purgeSkipped, before: firstIdAt('evt', now - shorter.days * DAY_MS), workspaceId },
    { purge: purgeBodies, before: firstIdAt('dlv', now - shorter.body_days * DAY_MS), workspaceId },
    { purge: purgeInbox, before: firstIdAt('inr', now - shorter.body_days * DAY_MS), workspaceId },
  ])
}

const plan = (now: number, { days, bodyDays }: RetentionOptions): Part[] => {
  const end = now - days * DAY_MS
  return [
    { purge: purgeKeys, before: '' },
    { purge: purgeWorkers, before: '' },
    { purge: purgeExpired, before: '' },
    { purge: purgeLimits, before: '' },
    { purge: purgeOnceKeys(end), before: '' },
    { purge: purgeOperations(end), before: firstIdAt('blk', end) },
    { purge: purgeExecutions, before: firstIdAt('rex', end) },
    { purge: purgeDeliveries, before: firstIdAt('dlv', end) },
    { purge: purgeSkipped, before: firstIdAt('evt', end) },
    { purge: purgeBodies, before: firstIdAt('dlv', now - bodyDays * DAY_MS) },
    { purge: purgeInbox, before: firstIdAt('inr', now - Math.min(bodyDays, INBOX_DAYS) * DAY_MS) },
    { purge: purgeObservations(now - OBSERVATION_DAYS * DAY_MS), before: '' },
    { purge: mergeCounters(now), before: '' },
    { purge: purgeCounters(now - Math.max(days, COUNTER_DAYS) * DAY_MS), before: '' },
    { purge: purgeAudit, before: firstIdAt('aud', now - Math.max(days, AUDIT_DAYS) * DAY_MS) },
  ]
}

/**
 * Removes what is older than the settings allow, in small batches by ids with pauses between, so that delivery is not
 * slowed. What waits or is under way is never touched, whatever its age. Safe to repeat and to be cut off.
 */
export async function applyRetention(deps: RetentionDeps, options: RetentionOptions): Promise<Retained> {
  const { batch = BATCH, restFactor = 2, budgetMs } = options
  const start = performance.now()
  const removed: Removed = {}
  const now = deps.now()
  for (const { purge, ...bounds } of [...plan(now, options), ...(await planShorter(deps.pool, now, options))]) {
    let range: PurgeRange = { after: '', limit: batch, ...bounds }
    for (;;) {
      const begun = performance.now()
      const done = await purge(deps.pool, range)
      note(removed, done.removed)
      if (done.found < batch) break
      if (performance.now() - start > budgetMs) return { removed, more: true }
      range = { ...range, after: done.after }
      const rest = Math.max(LEAST_REST_MS, (performance.now() - begun) * restFactor)
      await new Promise((resolve) => setTimeout(resolve, rest))
    }
  }
  return { removed, more: false }
}
