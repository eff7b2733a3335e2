import { pool } from '@/lib/db'
import { firstIdAt } from '@/lib/ids'
import type { Ground } from './start-ground'

const PER_STATEMENT = 50_000
const HOUR_MS = 3_600_000
const DAYS = 30

const TYPES = ['CustomerCSTARUnderThreshold', 'VendorCSTARUnderThreshold', 'DataLeakPublished', 'RisksAdded']

// Ids as newId makes them: the time part of their hour, then a number; the same number in event, delivery and attempt.
const FILL = `
WITH n AS (
  SELECT i, lpad(i::text, 16, '0') AS tail, $1::timestamptz + i * interval '1 ms' AS at,
    ($2::text[])[1 + i % cardinality($2::text[])] AS integration_id,
    ($3::text[])[1 + i % cardinality($3::text[])] AS type, i % 67 = 0 AS bad
  FROM generate_series(1, $4::int) i),
events AS (
  INSERT INTO event (id, workspace_id, type, description, occurred_at, context, created_at)
  SELECT $5 || tail, $8, type, 'It happened', at::text, '{"LatestScore":599,"PrevScore":732,"Threshold":600}', at FROM n),
bodies AS (
  INSERT INTO delivery_body (delivery_id, body, content_type)
  SELECT $6 || tail, convert_to('{"notification":{"type":"' || type || '"}}', 'UTF8'), 'application/json' FROM n),
attempts AS (
  INSERT INTO attempt (delivery_id, number, id, trigger, started_at, duration_ms, url, request_headers, status_code, error_code, worker)
  SELECT $6 || tail, 1, $7 || tail, 'automatic', at, 12, 'https://hooks.example.com/' || integration_id, '{"content-type":"application/json"}',
    CASE WHEN bad THEN 503 ELSE 200 END, CASE WHEN bad THEN 'http_status' END, 'bench' FROM n)
INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, attempt_count, scheduled_count, max_attempts, url,
  status_code, error_code, created_at, finished_at)
SELECT $6 || tail, $8, $5 || tail, integration_id, type, (CASE WHEN bad THEN 'failed' ELSE 'succeeded' END)::delivery_status, 1, 1, 8,
  'https://hooks.example.com/' || integration_id, CASE WHEN bad THEN 503 ELSE 200 END, CASE WHEN bad THEN 'http_status' END, at, at FROM n`

/** Writes so many finished deliveries with their events, bodies and attempts, spread over the last month, as fast as SQL can. */
export async function fillHistory(ground: Ground, integrationIds: string[], count: number): Promise<void> {
  const statements = Math.ceil(count / PER_STATEMENT)
  for (let i = 0; i < statements; i++) {
    const at = Date.now() - HOUR_MS - ((statements - i) * DAYS * 24 * HOUR_MS) / statements
    const rows = Math.min(PER_STATEMENT, count - i * PER_STATEMENT)
    const prefixes = (['evt', 'dlv', 'att'] as const).map((kind) => firstIdAt(kind, at))
    // Longer than a usual statement may take.
    await pool().query(Object.assign(
      { text: FILL, values: [new Date(at), integrationIds, TYPES, rows, ...prefixes, ground.workspaceId] }, { query_timeout: 120_000 },
    ))
  }
  for (const table of ['event', 'delivery', 'delivery_body', 'attempt']) {
    await pool().query(Object.assign({ text: `VACUUM ANALYZE ${table}` }, { query_timeout: 120_000 }))
  }
}
