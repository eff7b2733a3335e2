import * as z from 'zod'
import { deliveryStatus, errorCode } from '@/lib/contracts/delivery'
import type { Page } from '@/lib/contracts/paging'
import {
  executionStatus, type ExecutionDetail, type ExecutionQuery, type ExecutionStatus, type ExecutionStepView, type ExecutionView, type StepStatus,
} from '@/lib/contracts/rule'
import { pool } from '@/lib/db'
import { Conditions } from '@/lib/http/conditions'
import { readAttempts } from '@/lib/deliveries/read-delivery'
import { notFound } from '@/lib/errors'
import { readCursor, toPage } from '@/lib/http/cursor'
import { PATIENCE, searchStretches, type Stretch } from '@/lib/http/search-stretches'
import { selectEnd, selectNewest } from '@/lib/http/select-newest'
import { isId } from '@/lib/ids'
import { readTold, storedSteps, type StoredStep } from './stored-execution'

interface ExecutionRow {
  id: string
  rule_id: string
  event_id: string | null
  test: boolean
  status: string
  steps: string
  context: string | null
  created_at: Date
  finished_at: Date | null
}

interface RequestRow {
  execution_id: string
  position: number
  id: string
  status: string
  url: string
  attempt_count: number
  max_attempts: number
  status_code: number | null
  error_code: string | null
  next_attempt_at: Date | null
  finished_at: Date | null
  body: Buffer | null
}

const executions = (from: string) => `
  SELECT x.id, x.rule_id, x.event_id, x.test, x.status, x.steps, coalesce(x.context, e.context) AS context, x.created_at, x.finished_at
  FROM ${from} x LEFT JOIN event e ON e.id = x.event_id`

const REQUESTS = `
  SELECT q.execution_id, q.position, d.id, d.status, d.url, d.attempt_count, d.max_attempts, d.status_code, d.error_code,
    d.next_attempt_at, d.finished_at, CASE WHEN $2 THEN (SELECT body FROM delivery_body WHERE delivery_id = d.id) END AS body
  FROM rule_request q JOIN delivery d ON d.id = q.delivery_id WHERE q.execution_id = ANY($1)`

const viewStep = ({ id, url }: StoredStep, position: number, request: RequestRow | undefined, without: StepStatus): ExecutionStepView => ({
  number: position + 1,
  stepId: id,
  url: request?.url ?? url,
  status: request ? deliveryStatus.parse(request.status) : without,
  deliveryId: request?.id ?? null,
  attemptCount: request?.attempt_count ?? 0,
  maxAttempts: request?.max_attempts ?? null,
  statusCode: request?.status_code ?? null,
  errorCode: z.nullable(errorCode).parse(request?.error_code ?? null),
  nextAttemptAt: request?.next_attempt_at?.toISOString() ?? null,
  finishedAt: request?.finished_at?.toISOString() ?? null,
})

// A delivery that was cancelled ends its execution; until that is written, this says so.
const statusOf = (row: ExecutionRow, requests: readonly RequestRow[]): ExecutionStatus => {
  const latest = requests.reduce<RequestRow | undefined>((found, one) => (found && found.position > one.position ? found : one), undefined)
  return row.status === 'running' && latest?.status === 'cancelled' ? 'cancelled' : executionStatus.parse(row.status)
}

const view = (row: ExecutionRow, requests: readonly RequestRow[]): ExecutionView => {
  const told = readTold(row.context)
  const status = statusOf(row, requests)
  const without = status === 'running' ? 'waiting' : 'not_run'
  const find = (position: number) => requests.find((one) => one.position === position)
  return {
    id: row.id,
    ruleId: row.rule_id,
    status,
    test: row.test,
    eventId: row.event_id,
    scorecard: told && { id: told.scorecard_id, domain: told.domain, name: told.name ?? null },
    trigger: told?.trigger ?? null,
    steps: storedSteps.parse(JSON.parse(row.steps)).map((step, position) => viewStep(step, position, find(position), without)),
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

const readRequests = async (executionIds: readonly string[], withBodies: boolean): Promise<RequestRow[]> =>
  executionIds.length === 0 ? [] : (await pool().query<RequestRow>(REQUESTS, [executionIds, withBodies])).rows

const EXISTS = 'SELECT 1 FROM rule WHERE id = $1 AND workspace_id = $2 AND deleted_at IS NULL'

const SOURCE = { from: 'rule_execution', id: 'id' }

const whereOf = (ruleId: string, { before, from }: Stretch): Conditions => {
  const where = new Conditions()
  where.add('rule_id = $', ruleId)
  if (before !== undefined) where.add('id < $', before)
  if (from !== undefined) where.add('id >= $', from)
  return where
}

/**
 * The executions of a rule, newest first; 404 for no such rule or another workspace's. A state is searched for: a page may
 * then hold fewer than `limit` although there are more, see `searchStretches`.
 */
export async function listExecutions(workspaceId: string, ruleId: string, query: ExecutionQuery, patience = PATIENCE): Promise<Page<ExecutionView>> {
  if ((await pool().query(EXISTS, [ruleId, workspaceId])).rowCount === 0) throw notFound('rule')
  const { limit, status, test } = query
  const before = readCursor(query.cursor, (id) => isId('rex', id))
  const read = async (stretch: Stretch, most: number): Promise<ExecutionRow[]> => {
    const where = whereOf(ruleId, stretch)
    if (status !== undefined) where.add('status = ANY($::execution_status[])', [status].flat())
    if (test !== undefined) where.add('test = $', test === 'true')
    const newest = selectNewest({ ...SOURCE, columns: '*', where, limit: most })
    return (await pool().query<ExecutionRow>(`${executions(`(${newest})`)} ORDER BY x.id DESC`, where.values)).rows
  }
  const findEnd = async (from: string | undefined, rows: number): Promise<string | undefined> => {
    const where = whereOf(ruleId, { before: from })
    return (await pool().query<{ id: string }>(selectEnd({ ...SOURCE, where }, rows), where.values)).rows[0]?.id
  }
  const { data, page } = status === undefined && test === undefined
    ? toPage(await read({ before }, limit + 1), limit)
    : await searchStretches({ limit, before, findEnd, read }, patience)
  const requests = await readRequests(data.map(({ id }) => id), false)
  return { data: data.map((row) => view(row, requests.filter((one) => one.execution_id === row.id))), page }
}

/** One execution with every attempt of every web request; 404 for none or another workspace's. */
export async function readExecution(workspaceId: string, ruleId: string, id: string): Promise<ExecutionDetail> {
  const { rows: [row] } = await pool().query<ExecutionRow>(
    `${executions('rule_execution')} WHERE x.id = $1 AND x.rule_id = $2 AND x.workspace_id = $3`, [id, ruleId, workspaceId])
  if (!row) throw notFound('execution')
  const requests = await readRequests([id], true)
  const attempts = await readAttempts(new Map(requests.map((one) => [one.id, one.body])))
  const { steps, ...execution } = view(row, requests)
  return { ...execution, steps: steps.map((step) => ({ ...step, attempts: attempts.get(step.deliveryId ?? '') ?? [] })) }
}
