import { hash } from 'node:crypto'
import { pool } from '@/lib/db'
import { DomainError } from '@/lib/errors'

/** At most `max` tries of one kind by or against `of` in a span that begins with the first. */
export interface Limit {
  kind: string
  of: string
  max: number
  seconds: number
}

export type Taken =
  | { outcome: 'taken' }
  | { outcome: 'refused'; retryAfterSeconds: number }

// Sorted, so that two that take the same keys do not wait for each other.
const TAKE = `
  INSERT INTO throttle AS t (key, count, reset_at)
  SELECT key, 1, now() + make_interval(secs => seconds) FROM unnest($1::bytea[], $2::float8[]) AS given (key, seconds) ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN t.reset_at <= now() THEN 1 ELSE LEAST(t.count + 1, 1000000) END,
    reset_at = CASE WHEN t.reset_at <= now() THEN EXCLUDED.reset_at ELSE t.reset_at END
  RETURNING key, count, ceil(extract(epoch FROM reset_at - now()))::int AS wait`
const GIVE_BACK = `UPDATE throttle SET count = GREATEST(count - 1, 0) WHERE key = ANY($1)`
const FORGET = `DELETE FROM throttle WHERE key = ANY($1)`

const keyOf = ({ kind, of }: Limit): Buffer => hash('sha256', JSON.stringify([kind, of]), 'buffer')

/**
 * Counts a try before it is made, so that many at once cannot all pass. Refused as soon as one limit is used up; the
 * others do not count it then. The counts are in Postgres: all processes share them.
 */
export async function takeTry(limits: readonly Limit[]): Promise<Taken> {
  const { rows } = await pool().query<{ key: Buffer; count: number; wait: number }>(
    TAKE, [limits.map(keyOf), limits.map(({ seconds }) => seconds)],
  )
  const over = limits.filter((limit) => (rows.find(({ key }) => key.equals(keyOf(limit)))?.count ?? 0) > limit.max)
  if (over.length === 0) return { outcome: 'taken' }
  await giveBack(limits.filter((limit) => !over.includes(limit)))
  const waits = over.map((limit) => rows.find(({ key }) => key.equals(keyOf(limit)))?.wait ?? limit.seconds)
  return { outcome: 'refused', retryAfterSeconds: Math.max(1, ...waits) }
}

/** Throws 429 where `takeTry` refuses. */
export async function takeTryOrThrow(limits: readonly Limit[]): Promise<void> {
  const taken = await takeTry(limits)
  if (taken.outcome === 'refused') throw tooMany(taken.retryAfterSeconds)
}

export const tooMany = (retryAfterSeconds: number): DomainError =>
  new DomainError('rate_limited', 'There were too many tries. Wait, and try again.', { retryAfterSeconds })

/** A try that shall not count after all: it succeeded, say. */
export async function giveBack(limits: readonly Limit[]): Promise<void> {
  if (limits.length > 0) await pool().query(GIVE_BACK, [limits.map(keyOf)])
}

/** Begins to count anew. */
export async function forgetTries(limits: readonly Limit[]): Promise<void> {
  await pool().query(FORGET, [limits.map(keyOf)])
}
