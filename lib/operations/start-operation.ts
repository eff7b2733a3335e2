import type { Acting } from '@/lib/audit/acting'
import { recordAudit, type Deed } from '@/lib/audit/record-audit'
import type { DeliveryFilter } from '@/lib/contracts/delivery'
import type { OperationBody, OperationView } from '@/lib/contracts/operation'
import type { Queryable } from '@/lib/db'
import { OPERATION_RUN, type Dispatch } from '@/lib/dispatch'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { OPERATION_COLUMNS, viewOperation, type OperationRow, type Progress } from './stored-operation'

/** An operation that is to begin. */
export interface NewOperation {
  acting: Acting
  kind: 'bulk_resend' | 'replay_skipped'
  integration?: { id: string; name: string } // whose skipped events are replayed
  filter: DeliveryFilter
  body: OperationBody
  total: number
  /** The integrations to go through, each with the id after which to begin. */
  after: Progress['after']
  upTo: string
}

const INSERT = `
  INSERT INTO operation (id, workspace_id, kind, integration_id, filter, body, total, cursor, up_to, created_by, status, finished_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN $11 = 'done'::operation_status THEN now() END)
  RETURNING ${OPERATION_COLUMNS}`

/** The message that does an operation's next step, at `ts` or at once. */
export const operationRun = (operationId: string, turn: number, ts?: number) => ({
  name: OPERATION_RUN, id: `${operationId}.${turn}`, data: { operationId, turn }, ...(ts !== undefined && { ts }),
})

// Of what, for whom: a replay is told at its integration.
const describeStart = ({ kind, filter, total, integration }: NewOperation, id: string): Deed =>
  kind === 'replay_skipped' && integration
    ? { action: 'replay.started', target: { kind: 'integration', id: integration.id, label: integration.name } }
    : { action: 'bulk_resend.started', target: { kind: 'operation', id, label: describeTotal(total) }, fields: Object.keys(filter) }

/** How an operation is called in the audit log. */
export const describeTotal = (total: number): string => (total === 1 ? '1 delivery' : `${total} deliveries`)

/** Stores an operation together with its first message and the answer of the request. With nothing to do it is done. */
export async function startOperation(
  tx: Queryable, dispatch: Dispatch, operation: NewOperation, recordAnswer: RecordAnswer | undefined,
): Promise<OperationView> {
  const nothing = Object.keys(operation.after).length === 0
  const cursor: Progress = { turn: 0, held: 0, after: operation.after }
  const integrationId = operation.integration?.id ?? operation.filter.integrationId ?? null
  const { rows: [row] } = await tx.query<OperationRow>(INSERT, [
    newId('blk'), operation.acting.workspaceId, operation.kind, integrationId, JSON.stringify(operation.filter), operation.body,
    operation.total, JSON.stringify(cursor), operation.upTo, operation.acting.actor.id, nothing ? 'done' : 'running',
  ])
  if (!row) throw new Error('The operation was not stored')
  if (!nothing) await dispatch(tx, [operationRun(row.id, 0)])
  await recordAudit(tx, operation.acting, describeStart(operation, row.id))
  const view = viewOperation(row)
  await recordAnswer?.(tx, { status: 202, body: view })
  return view
}
