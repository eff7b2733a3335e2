import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Resent } from '@/lib/contracts/delivery'
import { inTransaction, pool, type Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { DomainError, notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { loadTargetsById } from '@/lib/integrations/load-targets'
import { countCancelled } from '@/lib/metrics/count-attempt'
import { endCancelled } from '@/lib/rules/end-executions'
import { judgeResend, RESEND_COLUMNS, type Resendable, type ResendRow } from './judge-resend'
import { resendOriginals, resendRendered } from './resend-rows'

const FIND = `SELECT ${RESEND_COLUMNS} FROM delivery d WHERE d.id = $1 AND d.workspace_id = $2 FOR UPDATE`

const deliveryTarget = (id: string, eventType: string, to: string | null) =>
  ({ kind: 'delivery', id, label: to === null ? eventType : `${eventType} to ${to}` }) as const

const conflict = (message: string) => new DomainError('conflict', message)

const find = async (tx: Queryable, workspaceId: string, id: string, body: 'original' | 'render'): Promise<Resendable> => {
  const { rows: [row] } = await tx.query<ResendRow>(FIND, [id, workspaceId])
  if (!row) throw notFound('delivery')
  const target = (await loadTargetsById(tx, [row.integration_id ?? ''])).get(row.integration_id ?? '')
  const verdict = judgeResend(row, target, body)
  if (!verdict.ok) throw conflict(verdict.reason)
  return verdict.one
}

const send = async (tx: Queryable, dispatch: Dispatch, one: Resendable, body: 'original' | 'render', now: number): Promise<Resent> => {
  if (body === 'original') {
    await resendOriginals(tx, dispatch, [one])
    return { id: one.row.id, status: 'pending' }
  }
  const made = (await resendRendered(tx, dispatch, [one], now)).get(one.row.id)
  if (!made?.ok) throw conflict(made?.message ?? 'Nothing was rendered')
  return { id: made.id, status: 'pending' }
}

/**
 * Sends a delivery once more by hand. `original`: one more attempt with the same bytes; success wins, a failure restores
 * the former state and the rest of its schedule. `render`: a new delivery from the event and the template of now.
 * 409 while an attempt is under way, and for an integration that is off.
 */
export async function resendDelivery(
  dispatch: Dispatch, acting: Acting, id: string, body: 'original' | 'render',
  options: { recordAnswer?: RecordAnswer | undefined; now: number },
): Promise<Resent> {
  return inTransaction(async (tx) => {
    const one = await find(tx, acting.workspaceId, id, body)
    const resent = await send(tx, dispatch, one, body, options.now)
    await recordAudit(tx, acting, { action: 'delivery.resent', target: deliveryTarget(id, one.row.event_type, one.target.name) })
    await options.recordAnswer?.(tx, { status: 202, body: resent })
    return resent
  })
}

const CANCEL = `
  UPDATE delivery SET
    status = CASE WHEN resume_status IN ('succeeded', 'failed', 'cancelled') THEN resume_status ELSE 'cancelled'::delivery_status END,
    resume_status = NULL, next_attempt_at = NULL, finished_at = coalesce(finished_at, now())
  WHERE id = $1 AND workspace_id = $2 AND status IN ('pending', 'retrying')
  RETURNING event_type, (SELECT i.name FROM integration i WHERE i.id = integration_id) AS name`

/** Cancels what waits. 409 when it is under way or over. */
export async function cancelDelivery(acting: Acting, id: string): Promise<void> {
  const { workspaceId } = acting
  const isCancelled = await inTransaction(async (tx) => {
    const { rows: [row] } = await tx.query<{ event_type: string; name: string | null }>(CANCEL, [id, workspaceId])
    if (row) await endCancelled(tx, { deliveryId: id })
    if (row) await recordAudit(tx, acting, { action: 'delivery.cancelled', target: deliveryTarget(id, row.event_type, row.name) })
    return row !== undefined
  })
  if (isCancelled) return countCancelled(1)
  const { rows: [row] } = await pool().query<{ status: string }>(
    'SELECT status FROM delivery WHERE id = $1 AND workspace_id = $2', [id, workspaceId],
  )
  if (!row) throw notFound('delivery')
  throw conflict(row.status === 'sending' ? 'An attempt is under way: wait for its answer' : `It is ${row.status} already`)
}
