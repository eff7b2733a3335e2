import type { Queryable } from '@/lib/db'
import { currentTargets, readTargets, type CurrentTarget, type Target } from '@/lib/integrations/load-targets'
import type { StoredEvent } from './render-attempt'

/** An event as it is routed. */
export type EventRow = StoredEvent & { workspace_id: string; scorecard: string | null; fired_params: string | null }

const COLUMNS = 'id, workspace_id, number, type, description, occurred_at, context, scorecard, fired_params'

export const EVENTS = `SELECT ${COLUMNS} FROM event WHERE id = ANY($1) ORDER BY id`

// The targets come with the first event of their workspace: one statement, where two would be half of what routing a
// single event asks of the database before it is sent.
const WITH_TARGETS = `
  WITH e AS MATERIALIZED (SELECT ${COLUMNS} FROM event WHERE id = ANY($1))
  SELECT e.*, CASE WHEN row_number() OVER (PARTITION BY workspace_id ORDER BY id) = 1
    THEN (SELECT json_agg(c) FROM (${currentTargets('i.workspace_id = e.workspace_id AND i.rule_id IS NULL')}) c) END AS targets
  FROM e ORDER BY id`

/** Events with all integrations of their workspaces, by workspace; no steps of rules. */
export async function loadEvents(
  db: Queryable, ids: readonly string[],
): Promise<{ events: EventRow[]; targets: Map<string, Target[]> }> {
  const { rows } = await db.query<EventRow & { targets: string | null }>({ name: 'events_to_route', text: WITH_TARGETS, values: [ids] })
  const current = rows.flatMap(({ targets }): CurrentTarget[] => (targets === null ? [] : JSON.parse(targets)))
  const found = new Map<string, Target[]>()
  for (const target of await readTargets(db, current)) {
    const known = found.get(target.workspace.id)
    if (known) known.push(target)
    else found.set(target.workspace.id, [target])
  }
  return { events: rows, targets: found }
}
