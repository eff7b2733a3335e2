import type pg from 'pg'
import { inTransaction } from '@/lib/db'
import { addCounters, type CounterSum } from './add-counters'
import { QUARTERS_FOR_MS } from './fold-tallies'

const HOUR_MS = 3_600_000
const LOOK_BACK_MS = 7 * 24 * HOUR_MS // older ones are hours by now, or were from the start

// An hour's own row has the time of its first quarter.
const TAKE = `
  DELETE FROM attempt_counter WHERE (integration_id, at) IN (
    SELECT integration_id, at FROM attempt_counter
    WHERE at >= to_timestamp($1 / 1000.0) AND at < to_timestamp($2 / 1000.0) AND at <> date_bin('1 hour', at, 'epoch'::timestamptz)
    ORDER BY at LIMIT $3 FOR UPDATE SKIP LOCKED)
  RETURNING integration_id, extract(epoch FROM at)::float8 * 1000 AS at, succeeded, status_4xx, status_5xx, no_answer, other, latencies`

interface Quarter {
  integration_id: string
  at: number
  succeeded: number
  status_4xx: number
  status_5xx: number
  no_answer: number
  other: number
  latencies: number[]
}

const sum = (a: readonly number[], b: readonly number[]) => b.map((count, i) => count + (a[i] ?? 0))

const toHours = (quarters: readonly Quarter[]): CounterSum[] => {
  const hours = new Map<string, CounterSum>()
  for (const { integration_id: integrationId, at, succeeded, status_4xx, status_5xx, no_answer, other, latencies } of quarters) {
    const hour = at - (at % HOUR_MS)
    const key = `${integrationId} ${hour}`
    const known = hours.get(key)
    hours.set(key, {
      integrationId, at: hour,
      results: sum(known?.results ?? [], [succeeded, status_4xx, status_5xx, no_answer, other]),
      latencies: sum(known?.latencies ?? [], latencies),
    })
  }
  return [...hours.values()]
}

/** Makes hours of quarters that are old enough, at most `limit` of them in one transaction; returns how many there were. */
export function mergeQuarters(pool: pg.Pool, limit: number, now: number): Promise<number> {
  const before = now - QUARTERS_FOR_MS
  return inTransaction(async (tx) => {
    const { rows } = await tx.query<Quarter>(TAKE, [before - LOOK_BACK_MS, before - (before % HOUR_MS), limit])
    await addCounters(tx, toHours(rows))
    return rows.length
  }, pool)
}
