import * as z from 'zod'
import type { Queryable } from '@/lib/db'
import type { AttemptResult } from '@/lib/deliveries/record-attempts'
import { latencyBucket } from './latency-buckets'

/** How an attempt ended, as counters tell them apart; the place in the list is what is stored. */
export const RESULTS = ['succeeded', 'status4xx', 'status5xx', 'noAnswer', 'other'] as const
export type Result = (typeof RESULTS)[number]

export const QUARTER_MS = 15 * 60_000
export const NO_LATENCY = -1

/** So many attempts of an integration that started in a quarter of an hour, ended alike and took about as long. */
export type TallyEntry = [integrationId: string, quarter: number, result: number, latency: number, count: number]
export const tallyEntries = z.array(z.tuple([z.string(), z.int(), z.int(), z.int(), z.int()]))

// Ours: they say nothing about the receiver, or nobody knows what it answered.
const OURS: ReadonlySet<string> = new Set(['template', 'blocked_address', 'unknown_outcome'])
const ANSWERED: ReadonlySet<string> = new Set(['http_status', 'redirect'])

/** How an attempt ended. `tally-stored.ts` says the same in SQL; a test holds them together. */
export function resultOf(error: string | null, status: number | null): Result {
  if (error === null) return 'succeeded'
  if (OURS.has(error)) return 'other'
  if (!ANSWERED.has(error) || status === null) return 'noAnswer'
  if (status >= 400 && status < 500) return 'status4xx'
  return status >= 500 && status < 600 ? 'status5xx' : 'other'
}

// How long the receiver took: what was answered, and what had the whole time to be. A refused connection is no quick answer.
const latencyOf = (error: string | null, status: number | null, durationMs: number): number =>
  (status === null && error !== 'timeout') || (error !== null && OURS.has(error)) ? NO_LATENCY : latencyBucket(durationMs)

// The three numbers of an entry as one, so that no text is made for each attempt.
const WIDTH = 64
const toCode = (quarter: number, result: number, latency: number) => (quarter * RESULTS.length + result) * WIDTH + latency + 1
const fromCode = (code: number): [quarter: number, result: number, latency: number] => {
  const rest = Math.floor(code / WIDTH)
  return [Math.floor(rest / RESULTS.length), rest % RESULTS.length, (code % WIDTH) - 1]
}

/**
 * Attempts in numbers. Resends by hand count, for they are requests like any other; tests do not, for they say how the
 * admin is getting on.
 */
export function tallyAttempts(results: readonly AttemptResult[]): TallyEntry[] {
  const counts = new Map<string, Map<number, number>>()
  for (const { delivery, integrationId, exchange, settled } of results) {
    if (delivery.test) continue
    const error = settled.error?.code ?? null
    const status = exchange.response?.status ?? null
    const code = toCode(
      Math.floor(exchange.startedAt / QUARTER_MS), RESULTS.indexOf(resultOf(error, status)), latencyOf(error, status, exchange.durationMs),
    )
    let own = counts.get(integrationId)
    if (!own) counts.set(integrationId, (own = new Map<number, number>()))
    own.set(code, (own.get(code) ?? 0) + 1)
  }
  return [...counts].flatMap(([id, own]) => [...own].map(([code, count]): TallyEntry => [id, ...fromCode(code), count]))
}

/** Stores a tally in the transaction of what it counts. */
export async function storeTally(tx: Queryable, entries: readonly TallyEntry[]): Promise<void> {
  if (entries.length > 0) await tx.query('INSERT INTO attempt_tally (entries) VALUES ($1)', [JSON.stringify(entries)])
}
