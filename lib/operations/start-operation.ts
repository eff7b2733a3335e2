import type { DeliveryFilter } from '@/lib/contracts/delivery'
import type { OperationBody, OperationView } from '@/lib/contracts/operation'
import type { Queryable } from '@/lib/db'
import { OPERATION_RUN, type Dispatch } from '@/lib/dispatch'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { OPERATION_COLUMNS, viewOperation, type OperationRow, type Progress } from './stored-operation'

/** An operation that is to begin. */
export interface NewOperation {
  workspaceId: string
  kind: 'bulk_resend' | 'replay_skipped'
  integrationId: string | null
  filter: DeliveryFilter
  body: OperationBody
  total: number
  /** The integrations to go through, each with the id after which to begin. */
  after: Progress['after']
  upTo: string
  createdBy: string
}

const INSERT = `
  INSERT INTO operation (id, workspace_id, kind, integration_id, filter, body, total, cursor, up_to, created_by, status, finished_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN $11 = 'done'::operation_status THEN now() END)
  RETURNING ${OPERATION_COLUMNS}`

/** The message that does an operation's next step, at `ts` or at once. */
export const operationRun = (operationId: string, turn: number, ts?: number) => ({
  name: OPERATION_RUN, id: `${operationId}.${turn}`, data: { operationId, turn }, ...(ts !== undefined && { ts }),
})

/** Stores an operation together with its first message and the answer of the request. With nothing to do it is done. */
export async function startOperation(
  tx: Queryable, dispatch: Dispatch, operation: NewOperation, recordAnswer: RecordAnswer | undefined,
): Promise<OperationView> {
  const nothing = Object.keys(operation.after).length === 0
  const cursor: Progress = { turn: 0, held: 0, after: operation.after }
  const { rows: [row] } = await tx.query<OperationRow>(INSERT, [
    newId('blk'), operation.workspaceId, operation.kind, operation.integrationId, JSON.stringify(operation.filter), operation.body,
    operation.total, JSON.stringify(cursor), operation.upTo, operation.createdBy, nothing ? 'done' : 'running',
  ])
  if (!row) throw new Error('The operation was not stored')
  if (!nothing) await dispatch(tx, [operationRun(row.id, 0)])
  const view = viewOperation(row)
  await recordAnswer?.(tx, { status: 202, body: view })
  return view
}
