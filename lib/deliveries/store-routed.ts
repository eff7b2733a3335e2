import { tallyDeliveries } from '@/lib/counters/tally-stored'
import type { Queryable } from '@/lib/db'
import { newId } from '@/lib/ids'

/** A delivery that routing made of an event. Its body, or why there is none. */
export interface RoutedDelivery {
  id: string
  workspaceId: string
  eventId: string
  integrationId: string
  /** The integration's version that it was planned by. */
  version: number
  eventType: string
  onceKey: Buffer | null // what the integration takes only once
  maxAttempts: number
  createdAt: number
  url: string // masked
  /** Set: it is to go out at once, so it is stored as `sending` with its first attempt counted, if its integration is still what it was. */
  leaseMs: number | null
  body: Buffer | null
  contentType: string
  template: string | null
  problem: string | null // the template gave no valid body
}

export interface RoutedSkips {
  eventId: string
  skips: Array<{ integrationId: string; ruleId: null; reason: string } | { integrationId: null; ruleId: string; reason: string }>
}

/** What a routed delivery was stored as. Only `sending` may leave without a claim, and only from here. */
export type StoredAs = 'sending' | 'pending' | 'failed' | 'cancelled'

/** For whom deliveries are stored. */
export interface StoreRequest {
  worker: string
  /** Set where events are routed: what another run has routed meanwhile is left alone. */
  routes?: {
    /** Until when (ms, by the database's clock) nobody can have done that: the look is a tenth of what storing costs. */
    freshUntil: number
    /** Events whose skips this transaction has stored, which is how nobody else has routed them. */
    withSkips: ReadonlySet<string>
  }
}

// Scalar, because EXISTS may be planned as a hash of the whole table.
const NOT_DELIVERED = '(SELECT true FROM delivery d WHERE d.event_id = r.event_id LIMIT 1) IS NULL'
const NOT_SKIPPED = '(SELECT true FROM event_skip s WHERE s.event_id = r.event_id) IS NULL'

// Deliveries, bodies and, for templates that failed, the attempt that says so. A run that is repeated after a crash
// changes nothing: what is there already is not returned. What has happened since it was planned counts: nothing leaves
// of an integration that is off, and one that was edited is read again by who claims the delivery.
const STORE = `
  WITH given AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::float8[], $8::text[],
      $9::float8[], $10::bytea[], $11::text[], $12::text[], $13::text[], $14::text[], $16::int[], $17::boolean[])
    AS r(id, workspace_id, event_id, integration_id, event_type, max_attempts, created_at, url, lease_ms, body,
      content_type, template, problem, attempt_id, version, is_ours)
  ), i AS MATERIALIZED (
    SELECT id, version FROM integration WHERE id = ANY($19) AND enabled
  ), r AS (
    SELECT r.*, (CASE WHEN r.problem IS NOT NULL THEN 'failed' WHEN i.id IS NULL THEN 'cancelled'
      WHEN r.lease_ms IS NULL OR i.version <> r.version THEN 'pending' ELSE 'sending' END)::delivery_status AS status
    FROM given r LEFT JOIN i ON i.id = r.integration_id
    WHERE r.is_ours OR clock_timestamp() < to_timestamp($18::float8 / 1000) OR (${NOT_DELIVERED} AND ${NOT_SKIPPED})
  ), stored AS (
    INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, attempt_count, scheduled_count,
      max_attempts, lease_until, started_at, worker, url, error_code, created_at, finished_at)
    SELECT id, workspace_id, event_id, integration_id, event_type, status,
      (status IN ('sending', 'failed'))::int, (status = 'failed')::int, max_attempts,
      CASE WHEN status = 'sending' THEN now() + lease_ms * interval '1 millisecond' END,
      CASE WHEN status = 'sending' THEN now() END, CASE WHEN status = 'sending' THEN $15 END, url,
      CASE WHEN status = 'failed' THEN 'template' END, to_timestamp(created_at / 1000.0),
      CASE WHEN status IN ('failed', 'cancelled') THEN now() END
    FROM r ON CONFLICT (event_id, integration_id, copy) DO NOTHING
    RETURNING id, status
  ), bodies AS (
    INSERT INTO delivery_body (delivery_id, body, content_type, template)
    SELECT r.id, r.body, r.content_type, r.template FROM r JOIN stored USING (id) WHERE r.body IS NOT NULL
  ), failed AS (
    INSERT INTO attempt (delivery_id, number, id, trigger, started_at, duration_ms, url, request_headers, error_code,
      error_message, worker, tallied)
    SELECT r.id, 1, r.attempt_id, 'automatic', now(), 0, r.url, '{}', 'template', r.problem, $15, true
    FROM r JOIN stored USING (id) WHERE r.problem IS NOT NULL
  )
  SELECT id, status FROM stored`

