import type { Queryable } from '@/lib/db'
import { currentTargets, readTargets, type CurrentTarget, type Target } from '@/lib/integrations/load-targets'
import type { StoredEvent } from './render-attempt'

/** An event as it is routed. */
export type EventRow = StoredEvent & { workspace_id: string; scorecard: string | null; fired_params: string | null }

/** One that nobody has routed at `read_at`, in milliseconds by the database's clock. */
export type UnroutedEvent = EventRow & { read_at: number }

const COLUMNS = 'id, workspace_id, number, type, description, occurred_at, context, scorecard, fired_params'

export const EVENTS = `SELECT ${COLUMNS} FROM event WHERE id = ANY($1) ORDER BY id`

// What an event comes to is stored in one transaction, a skip row where it comes to no delivery. Scalar, because EXISTS
// may be planned as a hash of the whole table.
const IS_ROUTED = `coalesce(
  (SELECT true FROM event_skip s WHERE s.event_id = e.id), (SELECT true FROM delivery d WHERE d.event_id = e.id LIMIT 1), false)`

// The targets come with the first event of their workspace: one statement, where two would be half of what routing a
// single event asks of the database before it is sent.
const WITH_TARGETS = `
  WITH e AS MATERIALIZED (SELECT ${COLUMNS} FROM event WHERE id = ANY($1))
  SELECT e.*, ${IS_ROUTED} AS routed, extract(epoch FROM clock_timestamp())::float8 * 1000 AS read_at,
    CASE WHEN row_number() OVER (PARTITION BY workspace_id ORDER BY id) = 1
    THEN (SELECT json_agg(c) FROM (${currentTargets('i.workspace_id = e.workspace_id AND i.rule_id IS NULL')}) c) END AS targets
  FROM e ORDER BY id`

/**
 * Events with all integrations of their workspaces, by workspace; no steps of rules. `routedBefore` are the ids of those
 * that need no routing: a run before this one has stored what they come to.
 */
export async function loadEvents(
  db: Queryable, ids: readonly string[],
): Promise<{ events: UnroutedEvent[]; routedBefore: string[]; targets: Map<string, Target[]> }> {
  const { rows } = await db.query<UnroutedEvent & { routed: boolean; targets: string | null }>({ name: 'events_to_route', text: WITH_TARGETS, values: [ids] })
  const current = rows.flatMap(({ targets }): CurrentTarget[] => (targets === null ? [] : JSON.parse(targets)))
  const found = new Map<string, Target[]>()
  for (const target of await readTargets(db, current)) {
    const known = found.get(target.workspace.id)
    if (known) known.push(target)
    else found.set(target.workspace.id, [target])
  }
  return {
    events: rows.filter(({ routed }) => !routed),
    routedBefore: rows.flatMap(({ id, routed }) => (routed ? [id] : [])),
    targets: found,
  }
}
