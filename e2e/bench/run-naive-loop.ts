import { findEventType } from '@/lib/catalogue/find-event-type'
import type pg from 'pg'
import { Pool } from 'undici'
import { inTransaction, pool } from '@/lib/db'
import { prepareRequest } from '@/lib/deliveries/prepare-request'
import { contentTypeOf } from '@/lib/deliveries/content-type'
import type { StoredEvent } from '@/lib/deliveries/render-attempt'
import { newId } from '@/lib/ids'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { parseJson } from '@/lib/json/parse-json'
import { renderTemplate } from '@/lib/templates/render-template'
import { buildTemplateScope } from '@/lib/templates/template-scope'

// What the product is compared with: how one would write it first. Each step is a transaction of its own, each event is
// taken alone. It writes the same rows, renders the same template, signs the same way and sends to the same receiver.

const LOOPS = 8
const LEASE = '45 seconds'

const CREATE_QUEUE = `
  DROP TABLE IF EXISTS naive_queue;
  CREATE TABLE naive_queue (event_id text PRIMARY KEY, taken boolean NOT NULL DEFAULT false);
  INSERT INTO naive_queue (event_id) SELECT id FROM event;
  CREATE INDEX ON naive_queue (event_id) WHERE NOT taken`

const TAKE = `
  UPDATE naive_queue SET taken = true
  WHERE event_id = (SELECT event_id FROM naive_queue WHERE NOT taken ORDER BY event_id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING event_id`

const EVENT = 'SELECT id, number, type, description, occurred_at, context FROM event WHERE id = $1'

const takeEvent = async (): Promise<StoredEvent | undefined> => {
  const taken = await inTransaction((tx) => tx.query<{ event_id: string }>(TAKE))
  const id = taken.rows[0]?.event_id
  if (id === undefined) return undefined
  const { rows: [event] } = await pool().query<StoredEvent>(EVENT, [id])
  return event
}

const storeDelivery = (workspaceId: string, event: StoredEvent, target: Target, id: string, body: Buffer, contentType: string) =>
  inTransaction(async (tx) => {
    await tx.query(
      `INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, max_attempts, url)
       VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7)`,
      [id, workspaceId, event.id, target.id, event.type, target.retryPolicy.delaysSeconds.length + 1, target.url],
    )
    await tx.query('INSERT INTO delivery_body (delivery_id, body, content_type) VALUES ($1, $2, $3)', [id, body, contentType])
  })

const markSending = (id: string) => inTransaction((tx) => tx.query(
  `UPDATE delivery SET status = 'sending', attempt_count = attempt_count + 1, started_at = now(), worker = 'naive',
     lease_until = now() + interval '${LEASE}' WHERE id = $1 AND status = 'pending'`, [id],
))

interface Answer { status: number; headers: object; body: Buffer; startedAt: number; durationMs: number }

const recordAttempt = (tx: pg.PoolClient, id: string, url: string, requestHeaders: object, answer: Answer) => tx.query(
  `INSERT INTO attempt (delivery_id, number, id, trigger, started_at, duration_ms, url, request_headers, status_code,
     response_headers, response_body, worker)
   VALUES ($1, 1, $2, 'automatic', to_timestamp($3 / 1000.0), $4, $5, $6, $7, $8, $9, 'naive')`,
  [id, newId('att'), answer.startedAt, answer.durationMs, url, JSON.stringify(requestHeaders), answer.status,
    JSON.stringify(answer.headers), answer.body],
)

const finish = (id: string, url: string, requestHeaders: object, answer: Answer) => inTransaction(async (tx) => {
  await recordAttempt(tx, id, url, requestHeaders, answer)
  await tx.query(
    `UPDATE delivery SET status = 'succeeded', scheduled_count = 1, lease_until = NULL, started_at = NULL, worker = NULL,
       status_code = $2, finished_at = now() WHERE id = $1 AND status = 'sending'`, [id, answer.status],
  )
})

const send = async (connections: Pool, path: string, headers: Record<string, string>, body: Buffer): Promise<Answer> => {
  const startedAt = Date.now()
  const response = await connections.request({ method: 'POST', path, headers, body })
  const received = Buffer.from(await response.body.arrayBuffer())
  return { status: response.statusCode, headers: response.headers, body: received, startedAt, durationMs: Date.now() - startedAt }
}

const deliver = async (workspaceId: string, target: Target, event: StoredEvent, connections: Pool): Promise<void> => {
  const id = newId('dlv')
  const notification = { id: event.number, type: event.type, description: event.description, occurredAt: event.occurred_at, context: parseJson(event.context) }
  const contentType = contentTypeOf(target.headers)
  const rendered = renderTemplate({
    template: findEventType(event.type)?.defaultTemplate ?? '',
    contentType,
    scope: buildTemplateScope({
      notification, workspace: target.workspace, integration: { id: target.id, name: target.name },
      delivery: { id, attempt: 1, createdAt: new Date().toISOString() },
    }),
  })
  if (!rendered.ok) throw new Error('The template could not be rendered')
  const body = Buffer.from(rendered.output)
  await storeDelivery(workspaceId, event, target, id, body, contentType)
  await markSending(id)
  const { url, headers, recorded } = prepareRequest(target, id, body, Date.now())
  const answer = await send(connections, new URL(url).pathname, Object.fromEntries(headers), body)
  await finish(id, recorded.url, recorded.headers, answer)
}

/** Delivers all stored events of a workspace with one integration, step by step. */
export async function runNaiveLoop(workspaceId: string): Promise<void> {
  await pool().query(CREATE_QUEUE)
  const { rows } = await pool().query<{ id: string }>('SELECT id FROM integration WHERE workspace_id = $1 LIMIT 1', [workspaceId])
  const [target] = (await loadTargetsById(pool(), rows.map(({ id }) => id))).values()
  if (!target) throw new Error('The naive loop has no integration to deliver to')
  const connections = new Pool(new URL(target.url).origin, { connections: LOOPS })
  await Promise.all(Array.from({ length: LOOPS }, async () => {
    for (let event = await takeEvent(); event; event = await takeEvent()) await deliver(workspaceId, target, event, connections)
  }))
  await connections.close()
  await pool().query('DROP TABLE naive_queue')
}
