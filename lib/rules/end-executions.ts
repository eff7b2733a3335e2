import type { Queryable } from '@/lib/db'

// Locked by id, as all do who end several at once: they wait for each other, never in a circle.
const END = `
  UPDATE rule_execution SET status = 'cancelled', finished_at = now() WHERE id IN (
    SELECT id FROM rule_execution WHERE rule_id = $1 AND status = 'running' AND NOT test ORDER BY id FOR UPDATE)`

/** Ends what a rule that is switched off or deleted has under way: no further step is made. What is in flight finishes. */
export async function endExecutions(tx: Queryable, ruleId: string): Promise<void> {
  await tx.query(END, [ruleId])
}

const CANCELLED = `
  UPDATE rule_execution SET status = 'cancelled', finished_at = now() WHERE status = 'running' AND id IN (
    SELECT x.id FROM rule_execution x JOIN rule_request q ON q.execution_id = x.id AND q.position = x.position
    JOIN delivery d ON d.id = q.delivery_id
    WHERE x.status = 'running' AND d.status = 'cancelled' AND ($1::text IS NULL OR x.rule_id = $1) AND ($2::text IS NULL OR d.id = $2)
    ORDER BY x.id FOR UPDATE OF x)`

/** Ends executions whose delivery was cancelled: by a person, or because its step was removed. Returns how many. */
export async function endCancelled(db: Queryable, of: { ruleId?: string; deliveryId?: string } = {}): Promise<number> {
  const { rowCount } = await db.query(CANCELLED, [of.ruleId ?? null, of.deliveryId ?? null])
  return rowCount ?? 0
}
