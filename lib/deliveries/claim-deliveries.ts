import type { DeliveryStatus } from '@/lib/contracts/delivery'
import type { Queryable } from '@/lib/db'
import type { UnderWay } from './settle-attempt'

/** Beyond its timeout an attempt may take this long to be recorded before it counts as lost. */
export const LEASE_MARGIN_MS = 30_000

/** A delivery as its claimer has it: `sending`, under a lease, its attempt counted. */
export interface ClaimedDelivery extends UnderWay {
  integrationId: string
  eventId: string | null
  eventType: string
  createdAt: number
  leaseUntil: number
  /** A person asked for this attempt. */
  byHand: boolean
  body: Buffer | null
  contentType: string | null
  template: string | null
  /** What the template reads besides the event. */
  scope: string | null
}

export interface Claim {
  deliveryId: string
  /** Attempts made so far: whoever has another number in mind comes too late. */
  attempt: number
  leaseMs: number
  /** Asked for before, and the answer was lost: what that claim has taken is taken again. */
  again: boolean
}

interface ClaimedRow {
  id: string
  attempt_count: number
  scheduled_count: number
  test: boolean
  resume_status: DeliveryStatus | null
  by_hand: boolean
  next_at: number | null
  integration_id: string
  event_id: string | null
  event_type: string
  created_at: Date
  lease_until: Date
  body: Buffer | null
  content_type: string | null
  template: string | null
  scope: string | null
}

/** That an attempt under way was asked for by a person: the resend of a delivery, or the first of one that was rendered anew. */
export const BY_HAND = '(resume_status IS NOT NULL OR (copy > 0 AND attempt_count = 1))'

// The lock order is by id, so that two workers that claim overlapping sets wait for each other, never in a circle.
const CLAIM = `
  WITH c AS (
    SELECT * FROM unnest($1::text[], $2::int[], $3::float8[], $5::boolean[]) AS c(id, attempt, lease_ms, again)
  ), due AS (
    SELECT d.id, c.attempt, c.lease_ms FROM delivery d JOIN c USING (id) JOIN integration i ON i.id = d.integration_id
    WHERE (d.status IN ('pending', 'retrying') AND d.attempt_count = c.attempt AND i.enabled
        AND (d.resume_status IS NOT NULL OR d.next_attempt_at IS NULL OR d.next_attempt_at <= now()))
      OR (c.again AND d.status = 'sending' AND d.attempt_count = c.attempt + 1 AND d.worker = $4)
    ORDER BY d.id FOR UPDATE OF d SKIP LOCKED
  ), taken AS (
    UPDATE delivery d SET status = 'sending', attempt_count = due.attempt + 1, started_at = now(), worker = $4,
      lease_until = now() + due.lease_ms * interval '1 millisecond'
    FROM due WHERE d.id = due.id
    RETURNING d.*
  )
  SELECT t.id, t.attempt_count, t.scheduled_count, t.test, t.resume_status, t.integration_id, t.event_id, t.event_type,
    t.created_at, t.lease_until, ${BY_HAND} AS by_hand, extract(epoch FROM t.next_attempt_at)::float8 * 1000 AS next_at,
    b.body, b.content_type, b.template, b.scope
  FROM taken t LEFT JOIN delivery_body b ON b.delivery_id = t.id`

const toClaimed = (row: ClaimedRow): ClaimedDelivery => ({
  id: row.id,
  attempt: row.attempt_count,
  scheduledCount: row.scheduled_count,
  test: row.test,
  resume: row.resume_status === null ? null : { status: row.resume_status, nextAttemptAt: row.next_at },
  byHand: row.by_hand,
  integrationId: row.integration_id,
  eventId: row.event_id,
  eventType: row.event_type,
  createdAt: row.created_at.getTime(),
  leaseUntil: row.lease_until.getTime(),
  body: row.body,
  contentType: row.content_type,
  template: row.template,
  scope: row.scope,
})

/**
 * Takes waiting deliveries for an attempt: `sending`, a lease, the next number, all in one statement. What is missing in
 * the result was taken, cancelled, switched off or moved on in the meantime.
 */
