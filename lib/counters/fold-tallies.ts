import type pg from 'pg'
import { inTransaction } from '@/lib/db'
import { addCounters, type CounterSum } from './add-counters'
import { LATENCY_BUCKETS } from './latency-buckets'
import { NO_LATENCY, QUARTER_MS, RESULTS, tallyEntries, type TallyEntry } from './tally-attempts'

const HOUR_MS = 3_600_000

/** For so long counters are kept by the quarter of an hour; then by the hour (merge-quarters.ts). */
export const QUARTERS_FOR_MS = 48 * HOUR_MS

const AT_ONCE = 500

// Whoever else folds gets others.
const TAKE = `
  DELETE FROM attempt_tally WHERE id IN (SELECT id FROM attempt_tally ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING entries`

const zeros = (length: number): number[] => Array<number>(length).fill(0)
const increase = (counts: number[], place: number, by: number) => { counts[place] = (counts[place] ?? 0) + by }

// What is old already, as when history is counted, goes to its hour at once.
const startOf = (quarter: number, now: number): number => {
  const at = quarter * QUARTER_MS
  return at < now - QUARTERS_FOR_MS ? at - (at % HOUR_MS) : at
}

const sumUp = (entries: Iterable<TallyEntry>, now: number): CounterSum[] => {
  const sums = new Map<string, CounterSum>()
  for (const [integrationId, quarter, result, latency, count] of entries) {
    const at = startOf(quarter, now)
    const key = `${integrationId} ${at}`
    let sum = sums.get(key)
    if (!sum) sums.set(key, (sum = { integrationId, at, results: zeros(RESULTS.length), latencies: zeros(LATENCY_BUCKETS) }))
    increase(sum.results, result, count)
    if (latency !== NO_LATENCY) increase(sum.latencies, latency, count)
  }
  return [...sums.values()]
}

const foldSome = (pool: pg.Pool, now: number): Promise<number> =>
  inTransaction(async (tx) => {
    const { rows } = await tx.query<{ entries: string }>({ name: 'take_tallies', text: TAKE, values: [AT_ONCE] })
    await addCounters(tx, sumUp(rows.flatMap(({ entries }) => tallyEntries.parse(JSON.parse(entries))), now))
    return rows.length
  }, pool)

/**
 * Adds what was tallied to the counters. A tally goes in the transaction that adds it, so that each counts once, whatever
 * crashes and however many processes fold. Returns how many there were.
 */
export async function foldTallies(pool: pg.Pool, now: number): Promise<number> {
  for (let total = 0; ;) {
    const found = await foldSome(pool, now)
    total += found
    if (found < AT_ONCE) return total
  }
}
