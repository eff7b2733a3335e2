import { tallyDeliveries } from '@/lib/counters/tally-stored'
import type { Queryable } from '@/lib/db'
import { newId } from '@/lib/ids'

/** A delivery that routing made of an event. Its body, or why there is none. */
export interface RoutedDelivery {
  id: string
  workspaceId: string
  eventId: string
  integrationId: string
  eventType: string
  onceKey: Buffer | null // what the integration takes only once
  maxAttempts: number
  createdAt: number
  url: string // masked
  /** Set: it goes out at once, so it is stored as `sending` with its first attempt counted. */
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

// Deliveries, bodies and, for templates that failed, the attempt that says so. A run that is repeated after a crash
// changes nothing: what is there already is not returned.
const STORE = `
  WITH r AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::float8[], $8::text[],
      $9::float8[], $10::bytea[], $11::text[], $12::text[], $13::text[], $14::text[])
    AS r(id, workspace_id, event_id, integration_id, event_type, max_attempts, created_at, url, lease_ms, body,
      content_type, template, problem, attempt_id)
  ), stored AS (
    INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, attempt_count, scheduled_count,
      max_attempts, lease_until, started_at, worker, url, error_code, created_at, finished_at)
    SELECT id, workspace_id, event_id, integration_id, event_type,
      (CASE WHEN problem IS NOT NULL THEN 'failed' WHEN lease_ms IS NULL THEN 'pending' ELSE 'sending' END)::delivery_status,
      CASE WHEN problem IS NULL AND lease_ms IS NULL THEN 0 ELSE 1 END, CASE WHEN problem IS NULL THEN 0 ELSE 1 END,
      max_attempts, now() + lease_ms * interval '1 millisecond', CASE WHEN lease_ms IS NOT NULL THEN now() END,
      CASE WHEN lease_ms IS NOT NULL THEN $15 END, url, CASE WHEN problem IS NOT NULL THEN 'template' END,
      to_timestamp(created_at / 1000.0), CASE WHEN problem IS NOT NULL THEN now() END
    FROM r ON CONFLICT (event_id, integration_id, copy) DO NOTHING
    RETURNING id
  ), bodies AS (
    INSERT INTO delivery_body (delivery_id, body, content_type, template)
    SELECT r.id, r.body, r.content_type, r.template FROM r JOIN stored USING (id) WHERE r.body IS NOT NULL
  ), failed AS (
    INSERT INTO attempt (delivery_id, number, id, trigger, started_at, duration_ms, url, request_headers, error_code,
      error_message, worker, tallied)
    SELECT r.id, 1, r.attempt_id, 'automatic', now(), 0, r.url, '{}', 'template', r.problem, $15, true
    FROM r JOIN stored USING (id) WHERE r.problem IS NOT NULL
  )
  SELECT id FROM stored`

/** Inserts routed deliveries with bodies; returns the ids that are new. In a transaction where a template gave no body. */
export async function storeRouted(tx: Queryable, worker: string, routed: readonly RoutedDelivery[]): Promise<Set<string>> {
  if (routed.length === 0) return new Set()
  const column = <T>(pick: (one: RoutedDelivery) => T) => routed.map(pick)
  const { rows } = await tx.query<{ id: string }>({
    name: 'store_routed',
    text: STORE,
    values: [
      column((one) => one.id), column((one) => one.workspaceId), column((one) => one.eventId),
      column((one) => one.integrationId), column((one) => one.eventType), column((one) => one.maxAttempts),
      column((one) => one.createdAt), column((one) => one.url), column((one) => one.leaseMs), column((one) => one.body),
      column((one) => one.contentType), column((one) => one.template), column((one) => one.problem),
      column((one) => (one.problem === null ? null : newId('att'))), worker,
    ],
  })
  const stored = new Set(rows.map(({ id }) => id))
  await tallyDeliveries(tx, routed.flatMap(({ id, problem }) => (problem !== null && stored.has(id) ? [id] : [])))
  return stored
}

/** Which of these deliveries are there: after a commit whose answer was lost. */
export async function findStored(tx: Queryable, routed: readonly RoutedDelivery[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM delivery WHERE id = ANY($1)', [routed.map(({ id }) => id)])
  return rows.map(({ id }) => id)
}

/** Stores who did not get the events, a row per event. */
export async function storeSkips(tx: Queryable, skips: readonly RoutedSkips[]): Promise<void> {
  if (skips.length === 0) return
  await tx.query({
    name: 'store_skips',
    text: `INSERT INTO event_skip (event_id, skips) SELECT id, skips::json FROM unnest($1::text[], $2::text[]) AS s(id, skips)
      ON CONFLICT (event_id) DO NOTHING`,
    values: [skips.map(({ eventId }) => eventId), skips.map((one) => JSON.stringify(one.skips))],
  })
}
