import type pg from 'pg'
import { inTransaction, type Queryable } from '@/lib/db'
import { firstIdAt } from '@/lib/ids'
import { tallyOfRows } from './tally-stored'

const BATCH = 2000
const HOUR_MS = 3_600_000

interface RebuildOptions {
  now: number
  /** How long to work at about, in milliseconds. */
  budgetMs: number
  batch?: number
}

const FIRST = 'dlv_' // before every id of a delivery

// What was there before is counted at once. While versions change, workers of the one before may record attempts for some
// more minutes: the deliveries of that hour are looked at when it is over. Only who makes the first row makes the second.
const PLAN = `
  WITH first AS (
    INSERT INTO counter_rebuild (lower, upper, due_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING RETURNING upper
  )
  INSERT INTO counter_rebuild (lower, upper, due_at) SELECT upper, $3, now() + interval '1 hour' FROM first`

const LEFT = `SELECT 1 FROM counter_rebuild WHERE upper > lower LIMIT 1`

const NEXT = `
  SELECT lower, upper FROM counter_rebuild WHERE upper > lower AND due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`

const FROM_HERE = `
  SELECT min(id) AS id, count(*)::int AS count FROM (
    SELECT id FROM delivery WHERE id >= $1 AND id < $2 ORDER BY id DESC LIMIT $3
  ) d`

const TALLY = tallyOfRows('d.id >= $1 AND d.id < $2 AND NOT a.tallied')

const countSome = async (tx: Queryable, batch: number): Promise<boolean> => {
  const { rows: [range] } = await tx.query<{ lower: string; upper: string }>(NEXT)
  if (!range) return false
  const { rows: [found] } = await tx.query<{ id: string | null; count: number }>(FROM_HERE, [range.lower, range.upper, batch])
  const from = found?.id ?? range.lower
  // Not prepared: it is planned for the size of this very range.
  if (found?.id) await tx.query(TALLY, [from, range.upper])
  const upper = found?.count === batch ? from : range.lower
  await tx.query('UPDATE counter_rebuild SET upper = $2 WHERE lower = $1', [range.lower, upper])
  return true
}

/**
 * Counts the attempts from before there were counters, the newest first, in small transactions; each moves its mark with
 * what it has counted, so that it can be cut off and several may do it. `later`: what is left is not due yet.
 */
export async function rebuildCounters(
  pool: pg.Pool, { now, budgetMs, batch = BATCH }: RebuildOptions,
): Promise<'more' | 'later' | 'done'> {
  await pool.query(PLAN, [FIRST, firstIdAt('dlv', now), firstIdAt('dlv', now + HOUR_MS)])
  const start = performance.now()
  while (await inTransaction((tx) => countSome(tx, batch), pool)) {
    if (performance.now() - start > budgetMs) return 'more'
  }
  return (await pool.query(LEFT)).rowCount === 0 ? 'done' : 'later'
}