export async function claimDeliveries(db: Queryable, worker: string, claims: readonly Claim[]): Promise<Map<string, ClaimedDelivery>> {
  const { rows } = await db.query<ClaimedRow>({
    name: 'claim_deliveries',
    text: CLAIM,
    values: [
      claims.map(({ deliveryId }) => deliveryId), claims.map(({ attempt }) => attempt), claims.map(({ leaseMs }) => leaseMs), worker,
      claims.map(({ again }) => again),
    ],
  })
  return new Map(rows.map((row) => [row.id, toClaimed(row)]))
}

const STILL_WAITING = `
  SELECT d.id FROM unnest($1::text[], $2::int[]) AS c(id, attempt) JOIN delivery d USING (id) JOIN integration i ON i.id = d.integration_id
  WHERE d.status IN ('pending', 'retrying') AND d.attempt_count = c.attempt AND i.enabled
    AND (d.resume_status IS NOT NULL OR d.next_attempt_at IS NULL OR d.next_attempt_at <= now())`

/**
 * Which of those that a claim has not taken it could have taken: their rows were locked. That was another worker, whose
 * claim will be seen in a moment, or a person's request (a resend, a filter), which leaves them as they are.
 */
export async function findStillWaiting(db: Queryable, claims: ReadonlyArray<Pick<Claim, 'deliveryId' | 'attempt'>>): Promise<Set<string>> {
  if (claims.length === 0) return new Set()
  const { rows } = await db.query<{ id: string }>(STILL_WAITING, [claims.map(({ deliveryId }) => deliveryId), claims.map(({ attempt }) => attempt)])
  return new Set(rows.map(({ id }) => id))
}

const RELEASE = `
  UPDATE delivery d SET
    status = CASE WHEN d.scheduled_count = 0 OR d.resume_status IS NOT NULL THEN 'pending'::delivery_status ELSE 'retrying'::delivery_status END,
    attempt_count = d.attempt_count - 1, lease_until = NULL, started_at = NULL, worker = NULL
  FROM unnest($1::text[], $2::int[]) AS r(id, attempt)
  WHERE d.id = r.id AND d.status = 'sending' AND d.attempt_count = r.attempt AND d.worker = $3`

/** Gives back what was claimed but has not left, as if it had not been claimed. */
export async function releaseDeliveries(
  db: Queryable, worker: string, claimed: ReadonlyArray<Pick<ClaimedDelivery, 'id' | 'attempt'>>,
): Promise<void> {
  await db.query(RELEASE, [claimed.map(({ id }) => id), claimed.map(({ attempt }) => attempt), worker])
}

const WAITS = `integration_id = $1 AND (status = 'pending' OR status = 'retrying')`

// New ones and retries by the time since when they are due: neither kind keeps the other waiting.
const WAITING = `
  SELECT id, integration_id, attempt_count FROM (
    (SELECT id, integration_id, attempt_count, created_at AS due FROM delivery
      WHERE ${WAITS} AND next_attempt_at IS NULL ORDER BY id LIMIT $2)
    UNION ALL
    (SELECT id, integration_id, attempt_count, next_attempt_at FROM delivery
      WHERE ${WAITS} AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT $2)
    UNION ALL
    (SELECT id, integration_id, attempt_count, now() FROM delivery
      WHERE ${WAITS} AND next_attempt_at > now() AND resume_status IS NOT NULL LIMIT $2)
  ) w ORDER BY due, id LIMIT $2`

/** Deliveries of one integration that are due and that nobody has claimed, the oldest first. */
export async function findWaiting(
  db: Queryable, integrationId: string, limit: number,
): Promise<Array<{ deliveryId: string; integrationId: string; attempt: number }>> {
  const { rows } = await db.query<{ id: string; integration_id: string; attempt_count: number }>(WAITING, [integrationId, limit])
  return rows.map((row) => ({ deliveryId: row.id, integrationId: row.integration_id, attempt: row.attempt_count }))
}
