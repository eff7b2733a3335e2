import * as z from 'zod'
import { skip, type EventDetail, type EventView, type Skip } from '@/lib/contracts/event'
import { pool } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { parseJson } from '@/lib/json/parse-json'

export interface EventRow {
  id: string
  number: number
  type: string
  description: string
  occurred_at: string
  scorecard: string | null
  external_id: string | null
  context: string
  created_at: Date
}

/** The columns of an event, as `viewEvent` reads them. */
export const EVENT_COLUMNS = 'id, number, type, description, occurred_at, scorecard, external_id, context, created_at'

/** An event as lists show it. */
export const viewEvent = (row: EventRow): EventView => ({
  id: row.id,
  number: row.number,
  type: row.type,
  description: row.description,
  occurredAt: row.occurred_at,
  scorecard: row.scorecard,
  externalId: row.external_id,
  context: parseJson(row.context),
  createdAt: row.created_at.toISOString(),
})

interface DeliveryRow {
  id: string
  integration_id: string | null
  rule_id: string | null
  status: string
}

const DELIVERIES = `
  SELECT d.id, d.integration_id, i.rule_id, d.status FROM delivery d LEFT JOIN integration i ON i.id = d.integration_id
  WHERE d.event_id = $1 ORDER BY d.id`

// No trigger of that type is what is left of the integrations that were there when the event came.
const OTHERS = `
  SELECT id FROM integration WHERE workspace_id = $1 AND created_at <= $2 AND (deleted_at IS NULL OR deleted_at > $2)
    AND rule_id IS NULL AND id <> ALL($3) ORDER BY id`

const readSkips = async (workspaceId: string, row: EventRow, stored: Skip[], deliveries: DeliveryRow[]): Promise<Skip[]> => {
  const known = [...stored.map((one) => one.integrationId), ...deliveries.map((one) => one.integration_id)]
  const { rows } = await pool().query<{ id: string }>(OTHERS, [
    workspaceId, row.created_at, known.filter((id) => id !== null),
  ])
  return [...stored, ...rows.map(({ id }): Skip => ({ integrationId: id, ruleId: null, reason: 'no_trigger' }))]
}

/**
 * One event with what became of it: its deliveries, and for every other integration the reason why it got none; while
 * the event is not routed yet both are empty. 404 for none or another workspace's.
 */
export async function readEvent(workspaceId: string, id: string): Promise<EventDetail> {
  const { rows: [row] } = await pool().query<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM event WHERE id = $1 AND workspace_id = $2`, [id, workspaceId],
  )
  if (!row) throw notFound('event')
  const [deliveries, skipped] = await Promise.all([
    pool().query<DeliveryRow>(DELIVERIES, [id]),
    pool().query<{ skips: string }>('SELECT skips FROM event_skip WHERE event_id = $1', [id]),
  ])
  const stored = z.array(skip).parse(JSON.parse(skipped.rows[0]?.skips ?? '[]'))
  const isRouted = deliveries.rows.length > 0 || skipped.rows.length > 0
  return {
    ...viewEvent(row),
    deliveries: deliveries.rows.map((one) => ({ id: one.id, integrationId: one.rule_id === null ? one.integration_id : null, ruleId: one.rule_id, status: one.status })),
    skips: isRouted ? await readSkips(workspaceId, row, stored, deliveries.rows) : [],
  }
}
