import type { Queryable } from '@/lib/db'
import type { StoredEvent } from '@/lib/deliveries/render-attempt'
import { calledWebhook } from './called-webhook'
import { writeRuleScope } from './rule-scope'
import { storedSteps, type StoredStep } from './stored-execution'

/** An execution whose next step is to be made, with what that step's template reads. */
export interface NextStep {
  executionId: string
  position: number
  step: StoredStep
  event: StoredEvent & { workspace_id: string }
  scope: string
}

/** A step that was made already; its delivery may wait. */
export interface MadeStep {
  deliveryId: string
  integrationId: string
  attempt: number
}

interface ExecutionRow {
  id: string
  workspace_id: string
  rule_id: string
  rule_name: string
  position: number
  steps: string
  created_at: Date
  event_id: string | null
  number: number | null
  type: string
  description: string
  occurred_at: string
  context: string
  is_on: boolean
  delivery_id: string | null
  integration_id: string | null
  attempt_count: number
  delivery_status: string | null
}

const EXECUTIONS = `
  SELECT x.id, x.workspace_id, x.rule_id, r.name AS rule_name, x.position, x.steps, x.created_at, e.id AS event_id, e.number, e.type,
    e.description, e.occurred_at, e.context, r.enabled AND r.deleted_at IS NULL AS is_on,
    q.delivery_id, d.integration_id, d.attempt_count, d.status AS delivery_status
  FROM unnest($1::text[], $2::int[]) AS m(id, position)
  JOIN rule_execution x ON x.id = m.id AND x.position = m.position AND x.status = 'running' AND NOT x.test
  JOIN rule r ON r.id = x.rule_id LEFT JOIN event e ON e.id = x.event_id
  LEFT JOIN rule_request q ON q.execution_id = x.id AND q.position = x.position LEFT JOIN delivery d ON d.id = q.delivery_id`

interface AnswerRow {
  execution_id: string
  url: string
  status: number
  body: Buffer | null
}

// Of each earlier step the answer that made it a success.
const ANSWERS = `
  SELECT q.execution_id, a.url, a.status_code AS status, a.response_body AS body
  FROM rule_request q JOIN rule_execution x ON x.id = q.execution_id AND q.position < x.position
  CROSS JOIN LATERAL (
    SELECT url, status_code, response_body FROM attempt
    WHERE delivery_id = q.delivery_id AND error_code IS NULL AND status_code IS NOT NULL ORDER BY number DESC LIMIT 1
  ) a
  WHERE q.execution_id = ANY($1) ORDER BY q.execution_id, q.position`

const scopeOf = (row: ExecutionRow, answers: readonly AnswerRow[]): string => writeRuleScope({
  rule: { id: row.rule_id, name: row.rule_name, execution: { id: row.id, createdAt: row.created_at.toISOString() } },
  webhooks: answers.filter((one) => one.execution_id === row.id)
    .map(({ url, status, body }) => calledWebhook(url, { status, body: body ?? Buffer.alloc(0) })),
})

const toNext = (row: ExecutionRow, answers: readonly AnswerRow[]): NextStep | null => {
  const step = storedSteps.parse(JSON.parse(row.steps))[row.position]
  if (!step || !row.is_on || row.event_id === null || row.number === null) return null
  return {
    executionId: row.id, position: row.position, step, scope: scopeOf(row, answers),
    event: {
      id: row.event_id, workspace_id: row.workspace_id, number: row.number, type: row.type, description: row.description,
      occurred_at: row.occurred_at, context: row.context,
    },
  }
}

export interface FoundSteps {
  next: NextStep[]
  made: MadeStep[]
  /** Nothing can come of them any more: the rule is off, or the event is gone. */
  over: string[]
}

/** What is to be done for executions at these positions; one that is over or elsewhere by now is left out. */
export async function findNextSteps(db: Queryable, wanted: ReadonlyArray<{ executionId: string; position: number }>): Promise<FoundSteps> {
  const { rows } = await db.query<ExecutionRow>(EXECUTIONS, [wanted.map((one) => one.executionId), wanted.map((one) => one.position)])
  const open = rows.filter((row) => row.delivery_id === null)
  const later = open.filter(({ position }) => position > 0).map(({ id }) => id)
  const answers = later.length === 0 ? [] : (await db.query<AnswerRow>(ANSWERS, [later])).rows
  const found = open.map((row) => ({ id: row.id, next: toNext(row, answers) }))
  return {
    next: found.flatMap(({ next }) => (next ? [next] : [])),
    over: found.filter(({ next }) => next === null).map(({ id }) => id),
    made: rows.flatMap((row) => row.delivery_id !== null && row.delivery_status === 'pending'
      ? [{ deliveryId: row.delivery_id, integrationId: row.integration_id ?? '', attempt: row.attempt_count }] : []),
  }
}
