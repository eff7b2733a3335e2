import type pg from 'pg'

export type PurgeKind =
  | 'delivery' | 'attempt' | 'event' | 'body' | 'idempotency_key' | 'once_key' | 'operation' | 'worker' | 'audit' | 'throttle' | 'session'
  | 'limit' | 'inbox' | 'counter' | 'execution' | 'observation'
export type Removed = Partial<Record<PurgeKind, number>>

/** A small part of a purge: ids after `after` and before `before`, at most `limit` of them. */
export interface PurgeRange {
  after: string
  before: string
  limit: number
  /** Only what is this workspace's. */
  workspaceId?: string
}

/** Removes one batch in a transaction of its own. `found` below the limit means that there is no more. */
export type PurgeBatch = (pool: pg.Pool, range: PurgeRange) => Promise<{ after: string; found: number; removed: Removed }>
