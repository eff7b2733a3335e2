import { inTransaction, type Queryable } from '@/lib/db'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { evaluateBatch, type Batch } from './evaluate-batch'
import type { EvaluateDeps } from './evaluate-triggers'
import { lockScores } from './lock-scores'

const MOST_TRIES = 5
// What fails for a moment, as while a new version starts, may fail five times within a second.
const PATIENCE = `interval '1 minute'`
const MOST_CHARS = 1000

const NOTE = `
  UPDATE score_batch SET tries = LEAST(tries + 1, 1000), error = $2 WHERE id = $1 AND set_aside_at IS NULL
  RETURNING tries >= ${MOST_TRIES} AND created_at < now() - ${PATIENCE} AS is_over`

const LEFT = `SELECT DISTINCT scorecard_id AS id FROM observation WHERE batch_id = $1 AND outcome = 'pending'`

const SET_ASIDE = `
  WITH o AS (UPDATE observation SET outcome = 'set_aside' WHERE batch_id = $1 AND outcome = 'pending')
  UPDATE score_batch SET set_aside_at = now() WHERE id = $1`

// Scorecards do not touch each other: those that can be evaluated are.
const tryOne = async (tx: Queryable, deps: EvaluateDeps, batch: Batch, scorecardId: string): Promise<boolean> => {
  await tx.query('SAVEPOINT one')
  try {
    await evaluateBatch(tx, deps, batch, scorecardId)
    await tx.query('RELEASE SAVEPOINT one')
    return true
  } catch (error) {
    if (isDatabaseDown(error)) throw error
    await tx.query('ROLLBACK TO SAVEPOINT one')
    return false
  }
}

const setAside = async (deps: EvaluateDeps, batch: Batch): Promise<number> => inTransaction(async (tx) => {
  await lockScores(tx, batch.workspaceId)
  const { rows } = await tx.query<{ id: string }>(LEFT, [batch.id])
  let refused = 0
  for (const { id } of rows) if (!(await tryOne(tx, deps, batch, id))) refused++
  await tx.query(refused === 0 ? 'DELETE FROM score_batch WHERE id = $1' : SET_ASIDE, [batch.id])
  return refused
}, deps.pool)

/**
 * Notes that a batch could not be evaluated. After five tries, and a minute after it came in, it no longer holds up those
 * behind it: what of it can be evaluated is, and the rest is set aside for `retrySetAside`. True when it is out of the way.
 */
export async function noteFailure(deps: EvaluateDeps, batch: Batch, error: unknown): Promise<boolean> {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MOST_CHARS).replaceAll('\u0000', '')
  const { rows: [noted] } = await deps.pool.query<{ is_over: boolean }>(NOTE, [batch.id, message])
  if (!noted) return true // somebody else was sooner
  if (!noted.is_over) return false
  const scorecards = await setAside(deps, batch)
  if (scorecards > 0) {
    deps.log.error({ err: error, batchId: batch.id, workspaceId: batch.workspaceId, scorecards }, 'scores could not be evaluated and are set aside')
  }
  return true
}
