import type { Queryable } from '@/lib/db'
import { LATENCY_BOUNDS } from './latency-buckets'

// What tally-attempts.ts does, of rows: result and latency by their places in its lists.
const OURS = `('template', 'blocked_address', 'unknown_outcome')`
const RESULT = `
  CASE WHEN a.error_code IS NULL THEN 0 WHEN a.error_code IN ${OURS} THEN 4
    WHEN a.error_code NOT IN ('http_status', 'redirect') OR a.status_code IS NULL THEN 3
    WHEN a.status_code BETWEEN 400 AND 499 THEN 1 WHEN a.status_code BETWEEN 500 AND 599 THEN 2 ELSE 4 END`
const LATENCY = `
  CASE WHEN (a.status_code IS NULL AND a.error_code IS DISTINCT FROM 'timeout') OR coalesce(a.error_code, '') IN ${OURS} THEN -1
    ELSE width_bucket(a.duration_ms, ARRAY[${LATENCY_BOUNDS.join()}]) END`

/** Stores a tally of the attempts of deliveries `d` and attempts `a` of which `where` is true. */
export const tallyOfRows = (where: string): string => `
  INSERT INTO attempt_tally (entries)
  SELECT json_agg(json_build_array(id, quarter, result, latency, count)) FROM (
    SELECT d.integration_id AS id, floor(extract(epoch FROM a.started_at) / 900)::int AS quarter, ${RESULT} AS result,
      ${LATENCY} AS latency, count(*)::int AS count
    FROM delivery d JOIN attempt a ON a.delivery_id = d.id
    WHERE ${where} AND NOT d.test AND d.integration_id IS NOT NULL GROUP BY 1, 2, 3, 4
  ) g HAVING count(*) > 0`

const OF_DELIVERIES = tallyOfRows('d.id = ANY($1)')

/**
 * Counts all attempts of deliveries that were written otherwise than by recordAttempts, in the transaction that wrote
 * them with `tallied` set.
 */
export async function tallyDeliveries(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(OF_DELIVERIES, [ids])
}
