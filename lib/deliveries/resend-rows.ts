import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import { PATIENCE_MS } from '@/lib/renderers/renderers'
import { maskUrl } from '@/lib/security/mask-url'
import { announceWaiting } from './announce-waiting'
import type { Resendable } from './judge-resend'
import { notificationText, type StoredEvent } from './render-attempt'
import { renderDelivery, type RenderedDelivery } from './render-delivery'
import { maxAttempts } from './retry-policy'

// The former state waits in the row: it comes back when this attempt fails.
const ORIGINALS = `
  UPDATE delivery d SET status = 'pending', resume_status = d.status FROM unnest($1::text[]) AS r(id) WHERE d.id = r.id`

/** One more attempt of each, with the same bytes. The rows are locked by the caller and were judged. */
export async function resendOriginals(tx: Queryable, dispatch: Dispatch, wanted: readonly Resendable[]): Promise<void> {
  if (wanted.length === 0) return
  await tx.query(ORIGINALS, [wanted.map(({ row }) => row.id)])
  await announceWaiting(tx, dispatch, wanted.map(({ row, target }) => ({
    id: row.id, integrationId: target.id, attempt: row.attempt_count,
  })))
}

// Locked: of two renders at once each gets a copy number of its own.
const EVENTS = `
  SELECT id, number, type, description, occurred_at, context FROM event WHERE id = ANY($1) ORDER BY id FOR UPDATE`

const INSERT = `
  WITH r AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::bytea[],
      $9::text[], $10::text[], $11::text[])
    AS r(id, workspace_id, event_id, integration_id, event_type, max_attempts, url, body, content_type, template, scope)
  ), bodies AS (
    INSERT INTO delivery_body (delivery_id, body, content_type, template, scope) SELECT id, body, content_type, template, scope::json FROM r
  )
  INSERT INTO delivery (id, workspace_id, event_id, integration_id, copy, event_type, status, max_attempts, url, created_at)
  SELECT id, workspace_id, event_id, integration_id,
    (SELECT coalesce(max(d.copy), 0) + 1 FROM delivery d WHERE d.event_id = r.event_id AND d.integration_id = r.integration_id),
    event_type, 'pending', max_attempts, url, now()
  FROM r`

const AT_ONCE = 20 // then the time is looked at

/** What came of rendering a delivery anew. */
export type Anew = { ok: true; id: string } | { ok: false; message: string }
interface Rendered extends Resendable {
  id: string
  body: Extract<RenderedDelivery, { ok: true }>
}

const render = async (one: Resendable, event: StoredEvent | undefined, now: number): Promise<Rendered | { message: string }> => {
  const { row, target } = one
  if (!event) return { message: 'The event is no longer retained, so there is nothing to render' }
  const id = newId('dlv', now)
  // The transaction stays open meanwhile, and must not for long.
  const options = { patienceMs: PATIENCE_MS, scope: row.scope }
  const body = await renderDelivery(target, notificationText(event), row.event_type, { id, createdAt: now }, options)
  return body.ok ? { ...one, id, body } : { message: `The template does not give a valid body. ${body.message}` }
}

const insert = async (tx: Queryable, rendered: readonly Rendered[]): Promise<void> => {
  if (rendered.length === 0) return
  const column = <T>(pick: (one: Rendered) => T) => rendered.map(pick)
  await tx.query(INSERT, [
    column(({ id }) => id), column(({ target }) => target.workspace.id), column(({ row }) => row.event_id),
    column(({ target }) => target.id), column(({ row }) => row.event_type),
    column(({ target }) => maxAttempts(target.retryPolicy)), column(({ target }) => target.redact(maskUrl(target.url))),
    column(({ body }) => body.body), column(({ body }) => body.contentType), column(({ body }) => body.template),
    column(({ row }) => row.scope),
  ])
}

/**
 * A new delivery for each, from the event and the template of now; of one event and integration at most one. Gives what
 * came of each by the former delivery's id; what `inTime` no longer allows is missing.
 */
export async function resendRendered(
  tx: Queryable, dispatch: Dispatch, wanted: readonly Resendable[], now: number, inTime: () => boolean = () => true,
): Promise<Map<string, Anew>> {
  const results = new Map<string, Anew>()
  if (wanted.length === 0) return results
  const { rows } = await tx.query<StoredEvent>(EVENTS, [[...new Set(wanted.map(({ row }) => row.event_id))]])
  const events = new Map(rows.map((event) => [event.id, event]))
  const rendered: Rendered[] = []
  for (let i = 0; i < wanted.length && (i === 0 || inTime()); i += AT_ONCE) {
    const some = wanted.slice(i, i + AT_ONCE)
    const made = await Promise.all(some.map((one) => render(one, events.get(one.row.event_id ?? ''), now)))
    for (const [index, one] of some.entries()) {
      const result = made[index]
      if (!result) continue
      if ('id' in result) rendered.push(result)
      results.set(one.row.id, 'id' in result ? { ok: true, id: result.id } : { ok: false, message: result.message })
    }
  }
  await insert(tx, rendered)
  await announceWaiting(tx, dispatch, rendered.map(({ id, target }) => ({ id, integrationId: target.id, attempt: 0 })))
  return results
}
