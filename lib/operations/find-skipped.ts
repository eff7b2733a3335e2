import * as z from 'zod'
import { skip, type Skip } from '@/lib/contracts/event'
import type { Queryable } from '@/lib/db'
import { EVENTS, type EventRow } from '@/lib/deliveries/load-events'
import { filterEvent } from '@/lib/events/filter-event'
import { firstIdAt } from '@/lib/ids'
import type { Target } from '@/lib/integrations/load-targets'
import { parseJson } from '@/lib/json/parse-json'
import { loadFacts } from '@/lib/scores/load-facts'
import type { ScorecardFacts } from '@/lib/scores/scorecard-facts'

const WINDOW = 5000 // events looked at by one statement
const CANDIDATES = 500
const ROUTED_WITHIN_MS = 15 * 60_000 // what is older and has neither delivery nor skip is nobody's any more

/** Some of an integration's skipped events, oldest first. */
export interface SkippedPage {
  ids: string[]
  /** The event that is not routed yet: it may still become a skip, so nothing after it is in `ids`. */
  unrouted: string | null
  /** How far the look reached: everything up to here is in `ids` or was not skipped. Null: there is nothing further. */
  reached: string | null
}

const REACH = `
  SELECT max(id) AS last FROM (
    SELECT id FROM event WHERE workspace_id = $1 AND id > $2 AND id < $3 ORDER BY id LIMIT ${WINDOW}
  ) w`

const CANDIDATE_ROWS = `
  SELECT e.id, s.event_id IS NULL AS unrouted FROM event e LEFT JOIN event_skip s ON s.event_id = e.id
  WHERE e.workspace_id = $1 AND e.id > $2 AND e.id <= $3 AND e.type = ANY($4)
    AND (strpos(s.skips::text, $5) > 0
      OR (s.event_id IS NULL AND e.id >= $6 AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = e.id)))
  ORDER BY e.id LIMIT ${CANDIDATES}`

/** Looks for events of the integration's types that it may have skipped, with ids after `after` and before `upTo`. */
export async function findSkipped(
  db: Queryable, target: Target, range: { after: string; upTo: string }, now: number,
): Promise<SkippedPage> {
  const { rows: [reach] } = await db.query<{ last: string | null }>(REACH, [target.workspace.id, range.after, range.upTo])
  const last = reach?.last ?? null
  if (last === null) return { ids: [], unrouted: null, reached: null }
  const { rows } = await db.query<{ id: string; unrouted: boolean }>(CANDIDATE_ROWS, [
    target.workspace.id, range.after, last, [...target.triggers.keys()], target.id, firstIdAt('evt', now - ROUTED_WITHIN_MS),
  ])
  const at = rows.findIndex(({ unrouted }) => unrouted)
  const ids = rows.slice(0, at === -1 ? rows.length : at).map(({ id }) => id)
  const cut = at !== -1 || rows.length === CANDIDATES
  return { ids, unrouted: rows[at]?.id ?? null, reached: cut ? (ids.at(-1) ?? range.after) : last }
}

const BY_SYSTEM_OR_PERSON: ReadonlySet<Skip['reason']> = new Set(['disabled', 'disabled_by_system'])

/** Whether an entry says that this integration missed the event because it was switched off. */
export const isMissed = (entry: Skip, integrationId: string): boolean =>
  entry.integrationId === integrationId && BY_SYSTEM_OR_PERSON.has(entry.reason)

/** An event that an integration missed while it was off, and that its triggers want now. */
export interface Missed {
  event: EventRow
  skips: Skip[]
}

const isWanted = (target: Target, event: EventRow, facts: ScorecardFacts | undefined): boolean => {
  const trigger = target.triggers.get(event.type)
  const toMatch = { type: event.type, context: parseJson(event.context), firedParams: event.fired_params, facts }
  return trigger !== undefined && filterEvent(toMatch, trigger).matches
}

/** Reads what is behind the ids; `lock` for who is about to change the skips. */
export async function readMissed(db: Queryable, target: Target, ids: readonly string[], lock: boolean): Promise<Missed[]> {
  if (ids.length === 0) return []
  const skips = await db.query<{ event_id: string; skips: string }>(
    `SELECT event_id, skips FROM event_skip WHERE event_id = ANY($1) ORDER BY event_id ${lock ? 'FOR UPDATE' : ''}`, [ids],
  )
  const missed = new Map<string, Skip[]>()
  for (const row of skips.rows) {
    const entries = z.array(skip).parse(JSON.parse(row.skips))
    if (entries.some((entry) => isMissed(entry, target.id))) missed.set(row.event_id, entries)
  }
  const { rows } = await db.query<EventRow>(EVENTS, [[...missed.keys()]])
  const facts = await loadFacts(db, rows, [target])
  return rows.filter((event) => isWanted(target, event, facts.get(event.id))).map((event) => ({ event, skips: missed.get(event.id) ?? [] }))
}
