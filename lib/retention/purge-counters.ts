import { mergeQuarters } from '@/lib/counters/merge-quarters'
import type { PurgeBatch } from './purge'

/** How long counters stay at least: a month can be compared with the same one a year ago. */
export const COUNTER_DAYS = 400

/** Makes hours of the quarters of an hour that are old enough. */
export const mergeCounters = (now: number): PurgeBatch => async (pool, { limit }) => {
  const found = await mergeQuarters(pool, limit, now)
  return { after: '', found, removed: {} }
}

const OLD = `
  DELETE FROM attempt_counter WHERE (integration_id, at) IN (
    SELECT integration_id, at FROM attempt_counter WHERE at < to_timestamp($1 / 1000.0) ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)`

/** Removes counters of before a time (ms). */
export const purgeCounters = (before: number): PurgeBatch => async (pool, { limit }) => {
  const { rowCount } = await pool.query(OLD, [before, limit])
  return { after: '', found: rowCount ?? 0, removed: { counter: rowCount ?? 0 } }
}
