import type pg from 'pg'
import { inTransaction, type Queryable } from '@/lib/db'
import type { RecorderLog } from '@/lib/deliveries/attempt-recorder'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { evaluateBatch, type Batch, type BatchDeps } from './evaluate-batch'
import { lockScores } from './lock-scores'
import { noteFailure } from './note-failure'

export interface EvaluateDeps extends BatchDeps {
  pool: pg.Pool
  log: RecorderLog
}

const OLDEST = `
  SELECT id, workspace_id AS "workspaceId", event_id AS "eventId" FROM score_batch
  WHERE workspace_id = $1 AND set_aside_at IS NULL ORDER BY seq LIMIT 1`
const IS_WAITING = 'SELECT 1 FROM score_batch WHERE id = $1 AND set_aside_at IS NULL'

/**
 * Evaluates a batch of observations, and before it those of its workspace that were accepted earlier. Triggers that fire
 * become ordinary events. A batch that is through is no longer there: repeating it does nothing. One that fails is thrown,
 * for a later try; after some tries it is set aside, and those behind it go on.
 */
export async function evaluateTriggers(deps: EvaluateDeps, { workspaceId, batchId }: { workspaceId: string; batchId: string }): Promise<number> {
  for (let evaluated = 0; ; evaluated++) {
    const tried: { batch?: Batch } = {}
    try {
      // In the order in which they were accepted, whichever message came first: a later score that is taken first would
      // make the earlier one late, and its crossing would be lost.
      const isMore = await inTransaction(async (tx) => {
        await lockScores(tx, workspaceId)
        if ((await tx.query(IS_WAITING, [batchId])).rowCount === 0) return false
        const { rows: [batch] } = await tx.query<Batch>(OLDEST, [workspaceId])
        if (!batch) return false
        tried.batch = batch
        await evaluateBatch(tx, deps, batch)
        await tx.query('DELETE FROM score_batch WHERE id = $1', [batch.id])
        return batch.id !== batchId
      }, deps.pool)
      if (!isMore) return evaluated
    } catch (error) {
      if (!tried.batch || isDatabaseDown(error) || !(await noteFailure(deps, tried.batch, error))) throw error
    }
  }
}

const FORGOTTEN = `
  SELECT DISTINCT ON (workspace_id) id, workspace_id FROM score_batch
  WHERE created_at < now() - $1::interval AND set_aside_at IS NULL ORDER BY workspace_id, seq DESC`

/** The newest of the batches that nobody has taken up although they have waited for long, for each workspace. */
export async function findForgotten(db: Queryable, since = '2 minutes'): Promise<Array<{ workspaceId: string; batchId: string }>> {
  const { rows } = await db.query<{ id: string; workspace_id: string }>(FORGOTTEN, [since])
  return rows.map((row) => ({ workspaceId: row.workspace_id, batchId: row.id }))
}

/** Takes up what `findForgotten` finds; the scores of one workspace that fail do not keep the others from their turn. */
export async function evaluateForgotten(deps: EvaluateDeps): Promise<number> {
  const forgotten = await findForgotten(deps.pool)
  for (const batch of forgotten) {
    try {
      await evaluateTriggers(deps, batch)
    } catch (error) {
      if (isDatabaseDown(error)) throw error
      deps.log.error({ err: error, ...batch }, 'scores could not be evaluated; the sweep tries them again')
    }
  }
  return forgotten.length
}
