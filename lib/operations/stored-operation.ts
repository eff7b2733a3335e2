import * as z from 'zod'
import { deliveryFilter } from '@/lib/contracts/delivery'
import { operationBody, operationKind, operationStatus, type OperationView } from '@/lib/contracts/operation'
import type { Queryable } from '@/lib/db'

/**
 * How far an operation has come: for each integration that is not through, the id after which it goes on. `turn` counts
 * the steps, so that a message of a step that was done already is known as such; `held` those in a row that had no room.
 */
export const progress = z.object({
  turn: z.number().int(), held: z.number().int(), after: z.record(z.string(), z.string()),
})
export type Progress = z.infer<typeof progress>

/** A row of `operation`. */
export interface OperationRow {
  id: string
  workspace_id: string
  kind: string
  filter: string
  body: string
  status: string
  total: number
  sent: number
  failed: number
  cursor: string | null
  up_to: string
  error: string | null
  created_at: Date
  finished_at: Date | null
}

export const OPERATION_COLUMNS = `
  id, workspace_id, kind, filter, body, status, total, sent, failed, cursor, up_to, error, created_at, finished_at`

/** An operation as the API shows it. */
export const viewOperation = (row: OperationRow): OperationView => ({
  id: row.id,
  kind: operationKind.parse(row.kind),
  status: operationStatus.parse(row.status),
  body: operationBody.parse(row.body),
  filter: deliveryFilter.parse(JSON.parse(row.filter)),
  total: row.total,
  sent: row.sent,
  failed: row.failed,
  error: row.error,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
})

/** The database's clock, in milliseconds: one for all processes, so that what an operation makes comes after its `up_to`. */
export async function readClock(tx: Queryable): Promise<number> {
  const { rows: [row] } = await tx.query<{ ms: number }>('SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms')
  return row?.ms ?? 0
}
