import * as z from 'zod'
import { deliveryStatus, errorCode, waitingFor, type DeliveryFilter, type DeliveryQuery, type DeliveryStatus, type DeliveryView } from '@/lib/contracts/delivery'
import type { Page } from '@/lib/contracts/paging'
import { pool } from '@/lib/db'
import { readCursor, toPage } from '@/lib/http/cursor'
import { PATIENCE, searchStretches, type Stretch } from '@/lib/http/search-stretches'
import { selectEnd, selectNewest, type Either } from '@/lib/http/select-newest'
import { isId } from '@/lib/ids'
import { filterDeliveries } from './filter-deliveries'

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

const withTables = (deliveries: string): string =>
  `${deliveries} d LEFT JOIN integration i ON i.id = d.integration_id LEFT JOIN integration_gate g ON g.integration_id = d.integration_id`

/** What DELIVERY_COLUMNS are read from. */
export const DELIVERY_TABLES = withTables('delivery')

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

const STATUSES = 'd.status = $::delivery_status'
const STEPS = 'd.integration_id = $'

// What is asked for in several values, each in the order of its own index, and the rest of the filter; null where the rule
// has no such steps.
async function takeEither(workspaceId: string, { ruleId, status, ...rest }: DeliveryFilter): Promise<{ either: Either | null; rest: DeliveryFilter } | null> {
  const statuses = status === undefined ? [] : [status].flat()
  if (ruleId !== undefined) {
    const { rows } = await pool().query<{ id: string }>('SELECT id FROM integration WHERE rule_id = $1 AND workspace_id = $2', [ruleId, workspaceId])
    return rows.length === 0 ? null : { either: { condition: STEPS, values: rows.map(({ id }) => id) }, rest: { ...rest, ...(status !== undefined && { status }) } }
  }
  if (statuses.length > 1 && statuses.every((one) => INDEXED.has(one))) return { either: { condition: STATUSES, values: [...new Set(statuses)] }, rest }
  return { either: null, rest: { ...rest, ...(status !== undefined && { status }) } }
}

const FROM = { from: 'delivery d', id: 'd.id' }

/**
 * A workspace's deliveries by filter, newest first. Where no index knows the filter, a page may hold fewer than `limit`
 * although there are more, see `searchStretches`.
 */
export async function listDeliveries(workspaceId: string, query: DeliveryQuery, patience = PATIENCE): Promise<Page<DeliveryView>> {
  const { limit, cursor, ...filter } = query
  const before = readCursor(cursor, (id) => isId('dlv', id))
  const taken = await takeEither(workspaceId, filter)
  if (!taken) return { data: [], page: { nextCursor: null } }
  const { either, rest } = taken
  const whereOf = (part: DeliveryFilter, stretch: Stretch) => {
    const where = filterDeliveries(workspaceId, part)
    if (stretch.before !== undefined) where.add('d.id < $', stretch.before)
    if (stretch.from !== undefined) where.add('d.id >= $', stretch.from)
    return where
  }
  const read = async (stretch: Stretch, most: number): Promise<DeliveryRow[]> => {
    const where = whereOf(rest, stretch)
    const newest = selectNewest({ ...FROM, columns: 'd.*', where, either, limit: most })
    return (await pool().query<DeliveryRow>(`SELECT ${DELIVERY_COLUMNS} FROM ${withTables(`(${newest})`)} ORDER BY d.id DESC`, where.values)).rows
  }
  const indexed = indexedPart(rest)
  const { data, page } = isWhole(indexed, rest)
    ? toPage(await read({ before }, limit + 1), limit)
    : await searchStretches({
        limit, before, read,
        findEnd: async (from, rows) => {
          const where = whereOf(indexed, { before: from })
          return (await pool().query<{ id: string }>(selectEnd({ ...FROM, where, either }, rows), where.values)).rows[0]?.id
        },
      }, patience)
  return { data: data.map(viewDelivery), page }
}
