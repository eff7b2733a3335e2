import type { Queryable } from '@/lib/db'
import { eventsReceived, type Dispatch } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import type { FiredEvent } from './score-event'

const INSERT = `
  INSERT INTO event (id, workspace_id, type, description, occurred_at, context, scorecard, external_id, fired_params)
  SELECT id, $1, type, description, occurred_at, context::json, scorecard, external_id, fired_params::json
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
    AS e(id, type, description, occurred_at, context, scorecard, external_id, fired_params)
  ON CONFLICT (workspace_id, external_id) WHERE external_id IS NOT NULL DO NOTHING
  RETURNING id`

/** Stores the events of evaluation with the messages that route them; one that is there already is left as it is. */
export async function storeFired(
  tx: Queryable, dispatch: Dispatch, workspaceId: string, events: readonly FiredEvent[], now: number,
): Promise<number> {
  if (events.length === 0) return 0
  const column = (pick: (event: FiredEvent) => string) => events.map(pick)
  const { rows } = await tx.query<{ id: string }>(INSERT, [
    workspaceId, events.map(() => newId('evt', now)), column((one) => one.type), column((one) => one.description),
    column((one) => one.occurredAt), column((one) => one.context), column((one) => one.scorecard),
    column((one) => one.externalId), column((one) => one.firedParams),
  ])
  if (rows.length > 0) await dispatch(tx, eventsReceived(rows.map(({ id }) => id)))
  return rows.length
}
