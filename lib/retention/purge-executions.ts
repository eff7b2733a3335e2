import { inTransaction } from '@/lib/db'
import type { PurgeBatch } from './purge'

const OLD = `
  SELECT id FROM rule_execution WHERE id > $1 AND id < $2 AND status <> 'running' AND ($4::text IS NULL OR workspace_id = $4)
  ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`

/** Removes executions of rules that are over; their deliveries have their own turn. */
export const purgeExecutions: PurgeBatch = (pool, { after, before, limit, workspaceId }) =>
  inTransaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(OLD, [after, before, limit, workspaceId ?? null])
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return { after, found: 0, removed: {} }
    await tx.query('DELETE FROM rule_request WHERE execution_id = ANY($1)', [ids])
    await tx.query('DELETE FROM rule_execution WHERE id = ANY($1)', [ids])
    return { after: ids.at(-1) ?? after, found: ids.length, removed: { execution: ids.length } }
  }, pool)
