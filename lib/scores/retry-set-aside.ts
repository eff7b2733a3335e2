import type { Queryable } from '@/lib/db'

const RETRY = `
  WITH b AS (
    UPDATE score_batch SET set_aside_at = NULL, tries = 0, created_at = now() - interval '1 hour' WHERE set_aside_at IS NOT NULL RETURNING id
  ), o AS (UPDATE observation SET outcome = 'pending' WHERE batch_id IN (SELECT id FROM b) AND outcome = 'set_aside' RETURNING 1)
  SELECT (SELECT count(*) FROM b)::int AS batches, (SELECT count(*) FROM o)::int AS observations`

/**
 * Gives scores that were set aside another try: the sweep takes them up within a minute. Those of a scorecard that has
 * a newer score by then are `late`.
 */
export async function retrySetAside(db: Queryable): Promise<{ batches: number; observations: number }> {
  const { rows: [row] } = await db.query<{ batches: number; observations: number }>(RETRY)
  return row ?? { batches: 0, observations: 0 }
}
