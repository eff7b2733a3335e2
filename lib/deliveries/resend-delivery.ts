import type { DeliveryStatus } from '@/lib/contracts/delivery'
import { inTransaction, pool, type Queryable } from '@/lib/db'
import { DELIVERY_RETRY, type Dispatch } from '@/lib/dispatch'
import { DomainError, notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { countCancelled } from '@/lib/metrics/count-attempt'
import { maskUrl } from '@/lib/security/mask-url'
import { notificationOf, type StoredEvent } from './render-attempt'
import { renderDelivery, templateOf } from './render-delivery'
import { maxAttempts } from './retry-policy'

interface ResendRow {
  id: string
  status: DeliveryStatus
  test: boolean
  attempt_count: number
  event_id: string | null
  event_type: string
  integration_id: string | null
  has_body: boolean
}

export interface Resent {
  id: string // of the delivery that goes out: a new one when it was rendered anew
  status: 'pending'
}

const FIND = `
  SELECT d.id, d.status, d.test, d.attempt_count, d.event_id, d.event_type, d.integration_id,
    EXISTS (SELECT 1 FROM delivery_body b WHERE b.delivery_id = d.id) AS has_body
  FROM delivery d WHERE d.id = $1 AND d.workspace_id = $2 FOR UPDATE`

// Locked: of two renders at once each gets a copy number of its own.
const EVENT = 'SELECT id, number, type, description, occurred_at, context FROM event WHERE id = $1 FOR UPDATE'

const conflict = (message: string) => new DomainError('conflict', message)

const find = async (tx: Queryable, workspaceId: string, id: string): Promise<{ row: ResendRow; target: Target }> => {
  const { rows: [row] } = await tx.query<ResendRow>(FIND, [id, workspaceId])
  if (!row) throw notFound('delivery')
  if (row.test) throw conflict('A test is not sent again from here: send another test message')
  const target = (await loadTargetsById(tx, [row.integration_id ?? ''])).get(row.integration_id ?? '')
  if (!target) throw conflict('The integration was deleted')
  if (!target.enabled) throw conflict('The integration is switched off: enable it first')
  return { row, target }
}

const send = (tx: Queryable, dispatch: Dispatch, deliveryId: string, attempt: number) =>
  dispatch(tx, [{ name: DELIVERY_RETRY, id: newId('req'), data: { deliveryId, attempt } }])

// The former state waits in the row: it comes back when this attempt fails.
const resendOriginal = async (tx: Queryable, dispatch: Dispatch, row: ResendRow): Promise<Resent> => {
  if (row.status === 'sending') throw conflict('An attempt is under way: wait for its answer')
  if (row.status === 'pending') throw conflict('It is queued already')
  if (!row.has_body) throw conflict('There is no body to send again: render it anew')
  await tx.query(`UPDATE delivery SET status = 'pending', resume_status = $2 WHERE id = $1`, [row.id, row.status])
  await send(tx, dispatch, row.id, row.attempt_count)
  return { id: row.id, status: 'pending' }
}

const INSERT = `
  INSERT INTO delivery (id, workspace_id, event_id, integration_id, copy, event_type, status, max_attempts, url, created_at)
  SELECT $1, $2, $3, $4, coalesce(max(copy), 0) + 1, $5, 'pending', $6, $7, now()
  FROM delivery WHERE event_id = $3 AND integration_id = $4`

const resendRendered = async (
  tx: Queryable, dispatch: Dispatch, workspaceId: string, row: ResendRow, target: Target, now: number,
): Promise<Resent> => {
  const { rows: [event] } = await tx.query<StoredEvent>(EVENT, [row.event_id])
  if (!event) throw conflict('The event is no longer retained, so there is nothing to render')
  const id = newId('dlv', now)
  const template = templateOf(row.event_type, target.triggers.get(row.event_type)?.template)
  const rendered = renderDelivery(target, notificationOf(event), template, { id, createdAt: now })
  if (!rendered.ok) throw conflict(`The template does not give a valid body. ${rendered.message}`)
  await tx.query(INSERT, [
    id, workspaceId, event.id, target.id, row.event_type, maxAttempts(target.retryPolicy), target.redact(maskUrl(target.url)),
  ])
  await tx.query('INSERT INTO delivery_body (delivery_id, body, content_type, template) VALUES ($1, $2, $3, $4)', [
    id, rendered.body, rendered.contentType, rendered.template,
  ])
  await send(tx, dispatch, id, 0)
  return { id, status: 'pending' }
}

/**
 * Sends a delivery once more by hand. `original`: one more attempt with the same bytes; success wins, a failure restores
 * the former state and the rest of its schedule. `render`: a new delivery from the event and the template of now.
 * 409 while an attempt is under way, and for an integration that is off.
 */
export async function resendDelivery(
  dispatch: Dispatch, workspaceId: string, id: string, body: 'original' | 'render',
  options: { recordAnswer?: RecordAnswer | undefined; now: number },
): Promise<Resent> {
  return inTransaction(async (tx) => {
    const { row, target } = await find(tx, workspaceId, id)
    const resent = body === 'original'
      ? await resendOriginal(tx, dispatch, row)
      : await resendRendered(tx, dispatch, workspaceId, row, target, options.now)
    await options.recordAnswer?.(tx, { status: 202, body: resent })
    return resent
  })
}

const CANCEL = `
  UPDATE delivery SET
    status = CASE WHEN resume_status IN ('succeeded', 'failed', 'cancelled') THEN resume_status ELSE 'cancelled'::delivery_status END,
    resume_status = NULL, next_attempt_at = NULL, finished_at = coalesce(finished_at, now())
  WHERE id = $1 AND workspace_id = $2 AND status IN ('pending', 'retrying') RETURNING id`

/** Cancels what waits. 409 when it is under way or over. */
export async function cancelDelivery(workspaceId: string, id: string): Promise<void> {
  const { rowCount } = await pool().query(CANCEL, [id, workspaceId])
  if (rowCount) return countCancelled(1)
  const { rows: [row] } = await pool().query<{ status: string }>(
    'SELECT status FROM delivery WHERE id = $1 AND workspace_id = $2', [id, workspaceId],
  )
  if (!row) throw notFound('delivery')
  throw conflict(row.status === 'sending' ? 'An attempt is under way: wait for its answer' : `It is ${row.status} already`)
}
