import type { Acting } from '@/lib/audit/acting'
import type { BulkEstimate, BulkResendInput, OperationView } from '@/lib/contracts/operation'
import { inTransaction, pool, type Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { firstIdAt } from '@/lib/ids'
import { chooseDeliveries } from './choose-deliveries'
import { startOperation } from './start-operation'
import { readClock } from './stored-operation'

interface CountRow {
  integration_id: string
  count: number
}

// Of integrations that are off or deleted nothing can leave, so it is not promised either.
const countByIntegration = async (tx: Queryable, workspaceId: string, input: BulkResendInput, upTo: string): Promise<CountRow[]> => {
  const where = chooseDeliveries(workspaceId, input.filter, input.body, upTo)
  const { rows } = await tx.query<CountRow>(
    `SELECT d.integration_id, count(*) AS count FROM delivery d
     JOIN integration i ON i.id = d.integration_id AND i.enabled AND i.deleted_at IS NULL
     WHERE ${where.text} GROUP BY 1`,
    where.values,
  )
  return rows
}

const sum = (rows: readonly CountRow[]) => rows.reduce((total, { count }) => total + count, 0)

/** How many deliveries a bulk resend would send now. */
export async function estimateBulkResend(workspaceId: string, input: BulkResendInput): Promise<BulkEstimate> {
  const upTo = firstIdAt('dlv', await readClock(pool()))
  return { count: sum(await countByIntegration(pool(), workspaceId, input, upTo)) }
}

/**
 * Begins to send all deliveries again that match a filter and are there now. The work is done by `run-operation`, in
 * paced steps.
 */
export async function startBulkResend(
  dispatch: Dispatch, acting: Acting, input: BulkResendInput, recordAnswer?: RecordAnswer,
): Promise<OperationView> {
  return inTransaction(async (tx) => {
    const upTo = firstIdAt('dlv', await readClock(tx))
    const counts = await countByIntegration(tx, acting.workspaceId, input, upTo)
    return startOperation(tx, dispatch, {
      acting,
      kind: 'bulk_resend',
      filter: input.filter,
      body: input.body,
      total: sum(counts),
      after: Object.fromEntries(counts.map((row) => [row.integration_id, ''])),
      upTo,
    }, recordAnswer)
  })
}
