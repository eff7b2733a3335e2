import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { queueRuleMails } from './rule-mails'
import { executeMessage } from './store-executions'

/** A delivery of a step that is over: it succeeded, or it has failed for good. */
export interface EndedRequest {
  deliveryId: string
  ok: boolean
  url: string // masked
  error: string // of one that failed
}

interface AdvancedRow {
  id: string
  rule_id: string
  status: string
  position: number
  delivery_id: string
}

// Locked by id first, as others do who end several at once: they wait for each other, never in a circle. An execution
// that is over already, or at another step, is left as it is.
const ADVANCE = `
  WITH r AS (
    SELECT q.execution_id, q.position, q.delivery_id, e.ok
    FROM unnest($1::text[], $2::boolean[]) AS e(delivery_id, ok) JOIN rule_request q USING (delivery_id)
  ), mine AS (
    SELECT x.id, r.delivery_id, r.ok, r.ok AND r.position + 1 < json_array_length(x.steps) AS is_more
    FROM rule_execution x JOIN r ON r.execution_id = x.id AND r.position = x.position
    WHERE x.status = 'running' AND NOT x.test ORDER BY x.id FOR UPDATE OF x
  )
  UPDATE rule_execution x SET
    status = (CASE WHEN mine.is_more THEN 'running' WHEN mine.ok THEN 'succeeded' ELSE 'failed' END)::execution_status,
    position = x.position + mine.is_more::int,
    finished_at = CASE WHEN NOT mine.is_more THEN now() END
  FROM mine WHERE x.id = mine.id
  RETURNING x.id, x.rule_id, x.status, x.position, mine.delivery_id`

/**
 * Moves executions on, in the transaction that ends the deliveries of their steps: after a success the next step is
 * ordered, or the chain is through; after a failure the rest is not run, and the rule's owner gets a mail.
 */
export async function advanceExecutions(tx: Queryable, dispatch: Dispatch, ended: readonly EndedRequest[]): Promise<void> {
  if (ended.length === 0) return
  const { rows } = await tx.query<AdvancedRow>(ADVANCE, [ended.map(({ deliveryId }) => deliveryId), ended.map(({ ok }) => ok)])
  const next = rows.filter(({ status }) => status === 'running')
  if (next.length > 0) await dispatch(tx, next.map(({ id, position }) => executeMessage(id, position)))
  const failed = rows.filter(({ status }) => status === 'failed')
  await queueRuleMails(tx, dispatch, failed.flatMap((row) => {
    const one = ended.find(({ deliveryId }) => deliveryId === row.delivery_id)
    return one ? [{ executionId: row.id, ruleId: row.rule_id, url: one.url, error: one.error }] : []
  }))
}
