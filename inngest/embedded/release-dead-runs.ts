import type pg from 'pg'

/**
 * Gives back the runs of processes that are known to be gone, so that they go on at once and not when a lease runs out:
 * by worker id, or all that were leased when a database that only we can reach was started.
 */
export async function releaseDeadRuns(pool: pg.Pool, dead: readonly string[] | { before: number }): Promise<number> {
  const isFresh = 'before' in dead
  if (!isFresh && dead.length === 0) return 0
  const { rowCount } = await pool.query(
    `UPDATE runner_run SET lease_until = NULL, worker = NULL, crashes = crashes + 1, gen = gen + 1, run_at = now()
     WHERE lease_until IS NOT NULL AND ($1 OR worker = ANY($2))`,
    [isFresh, isFresh ? [] : dead],
  )
  return rowCount ?? 0
}
