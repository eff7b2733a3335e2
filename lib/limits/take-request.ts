import { pool } from '@/lib/db'
import { PER_SECOND, REQUESTS, type Standing } from './policies'

/** Tokens at a time for one process: one statement for so many requests. */
const CHUNK = 50
/** An empty bucket is asked again after this, so that a flood is not a flood of statements. */
const EMPTY_MS = 100
const MOST_CALLERS = 10_000

// A token bucket in Postgres, shared by all processes. What is granted has left it, whether or not it is used.
const LEASE = `
  INSERT INTO request_tokens AS t (key, granted, tokens, refilled_at) VALUES ($1, $2, $3::float8 - $2::int, clock_timestamp())
  ON CONFLICT (key) DO UPDATE SET (granted, tokens, refilled_at) = (
    SELECT least($2::int, floor(have)::int), have - least($2::int, floor(have)::int), at
    FROM (SELECT at, least($3::float8, t.tokens + $4::float8 * extract(epoch FROM at - t.refilled_at)::float8) AS have
      FROM (SELECT greatest(clock_timestamp(), t.refilled_at) AS at) AS clock) AS found)
  RETURNING granted, tokens`

interface Lease {
  left: number // tokens that this process holds
  shared: number // in the bucket when it was asked last
  emptyUntil: number
  asking: Promise<void> | null
}

const leases = new Map<string, Lease>()

const leaseOf = (key: string): Lease => {
  const known = leases.get(key)
  if (known) return known
  // Who is forgotten loses what he held here, which the bucket gives back within half a second.
  if (leases.size >= MOST_CALLERS) leases.clear()
  const made: Lease = { left: 0, shared: 0, emptyUntil: 0, asking: null }
  leases.set(key, made)
  return made
}

const ask = async (key: string, lease: Lease): Promise<void> => {
  const { rows: [row] } = await pool().query<{ granted: number; tokens: number }>(LEASE, [key, CHUNK, REQUESTS.quota, PER_SECOND])
  lease.left += row?.granted ?? 0
  lease.shared = Math.floor(row?.tokens ?? 0)
  if (lease.left === 0) lease.emptyUntil = performance.now() + EMPTY_MS
}

/** Counts a request of a caller: mostly in memory, from tokens that were leased for some requests at once (decision 018). */
export async function takeRequest(key: string): Promise<Standing> {
  const lease = leaseOf(key)
  while (lease.left === 0 && performance.now() >= lease.emptyUntil) {
    await (lease.asking ??= ask(key, lease).finally(() => (lease.asking = null)))
  }
  const isTaken = lease.left > 0
  if (isTaken) lease.left--
  const remaining = Math.min(REQUESTS.quota, lease.left + lease.shared)
  const resetSeconds = Math.max(1, Math.ceil((REQUESTS.quota - remaining) / PER_SECOND))
  return { policy: REQUESTS, remaining, resetSeconds, ...(!isTaken && { retryAfterSeconds: 1 }) }
}
