import type { Queryable } from '@/lib/db'
import type { Planned } from '@/lib/deliveries/plan-delivery'
import { storeRouted, type StoredAs } from '@/lib/deliveries/store-routed'
import type { Dispatch } from '@/lib/dispatch'
import { advanceExecutions } from './advance-executions'
import { endCancelled } from './end-executions'
import type { NextStep } from './find-next-steps'

/** The delivery of a step, about to be stored. */
export interface PlannedStep extends Planned {
  next: NextStep
}

// Whoever has the lock makes the step; who comes later finds it made.
const LOCK = `
  SELECT x.id FROM unnest($1::text[], $2::int[]) AS m(id, position)
  JOIN rule_execution x ON x.id = m.id AND x.position = m.position AND x.status = 'running'
  WHERE NOT EXISTS (SELECT 1 FROM rule_request q WHERE q.execution_id = x.id AND q.position = x.position)
  ORDER BY x.id FOR UPDATE OF x`

const IS_MADE = `
  SELECT execution_id AS id FROM rule_request q JOIN rule_execution x ON x.id = q.execution_id AND x.position = q.position
  WHERE q.execution_id = ANY($1)`

const NOTE = `
  INSERT INTO rule_request (execution_id, position, delivery_id)
  SELECT * FROM unnest($1::text[], $2::int[], $3::text[])`

const SCOPES = `
  UPDATE delivery_body b SET scope = s.scope::json FROM unnest($1::text[], $2::text[]) AS s(id, scope) WHERE b.delivery_id = s.id`

const lock = async (tx: Queryable, steps: readonly PlannedStep[]): Promise<PlannedStep[]> => {
  const ids = steps.map(({ next }) => next.executionId)
  const { rows } = await tx.query<{ id: string }>(LOCK, [ids, steps.map(({ next }) => next.position)])
  // A statement of its own, so that it sees what was committed while the locks were waited for.
  const { rows: made } = await tx.query<{ id: string }>(IS_MADE, [ids])
  const gone = new Set(made.map(({ id }) => id))
  const mine = new Set(rows.map(({ id }) => id).filter((id) => !gone.has(id)))
  return steps.filter(({ next }) => mine.has(next.executionId))
}

/**
 * Stores the deliveries of steps, each once whoever else is about to; one whose template gave no body, or whose step was
 * removed meanwhile, ends its execution. Returns what the new ones were stored as.
 */
export async function storeSteps(
  tx: Queryable, dispatch: Dispatch, worker: string, steps: readonly PlannedStep[],
): Promise<Map<string, StoredAs>> {
  const mine = await lock(tx, steps)
  const stored = await storeRouted(tx, { worker }, mine.map(({ routed }) => routed))
  const made = mine.filter(({ routed }) => stored.has(routed.id))
  if (made.length === 0) return stored
  const ids = made.map(({ routed }) => routed.id)
  await tx.query(NOTE, [made.map(({ next }) => next.executionId), made.map(({ next }) => next.position), ids])
  await tx.query(SCOPES, [ids, made.map(({ next }) => next.scope)])
  const failed = made.filter(({ routed }) => stored.get(routed.id) === 'failed')
  await advanceExecutions(tx, dispatch, failed.map(({ routed }) => ({
    deliveryId: routed.id, ok: false, url: routed.url, error: `template: ${routed.problem ?? ''}`,
  })))
  for (const id of ids) if (stored.get(id) === 'cancelled') await endCancelled(tx, { deliveryId: id })
  return stored
}
