import type { DeliveryCounts } from '@/lib/contracts/delivery'
import type { EventOutcome } from '@/lib/contracts/event'
import { pool } from '@/lib/db'

interface OutcomeRow extends DeliveryCounts {
  event_id: string
  routed: boolean
  skipped: number
}

const STATES: ReadonlyArray<keyof DeliveryCounts> = ['pending', 'sending', 'retrying', 'succeeded', 'failed', 'cancelled']

// Two index look-ups for each event of a page, however long the history is.
const OUTCOMES = `
  SELECT e.id AS event_id, s.event_id IS NOT NULL OR d.made > 0 AS routed, coalesce(json_array_length(s.skips), 0) AS skipped,
    ${STATES.map((state) => `d.${state}`).join(', ')}
  FROM unnest($1::text[]) AS e(id) LEFT JOIN event_skip s ON s.event_id = e.id
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS made, ${STATES.map((state) => `(count(*) FILTER (WHERE status = '${state}'))::int AS ${state}`).join(', ')}
    FROM delivery WHERE event_id = e.id) d`

const view = ({ routed, skipped, pending, sending, retrying, succeeded, failed, cancelled }: OutcomeRow): EventOutcome =>
  ({ routed, deliveries: { pending, sending, retrying, succeeded, failed, cancelled }, skipped })

/** What became of these events, by id. As in `readEvent`, neither a delivery nor a skip means that one is not routed yet. */
export async function readOutcomes(eventIds: readonly string[]): Promise<Map<string, EventOutcome>> {
  const { rows } = await pool().query<OutcomeRow>(OUTCOMES, [eventIds])
  return new Map(rows.map((row) => [row.event_id, view(row)]))
}