interface StoredRow {
  id: string
  status: StoredAs
}

/**
 * Inserts routed deliveries with bodies; returns what the new ones were stored as. In a transaction where a template gave
 * no body.
 */
export async function storeRouted(
  tx: Queryable, { worker, routes }: StoreRequest, routed: readonly RoutedDelivery[],
): Promise<Map<string, StoredAs>> {
  if (routed.length === 0) return new Map()
  const column = <T>(pick: (one: RoutedDelivery) => T) => routed.map(pick)
  const { rows } = await tx.query<StoredRow>({
    name: 'store_routed',
    text: STORE,
    values: [
      column((one) => one.id), column((one) => one.workspaceId), column((one) => one.eventId),
      column((one) => one.integrationId), column((one) => one.eventType), column((one) => one.maxAttempts),
      column((one) => one.createdAt), column((one) => one.url), column((one) => one.leaseMs), column((one) => one.body),
      column((one) => one.contentType), column((one) => one.template), column((one) => one.problem),
      column((one) => (one.problem === null ? null : newId('att'))), worker, column((one) => one.version),
      column((one) => routes?.withSkips.has(one.eventId) ?? true), routes?.freshUntil ?? 0, [...new Set(column((one) => one.integrationId))],
    ],
  })
  const stored = new Map(rows.map(({ id, status }) => [id, status]))
  await tallyDeliveries(tx, rows.flatMap(({ id, status }) => (status === 'failed' ? [id] : [])))
  return stored
}

// What another worker has claimed, or has sent by now, is as good as pending: no claim takes it.
const FIND = `
  SELECT id, CASE WHEN status IN ('failed', 'cancelled') OR (status = 'sending' AND worker = $2) THEN status ELSE 'pending' END AS status
  FROM delivery WHERE id = ANY($1)`

/** What these deliveries are stored as, of those that are there: after a commit whose answer was lost. */
export async function findStored(tx: Queryable, worker: string, routed: readonly RoutedDelivery[]): Promise<Map<string, StoredAs>> {
  const { rows } = await tx.query<StoredRow>(FIND, [routed.map(({ id }) => id), worker])
  return new Map(rows.map(({ id, status }) => [id, status]))
}

const SKIPS = `
  INSERT INTO event_skip (event_id, skips) SELECT r.event_id, skips::json FROM unnest($1::text[], $2::text[]) AS r(event_id, skips)
  WHERE ${NOT_DELIVERED} ON CONFLICT (event_id) DO NOTHING RETURNING event_id AS id`

/** Stores who did not get the events, a row per event, before their deliveries. Returns the events that were not routed before. */
export async function storeSkips(tx: Queryable, skips: readonly RoutedSkips[]): Promise<Set<string>> {
  if (skips.length === 0) return new Set()
  const { rows } = await tx.query<{ id: string }>({
    name: 'store_skips', text: SKIPS, values: [skips.map(({ eventId }) => eventId), skips.map((one) => JSON.stringify(one.skips))],
  })
  return new Set(rows.map(({ id }) => id))
}
