import * as z from 'zod'
import { skip, type EventDetail, type EventOutcome, type EventQuery, type EventView, type ListedEvent, type Skip } from '@/lib/contracts/event'
import type { Page } from '@/lib/contracts/paging'
import { pool } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { readCursor, toPage } from '@/lib/http/cursor'
import { firstIdAt, isId } from '@/lib/ids'
import { parseJson } from '@/lib/json/parse-json'
import { normaliseDomain } from '@/lib/scores/normalise-domain'
import { readOutcomes } from './read-outcomes'

interface EventRow {
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

const COLUMNS = 'id, number, type, description, occurred_at, scorecard, external_id, context, created_at'

const view = (row: EventRow): EventView => ({
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

// Events keep what was written; those of evaluation have the form in which scorecards are stored.
const spellings = (domain: string): string[] => [...new Set([domain, normaliseDomain(domain) ?? domain])]

const NOTHING_YET: EventOutcome = {
  routed: false, deliveries: { pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0 }, skipped: 0,
}

/** A workspace's events by filter, newest first, with what became of them. */
export async function listEvents(workspaceId: string, query: EventQuery): Promise<Page<ListedEvent>> {
  const after = readCursor(query.cursor, (id) => isId('evt', id))
  const { rows } = await pool().query<EventRow>(
    `SELECT ${COLUMNS} FROM event WHERE workspace_id = $1
       AND ($2::text IS NULL OR id < $2) AND ($3::text IS NULL OR type = $3) AND ($4::text[] IS NULL OR scorecard = ANY($4) OR lower(scorecard) = ANY($4))
       AND ($5::text IS NULL OR id >= $5) AND ($6::text IS NULL OR id < $6)
     ORDER BY id DESC LIMIT $7`,
    [
      workspaceId, after ?? null, query.type ?? null, query.scorecard === undefined ? null : spellings(query.scorecard),
      query.since === undefined ? null : firstIdAt('evt', Date.parse(query.since)),
      query.until === undefined ? null : firstIdAt('evt', Date.parse(query.until)),
      query.limit + 1,
    ],
  )
  const page = toPage(rows.map(view), query.limit)
  const outcomes = await readOutcomes(page.data.map(({ id }) => id))
  return { ...page, data: page.data.map((event) => ({ ...event, outcome: outcomes.get(event.id) ?? NOTHING_YET })) }
}

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
    `SELECT ${COLUMNS} FROM event WHERE id = $1 AND workspace_id = $2`, [id, workspaceId],
  )
  if (!row) throw notFound('event')
  const [deliveries, skipped] = await Promise.all([
    pool().query<DeliveryRow>(DELIVERIES, [id]),
    pool().query<{ skips: string }>('SELECT skips FROM event_skip WHERE event_id = $1', [id]),
  ])
  const stored = z.array(skip).parse(JSON.parse(skipped.rows[0]?.skips ?? '[]'))
  const isRouted = deliveries.rows.length > 0 || skipped.rows.length > 0
  return {
    ...view(row),
    deliveries: deliveries.rows.map((one) => ({ id: one.id, integrationId: one.rule_id === null ? one.integration_id : null, ruleId: one.rule_id, status: one.status })),
    skips: isRouted ? await readSkips(workspaceId, row, stored, deliveries.rows) : [],
  }
}
