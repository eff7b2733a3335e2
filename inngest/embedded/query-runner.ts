import type pg from 'pg'

/** A statement that has not answered by then is given up, so that a black-holed connection does not stop the worker. */
export const QUERY_TIMEOUT_MS = 10_000

export interface Statement {
  name: string
  text: string
  values: unknown[]
}

// node-postgres reads the option per query; its types know it per client only.
type TimedQuery = Statement & { query_timeout: number }

/** Runs a named (prepared) statement with a deadline. A broken connection is dropped from the pool. */
export async function runStatement<Row extends object>(
  pool: pg.Pool | pg.PoolClient,
  statement: Statement,
): Promise<Row[]> {
  const query: TimedQuery = { ...statement, query_timeout: QUERY_TIMEOUT_MS }
  const result = await pool.query<Row>(query)
  return result.rows
}

/**
 * Joined into a statement, it makes its transaction commit without waiting for the disk: for what may be undone by a
 * crash of Postgres. Every later commit that waits takes it to the disk before itself.
 */
export const UNFLUSHED = `(select set_config('synchronous_commit', 'off', true)) unflushed`
