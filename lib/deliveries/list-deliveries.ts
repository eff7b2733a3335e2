import * as z from 'zod'
import { deliveryStatus, errorCode, waitingFor, type DeliveryQuery, type DeliveryView } from '@/lib/contracts/delivery'
import type { Page } from '@/lib/contracts/paging'
import { pool } from '@/lib/db'
import { readCursor, toPage } from '@/lib/http/cursor'
import { firstIdAt, isId } from '@/lib/ids'

export interface DeliveryRow {
  id: string
  status: string
  waiting_for: string | null
  test: boolean
  event_type: string
  event_id: string | null
  integration_id: string | null
  integration_name: string | null
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
  d.id, d.status, ${WAITING_FOR} AS waiting_for, d.test, d.event_type, d.event_id, d.integration_id, i.name AS integration_name, d.url,
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
  integration: row.integration_id === null ? null : { id: row.integration_id, name: row.integration_name ?? '' },
  ruleId: null,
  url: row.url,
  attemptCount: row.attempt_count,
  maxAttempts: row.max_attempts,
  statusCode: row.status_code,
  errorCode: z.nullable(errorCode).parse(row.error_code),
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
})

class Conditions {
  readonly parts: string[] = []
  readonly values: unknown[] = []

  /** Adds a condition; `$` stands for the value. */
  add(condition: string, value: unknown): void {
    this.values.push(value)
    this.parts.push(condition.replaceAll('$', `$${this.values.length}`))
  }
}

const addStatusClass = (where: Conditions, wanted: NonNullable<DeliveryQuery['statusClass']>): void => {
  if (wanted === 'none') where.parts.push('d.attempt_count > 0 AND d.status_code IS NULL')
  else where.add(`d.status_code / 100 = $`, Number(wanted[0]))
}

const addTimes = (where: Conditions, { since, until }: DeliveryQuery): void => {
  if (since !== undefined) where.add('d.id >= $', firstIdAt('dlv', Date.parse(since)))
  if (until !== undefined) where.add('d.id < $', firstIdAt('dlv', Date.parse(until)))
}

const toConditions = (workspaceId: string, query: DeliveryQuery): Conditions => {
  const where = new Conditions()
  where.add('d.workspace_id = $', workspaceId)
  if (query.status !== undefined) where.add('d.status = ANY($::delivery_status[])', [query.status].flat())
  if (query.integrationId !== undefined) where.add('d.integration_id = $', query.integrationId)
  if (query.ruleId !== undefined) where.parts.push('false')
  if (query.eventType !== undefined) where.add('d.event_type = $', query.eventType)
  if (query.eventId !== undefined) where.add('d.event_id = $', query.eventId)
  if (query.statusClass !== undefined) addStatusClass(where, query.statusClass)
  if (query.test !== undefined) where.add('d.test = $', query.test === 'true')
  if (query.q !== undefined && query.q !== '') {
    where.add(`(d.id = $ OR d.event_id = $ OR strpos(lower(d.url), lower($)) > 0)`, query.q)
  }
  addTimes(where, query)
  return where
}

/** A workspace's deliveries by filter, newest first. */
export async function listDeliveries(workspaceId: string, query: DeliveryQuery): Promise<Page<DeliveryView>> {
  const where = toConditions(workspaceId, query)
  const after = readCursor(query.cursor, (id) => isId('dlv', id))
  if (after !== undefined) where.add('d.id < $', after)
  const { rows } = await pool().query<DeliveryRow>(
    `SELECT ${DELIVERY_COLUMNS} FROM ${DELIVERY_TABLES}
     WHERE ${where.parts.join(' AND ')} ORDER BY d.id DESC LIMIT ${query.limit + 1}`,
    where.values,
  )
  return toPage(rows.map(viewDelivery), query.limit)
}
