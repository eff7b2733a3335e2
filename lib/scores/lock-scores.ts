import type { Queryable } from '@/lib/db'

const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('scores ' || $1, 0))`

/** One batch of a workspace is evaluated at a time. */
export async function lockScores(tx: Queryable, workspaceId: string): Promise<void> {
  await tx.query(LOCK, [workspaceId])
}
