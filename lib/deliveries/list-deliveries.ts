import * as z from 'zod'
import { deliveryStatus, errorCode, waitingFor, type DeliveryFilter, type DeliveryQuery, type DeliveryStatus, type DeliveryView } from '@/lib/contracts/delivery'
import type { Page } from '@/lib/contracts/paging'
import { pool } from '@/lib/db'
import { readCursor, toPage, writeCursor } from '@/lib/http/cursor'
import { isId } from '@/lib/ids'
import { filterDeliveries, type Conditions } from './filter-deliveries'

export interface DeliveryRow {
  id: string
  status: string
  waiting_for: string | null
  test: boolean
  event_type: string
  event_id: string | null
  integration_id: string | null
  integration_name: string | null
  rule_id: string | null
  url: string
  attempt_count: number
  max_attempts: number
  status_code: number | null
  error_code: string | null
  next_attempt_at: Date | null
  created_at: Date
  finished_at: Date | null
}

// What holds back a delivery that is due, as of now: nothing has to be written while it waits. A claim takes some
// milliseconds; who waits longer than a second while places are taken waits for one of them.
const WAITING_FOR = `
  CASE WHEN d.status IN ('pending', 'retrying') AND d.resume_status IS NULL AND coalesce(d.next_attempt_at, d.created_at) <= now() THEN
    CASE WHEN g.opened_at IS NOT NULL THEN 'breaker'
      WHEN i.limits ->> 'perSecond' IS NOT NULL AND g.rate_free_at > now() - interval '1 second' THEN 'rate'
      WHEN coalesce(d.next_attempt_at, d.created_at) < now() - interval '1 second' AND EXISTS (
        SELECT 1 FROM jsonb_each(g.permits) p
        WHERE (p.value ->> 'n')::int > 0 AND (p.value ->> 'u')::float8 > extract(epoch FROM now()) * 1000) THEN 'concurrency'
    END
  END`

export const DELIVERY_COLUMNS = `
  d.id, d.status, ${WAITING_FOR} AS waiting_for, d.test, d.event_type, d.event_id, d.integration_id, i.name AS integration_name, i.rule_id, d.url,
  d.attempt_count, d.max_attempts, d.status_code, d.error_code, d.next_attempt_at, d.created_at, d.finished_at`

/** What DELIVERY_COLUMNS are read from. */
export const DELIVERY_TABLES = `
  delivery d LEFT JOIN integration i ON i.id = d.integration_id LEFT JOIN integration_gate g ON g.integration_id = d.integration_id`

/** A row as lists show it. */
export const viewDelivery = (row: DeliveryRow): DeliveryView => ({
  id: row.id,
  status: deliveryStatus.parse(row.status),
  waitingFor: waitingFor.parse(row.waiting_for),
  test: row.test,
  eventType: row.event_type,
  eventId: row.event_id,
  integration: row.integration_id === null || row.rule_id !== null ? null : { id: row.integration_id, name: row.integration_name ?? '' },
  ruleId: row.rule_id,
  // A step is called what its rule is called.
  rule: row.rule_id === null ? null : { id: row.rule_id, name: row.integration_name ?? '' },
  url: row.url,
  attemptCount: row.attempt_count,
  maxAttempts: row.max_attempts,
  statusCode: row.status_code,
  errorCode: z.nullable(errorCode).parse(row.error_code),
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
})

// These states have an index of their own (delivery_attention).
const INDEXED: ReadonlySet<DeliveryStatus> = new Set(['failed', 'retrying', 'cancelled'])

/** The part of a filter that an index answers in the order of the list; the rest is told only by looking at each row. */
function indexedPart({ status, q, eventType: _type, statusClass: _class, test: _test, ...rest }: DeliveryFilter): DeliveryFilter {
  return {
    ...rest,
    ...(status !== undefined && [status].flat().every((one) => INDEXED.has(one)) && { status }),
    ...(q !== undefined && (isId('dlv', q) || isId('evt', q)) && { q }),
  }
}

const isWhole = (part: DeliveryFilter, filter: DeliveryFilter): boolean =>
  (['status', 'q', 'eventType', 'statusClass', 'test'] as const).every((name) => part[name] === filter[name])

interface Span {
  before: string | undefined // only older ones
  from?: string | undefined // down to this one
}

const withSpan = (where: Conditions, { before, from }: Span): Conditions => {
  if (before !== undefined) where.add('d.id < $', before)
  if (from !== undefined) where.add('d.id >= $', from)
  return where
}

const readRows = async (where: Conditions, limit: number): Promise<DeliveryRow[]> => {
  const { rows } = await pool().query<DeliveryRow>(
    `SELECT ${DELIVERY_COLUMNS} FROM ${DELIVERY_TABLES}
     WHERE ${where.text} ORDER BY d.id DESC LIMIT ${limit}`,
    where.values,
  )
  return rows
}

// The id down to which so many rows are looked at; undefined when there are not so many.
const findEnd = async (where: Conditions, rows: number): Promise<string | undefined> => {
  const { rows: [last] } = await pool().query<{ id: string }>(
    `SELECT d.id FROM delivery d WHERE ${where.text} ORDER BY d.id DESC OFFSET ${rows - 1} LIMIT 1`, where.values,
  )
  return last?.id
}

/** How far a search looks for one page: stretches of so many rows until the time is over. */
export interface Patience {
  rows: number
  ms: number
}
const PATIENCE: Patience = { rows: 10_000, ms: 60 }

/**
 * A workspace's deliveries by filter, newest first. Where no index knows the filter, a page may hold fewer than `limit`
 * although there are more: its cursor goes on from where the search stopped, so that no request reads all of a long
 * history.
 */
export async function listDeliveries(workspaceId: string, query: DeliveryQuery, patience = PATIENCE): Promise<Page<DeliveryView>> {
  const { limit, cursor, ...filter } = query
  let before = readCursor(cursor, (id) => isId('dlv', id))
  const read = (span: Span, most: number) => readRows(withSpan(filterDeliveries(workspaceId, filter), span), most)
  const indexed = indexedPart(filter)
  if (isWhole(indexed, filter)) return toPage((await read({ before }, limit + 1)).map(viewDelivery), limit)
  const started = performance.now()
  const rows: DeliveryRow[] = []
  for (;;) {
    const from = await findEnd(withSpan(filterDeliveries(workspaceId, indexed), { before }), patience.rows)
    rows.push(...(await read({ before, from }, limit + 1 - rows.length)))
    if (rows.length > limit || from === undefined) return toPage(rows.map(viewDelivery), limit)
    if (performance.now() - started >= patience.ms) return { data: rows.map(viewDelivery), page: { nextCursor: writeCursor(from) } }
    before = from
  }
}
