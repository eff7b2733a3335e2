import type pg from 'pg'
import { inTransaction } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { advanceExecutions } from './advance-executions'
import { endCancelled } from './end-executions'
import { executeMessage } from './store-executions'

const AT_ONCE = 1000
const PATIENCE = `interval '2 minutes'`

// Its step was ordered long ago, and nobody has made it: the message is lost, or its run was given up.
const FORGOTTEN = `
  SELECT x.id, x.position FROM rule_execution x
  LEFT JOIN rule_request b ON b.execution_id = x.id AND b.position = x.position - 1 LEFT JOIN delivery d ON d.id = b.delivery_id
  WHERE x.status = 'running' AND NOT x.test AND coalesce(d.finished_at, x.created_at) < now() - ${PATIENCE}
    AND NOT EXISTS (SELECT 1 FROM rule_request q WHERE q.execution_id = x.id AND q.position = x.position)
  ORDER BY x.id LIMIT ${AT_ONCE}`

const OVER = `
  SELECT d.id, d.status, d.url, coalesce(d.status_code::text, d.error_code, '') AS error FROM rule_execution x
  JOIN rule_request q ON q.execution_id = x.id AND q.position = x.position JOIN delivery d ON d.id = q.delivery_id
  WHERE x.status = 'running' AND NOT x.test AND d.status IN ('succeeded', 'failed') AND d.finished_at < now() - ${PATIENCE}
  ORDER BY x.id LIMIT ${AT_ONCE}`

// The process that ran it has died: nobody waits for the answer of a trial any more.
const TRIALS = `
  UPDATE rule_execution SET status = 'cancelled', finished_at = now()
  WHERE status = 'running' AND test AND created_at < now() - interval '15 minutes'`

/** The net under executions of rules. Finds nothing while all goes well. */
export async function sweepExecutions({ pool, dispatch }: { pool: pg.Pool; dispatch: Dispatch }): Promise<number> {
  const cancelled = await endCancelled(pool)
  await pool.query(TRIALS)
  const { rows: over } = await pool.query<{ id: string; status: string; url: string; error: string }>(OVER)
  const { rows: forgotten } = await pool.query<{ id: string; position: number }>(FORGOTTEN)
  if (over.length + forgotten.length > 0) {
    await inTransaction(async (tx) => {
      await advanceExecutions(tx, dispatch, over.map(({ id, status, url, error }) => ({ deliveryId: id, ok: status === 'succeeded', url, error })))
      // At most one message of a sweep waits for each: the id is that of its minute.
      const why = `.sweep.${Math.floor(Date.now() / 60_000)}`
      if (forgotten.length > 0) await dispatch(tx, forgotten.map(({ id, position }) => executeMessage(id, position, why)))
    }, pool)
  }
  return cancelled + over.length + forgotten.length
}
