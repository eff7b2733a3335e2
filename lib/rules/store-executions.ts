import type { Queryable } from '@/lib/db'
import { RULE_EXECUTE, type Dispatch, type Message } from '@/lib/dispatch'
import type { StoredStep } from './stored-execution'

/** A rule that an event fires, about to be stored. */
export interface NewExecution {
  id: string
  workspaceId: string
  ruleId: string
  eventId: string
  steps: StoredStep[]
  createdAt: number
}

/** That an execution's step is to be made; `position` from 0. `why` tells a message of a sweep from the first. */
export const executeMessage = (executionId: string, position: number, why = ''): Message =>
  ({ name: RULE_EXECUTE, id: `${executionId}.${position}${why}`, data: { executionId, position } })

const INSERT = `
  INSERT INTO rule_execution (id, workspace_id, rule_id, event_id, steps, created_at)
  SELECT id, workspace_id, rule_id, event_id, steps::json, to_timestamp(created_at / 1000.0)
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[])
    AS x(id, workspace_id, rule_id, event_id, steps, created_at)
  ON CONFLICT (event_id, rule_id) DO NOTHING RETURNING id`

/** Stores executions with the messages that begin them; one that is there already is left as it is. */
export async function storeExecutions(tx: Queryable, dispatch: Dispatch, executions: readonly NewExecution[]): Promise<void> {
  if (executions.length === 0) return
  const column = <T>(pick: (one: NewExecution) => T) => executions.map(pick)
  const { rows } = await tx.query<{ id: string }>(INSERT, [
    column(({ id }) => id), column(({ workspaceId }) => workspaceId), column(({ ruleId }) => ruleId), column(({ eventId }) => eventId),
    column(({ steps }) => JSON.stringify(steps)), column(({ createdAt }) => createdAt),
  ])
  if (rows.length > 0) await dispatch(tx, rows.map(({ id }) => executeMessage(id, 0)))
}
