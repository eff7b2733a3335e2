import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { OperationView } from '@/lib/contracts/operation'
import type { Page, PageQuery } from '@/lib/contracts/paging'
import { inTransaction, pool } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { readCursor, toPage } from '@/lib/http/cursor'
import { isId } from '@/lib/ids'
import { describeTotal } from './start-operation'
import { OPERATION_COLUMNS, viewOperation, type OperationRow } from './stored-operation'

/** A workspace's operations, newest first. */
export async function listOperations(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<OperationView>> {
  const after = readCursor(cursor, (id) => isId('blk', id))
  const { rows } = await pool().query<OperationRow>(
    `SELECT ${OPERATION_COLUMNS} FROM operation WHERE workspace_id = $1 AND ($2::text IS NULL OR id < $2)
     ORDER BY id DESC LIMIT $3`,
    [workspaceId, after ?? null, limit + 1],
  )
  return toPage(rows.map(viewOperation), limit)
}

/** One operation with its progress; 404 for none or another workspace's. */
export async function readOperation(workspaceId: string, id: string): Promise<OperationView> {
  const { rows: [row] } = await pool().query<OperationRow>(
    `SELECT ${OPERATION_COLUMNS} FROM operation WHERE id = $1 AND workspace_id = $2`, [id, workspaceId],
  )
  if (!row) throw notFound('operation')
  return viewOperation(row)
}

const CANCEL = `
  UPDATE operation SET status = 'cancelled', finished_at = now() WHERE id = $1 AND workspace_id = $2 AND status = 'running'
  RETURNING kind, total`

/** Ends an operation after the step that is under way; what was handed over stays. One that is over stays as it is. */
export async function cancelOperation(acting: Acting, id: string): Promise<void> {
  const isCancelled = await inTransaction(async (tx) => {
    const { rows: [row] } = await tx.query<{ kind: string; total: number }>(CANCEL, [id, acting.workspaceId])
    if (!row) return false
    const action = row.kind === 'replay_skipped' ? 'replay.cancelled' : 'bulk_resend.cancelled'
    await recordAudit(tx, acting, { action, target: { kind: 'operation', id, label: describeTotal(row.total) } })
    return true
  })
  if (!isCancelled) await readOperation(acting.workspaceId, id)
}
