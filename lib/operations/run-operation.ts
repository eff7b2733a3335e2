import type pg from 'pg'
import { deliveryFilter } from '@/lib/contracts/delivery'
import { operationBody } from '@/lib/contracts/operation'
import { inTransaction, type Queryable } from '@/lib/db'
import { INTEGRATION_DRAIN, type Dispatch } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import { replayStep } from './replay-step'
import { INTEGRATIONS_PER_STEP, resendStep } from './resend-step'
import { operationRun } from './start-operation'
import type { StepResult } from './step-result'
import { OPERATION_COLUMNS, progress, readClock, type OperationRow, type Progress } from './stored-operation'

export interface RunDeps {
  pool: pg.Pool
  dispatch: Dispatch
  worker: string
}

const PAUSE_MS = 50 // between steps: others get their turn
const LONGEST_PAUSE_MS = 2000 // while what was handed over still waits
const REMIND_FROM = 5 // turns in a row without room
const RENDER_MS = 250 // of one step: templates may be slow, and a worker has other things to do

const FIND = `SELECT ${OPERATION_COLUMNS} FROM operation WHERE id = $1 FOR UPDATE`

const SAVE = `
  UPDATE operation SET cursor = $2, sent = sent + $3, failed = failed + $4, error = coalesce($5, error),
    status = $6, total = CASE WHEN $6 = 'done'::operation_status THEN sent + $3 + failed + $4 ELSE total END,
    finished_at = CASE WHEN $6 = 'running'::operation_status THEN NULL ELSE now() END
  WHERE id = $1`

const doStep = async (tx: Queryable, deps: RunDeps, row: OperationRow, at: Progress): Promise<StepResult> => {
  const until = performance.now() + RENDER_MS
  const inTime = () => performance.now() < until
  const now = await readClock(tx)
  if (row.kind === 'replay_skipped') {
    return replayStep(tx, deps.dispatch, { upTo: row.up_to, progress: at, worker: deps.worker }, now, inTime)
  }
  return resendStep(tx, deps.dispatch, {
    workspaceId: row.workspace_id,
    filter: deliveryFilter.parse(JSON.parse(row.filter)),
    body: operationBody.parse(row.body),
    upTo: row.up_to,
    progress: at,
  }, now, inTime)
}

const statusAfter = ({ after, over }: StepResult) => {
  if (over !== null) return 'cancelled'
  return Object.keys(after).length === 0 ? 'done' : 'running'
}

// Shortly at first, because most receivers are fast; one that hangs is not asked after all the time.
const pauseAfter = ({ held }: Progress): number => Math.min(LONGEST_PAUSE_MS, PAUSE_MS * (held + 1))

// What was handed over may have been taken in hand by a worker that is gone: the next one need not wait for the sweep.
const remind = ({ after }: Progress) => Object.keys(after).slice(0, INTEGRATIONS_PER_STEP)
  .map((integrationId) => ({ name: INTEGRATION_DRAIN, id: newId('req'), data: { integrationId } }))

const runStep = async (tx: Queryable, deps: RunDeps, message: { operationId: string; turn: number }): Promise<void> => {
  const { rows: [row] } = await tx.query<OperationRow>(FIND, [message.operationId])
  if (!row || row.status !== 'running') return
  const at = progress.parse(JSON.parse(row.cursor ?? ''))
  if (at.turn !== message.turn) return
  const result = await doStep(tx, deps, row, at)
  const next: Progress = { turn: at.turn + 1, held: result.held ? at.held + 1 : 0, after: result.after }
  const status = statusAfter(result)
  await tx.query(SAVE, [row.id, JSON.stringify(next), result.sent, result.failed, result.over ?? result.error, status])
  if (next.held >= REMIND_FROM) await deps.dispatch(tx, remind(next))
  if (status === 'running') await deps.dispatch(tx, [operationRun(row.id, next.turn, Date.now() + pauseAfter(next))])
}

/**
 * Does one step of an operation: what it hands over, how far it has come and the message of the next step commit
 * together, so that a crash repeats a step as a whole or not at all. A message of another turn is of a step that was done.
 */
export async function runOperation(deps: RunDeps, message: { operationId: string; turn: number }): Promise<void> {
  await inTransaction((tx) => runStep(tx, deps, message), deps.pool)
}

/** Ends an operation whose step fails again and again, with the reason; what was handed over stays. */
export async function breakOffOperation({ pool }: Pick<RunDeps, 'pool'>, operationId: string, reason: string): Promise<void> {
  await pool.query(
    `UPDATE operation SET status = 'cancelled', error = $2, finished_at = now() WHERE id = $1 AND status = 'running'`,
    [operationId, `It broke off: ${reason}`],
  )
}
