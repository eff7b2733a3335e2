import * as z from 'zod'
import { errorCode, timings, type AttemptView, type DeliveryDetail } from '@/lib/contracts/delivery'
import { pool } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { parseJson } from '@/lib/json/parse-json'
import { DELIVERY_COLUMNS, DELIVERY_TABLES, viewDelivery, type DeliveryRow } from './list-deliveries'
import type { StoredEvent } from './render-attempt'

interface AttemptRow {
  id: string
  number: number
  trigger: AttemptView['trigger']
  started_at: Date
  duration_ms: number
  url: string
  request_headers: string
  request_body: Buffer | null
  status_code: number | null
  response_headers: string | null
  response_body: Buffer | null
  truncated: boolean
  error_code: string | null
  error_message: string | null
  timings: string | null
  worker: string | null
}

type DetailRow = DeliveryRow & { body: Buffer | null; content_type: string | null; execution_id: string | null; position: number | null }

const headerMap = z.record(z.string(), z.string())
const readHeaders = (text: string | null): Record<string, string> => (text === null ? {} : headerMap.parse(JSON.parse(text) ?? {}))

const viewResponse = (row: AttemptRow): AttemptView['response'] =>
  row.status_code === null ? null : {
    status: row.status_code,
    headers: readHeaders(row.response_headers),
    body: row.response_body?.toString() ?? '',
    truncated: row.truncated,
  }

const viewAttempt = (body: Buffer | null) => (row: AttemptRow): AttemptView => ({
  id: row.id,
  number: row.number,
  trigger: row.trigger,
  startedAt: row.started_at.toISOString(),
  durationMs: row.duration_ms,
  request: {
    method: 'POST', url: row.url, headers: readHeaders(row.request_headers),
    body: (row.request_body ?? body)?.toString() ?? '',
  },
  response: viewResponse(row),
  error: row.error_code === null ? null : { code: errorCode.parse(row.error_code), message: row.error_message ?? '' },
  timings: row.timings === null ? null : timings.nullable().parse(JSON.parse(row.timings)),
  worker: row.worker,
})

/** The attempts of deliveries, in order; `bodies` are the deliveries' own. */
export async function readAttempts(bodies: ReadonlyMap<string, Buffer | null>): Promise<Map<string, AttemptView[]>> {
  const { rows } = await pool().query<AttemptRow & { delivery_id: string }>(
    'SELECT * FROM attempt WHERE delivery_id = ANY($1) ORDER BY delivery_id, number', [[...bodies.keys()]])
  return new Map([...bodies].map(([id, body]) => [id, rows.filter((row) => row.delivery_id === id).map(viewAttempt(body))]))
}

const DELIVERY = `
  SELECT ${DELIVERY_COLUMNS}, b.body, b.content_type, q.execution_id, q.position FROM ${DELIVERY_TABLES}
  LEFT JOIN delivery_body b ON b.delivery_id = d.id LEFT JOIN rule_request q ON q.delivery_id = d.id
  WHERE d.id = $1 AND d.workspace_id = $2`

const EVENT = `SELECT id, number, type, description, occurred_at, context, created_at FROM event WHERE id = $1`

/** One delivery with its event, body and attempts in order; 404 for none or another workspace's. */
export async function readDelivery(workspaceId: string, id: string): Promise<DeliveryDetail> {
  const { rows: [row] } = await pool().query<DetailRow>(DELIVERY, [id, workspaceId])
  if (!row) throw notFound('delivery')
  const [attempts, events] = await Promise.all([
    readAttempts(new Map([[id, row.body]])),
    pool().query<StoredEvent & { created_at: Date }>(EVENT, [row.event_id]),
  ])
  const event = events.rows[0]
  return {
    ...viewDelivery(row),
    event: event ? {
      id: event.id, number: event.number, type: event.type, description: event.description,
      occurredAt: event.occurred_at, createdAt: event.created_at.toISOString(), context: parseJson(event.context),
    } : null,
    execution: row.execution_id === null ? null : { id: row.execution_id, number: (row.position ?? 0) + 1 },
    body: row.body?.toString() ?? null,
    contentType: row.content_type,
    attempts: attempts.get(id) ?? [],
  }
}
