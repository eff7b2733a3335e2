import type { Queryable } from '@/lib/db'

/** Ends what a rule that is switched off or deleted has under way: no further step is made. What is in flight finishes. */
export async function endExecutions(tx: Queryable, ruleId: string): Promise<void> {
  await tx.query(
    `UPDATE rule_execution SET status = 'cancelled', finished_at = now() WHERE rule_id = $1 AND status = 'running' AND NOT test`, [ruleId])
}

const CANCELLED = `
  UPDATE rule_execution x SET status = 'cancelled', finished_at = now() FROM rule_request q JOIN delivery d ON d.id = q.delivery_id
  WHERE x.status = 'running' AND q.execution_id = x.id AND q.position = x.position AND d.status = 'cancelled'
    AND ($1::text IS NULL OR x.rule_id = $1)`

/** Ends executions whose delivery was cancelled: by a person, or because its step was removed. Of one rule, or of all. */
export async function endCancelled(db: Queryable, ruleId: string | null = null): Promise<number> {
  const { rowCount } = await db.query(CANCELLED, [ruleId])
  return rowCount ?? 0
}
