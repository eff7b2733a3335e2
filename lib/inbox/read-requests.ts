import { inboxSignature, type InboxRequestDetail, type InboxRequestView } from '@/lib/contracts/inbox'
import type { Page, PageQuery } from '@/lib/contracts/paging'
import { pool } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { readCursor, toPage } from '@/lib/http/cursor'
import { isId } from '@/lib/ids'
import { readHeaders } from './store-request'

interface RequestRow {
  id: string
  received_at: Date
  method: string
  query: string
  headers: string
  body: Buffer | null
  bytes: number
  truncated: boolean
  address: string | null
  status: number
  signature: string
  arrival: number
  delivery_id: string | null // null also when the delivery is gone
  test: boolean
  event_type: string
  integration_id: string | null
  integration_name: string | null
  rule_id: string | null
}

// The workspace stands in each join: what a request claims to be is only looked up among the workspace's own.
const select = (body: string) => `
  SELECT r.id, r.received_at, r.method, r.query, r.headers, ${body} AS body, octet_length(r.body) AS bytes, r.truncated, r.address, r.status,
    r.signature, (SELECT count(*) FROM inbox_request o WHERE o.workspace_id = $1 AND o.id <= r.id AND o.delivery_id = r.delivery_id)::int AS arrival,
    d.id AS delivery_id, d.test, d.event_type, i.id AS integration_id, i.name AS integration_name, i.rule_id
  FROM inbox_request r
    LEFT JOIN delivery d ON d.id = r.delivery_id AND d.workspace_id = $1
    LEFT JOIN integration i ON i.id = d.integration_id AND i.workspace_id = $1
  WHERE r.workspace_id = $1`
const LIST = `${select('NULL::bytea')} AND ($2::text IS NULL OR r.id < $2) ORDER BY r.id DESC LIMIT $3`
const ONE = `${select('r.body')} AND r.id = $2`

const viewRequest = (row: RequestRow): InboxRequestView => ({
  id: row.id,
  receivedAt: row.received_at.toISOString(),
  method: row.method,
  query: row.query,
  address: row.address,
  contentType: readHeaders(row.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null,
  bytes: row.bytes,
  truncated: row.truncated,
  status: row.status,
  delivery: row.delivery_id === null ? null : {
    id: row.delivery_id,
    test: row.test,
    eventType: row.event_type,
    integration: row.integration_id === null || row.rule_id !== null ? null : { id: row.integration_id, name: row.integration_name ?? '' },
    // A step is called what its rule is called.
    rule: row.rule_id === null ? null : { id: row.rule_id, name: row.integration_name ?? '' },
  },
  arrival: Math.max(1, row.arrival),
  signature: inboxSignature.parse(JSON.parse(row.signature)),
})

/** What arrived in the workspace's inbox, newest first. */
export async function listRequests(workspaceId: string, { cursor, limit }: PageQuery): Promise<Page<InboxRequestView>> {
  const after = readCursor(cursor, (id) => isId('inr', id))
  const { rows } = await pool().query<RequestRow>(LIST, [workspaceId, after ?? null, limit + 1])
  return toPage(rows.map(viewRequest), limit)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

// A body that was cut may end inside a character.
const asText = (body: Buffer, truncated: boolean): string | null => {
  for (const end of truncated ? [0, 1, 2, 3] : [0]) {
    try {
      return utf8.decode(body.subarray(0, body.length - end))
    } catch {
      // Then it ends one byte earlier, or is no text.
    }
  }
  return null
}

/** One request with headers and body. 404 for another workspace's. */
export async function readRequest(workspaceId: string, id: string): Promise<InboxRequestDetail> {
  if (!isId('inr', id)) throw notFound('request')
  const { rows: [row] } = await pool().query<RequestRow>(ONE, [workspaceId, id])
  if (!row) throw notFound('request')
  return {
    ...viewRequest(row),
    headers: readHeaders(row.headers).map(([name, value]) => ({ name, value })),
    body: asText(row.body ?? Buffer.alloc(0), row.truncated),
  }
}
