import type { PurgeBatch } from './purge'

const KEYS = `
  DELETE FROM idempotency_key WHERE (workspace_id, key) IN (
    SELECT workspace_id, key FROM idempotency_key WHERE created_at < now() - interval '24 hours' ORDER BY created_at LIMIT $1
    FOR UPDATE SKIP LOCKED)`

/** Removes the answers of Idempotency-Keys after 24 hours. */
export const purgeKeys: PurgeBatch = async (pool, { limit }) => {
  const { rowCount } = await pool.query(KEYS, [limit])
  return { after: '', found: rowCount ?? 0, removed: { idempotency_key: rowCount ?? 0 } }
}

const OPERATIONS = `
  DELETE FROM operation WHERE id IN (
    SELECT id FROM operation WHERE id < $1 AND status <> 'running' AND finished_at < to_timestamp($2 / 1000.0) ORDER BY id LIMIT $3)`

/** Removes operations that ended before a time (ms) that is also that of the range's end. */
export const purgeOperations = (endedBefore: number): PurgeBatch => async (pool, { before, limit }) => {
  const { rowCount } = await pool.query(OPERATIONS, [before, endedBefore, limit])
  return { after: '', found: rowCount ?? 0, removed: { operation: rowCount ?? 0 } }
}

const ONCE = `
  DELETE FROM once_key WHERE (integration_id, key) IN (
    SELECT integration_id, key FROM once_key WHERE used_at < to_timestamp($1 / 1000.0) ORDER BY used_at LIMIT $2 FOR UPDATE SKIP LOCKED)`

/** Forgets what integrations take only once when its last event was before a time (ms). */
export const purgeOnceKeys = (usedBefore: number): PurgeBatch => async (pool, { limit }) => {
  const { rowCount } = await pool.query(ONCE, [usedBefore, limit])
  return { after: '', found: rowCount ?? 0, removed: { once_key: rowCount ?? 0 } }
}

/** Removes the heartbeats of processes that ended more than a day ago. */
export const purgeWorkers: PurgeBatch = async (pool) => {
  const { rowCount } = await pool.query(`DELETE FROM worker WHERE heartbeat_at < now() - interval '24 hours'`)
  return { after: '', found: 0, removed: { worker: rowCount ?? 0 } }
}

const EXPIRED = `
  WITH s AS (DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at < now() LIMIT $1) RETURNING 1),
       v AS (DELETE FROM verification WHERE id IN (SELECT id FROM verification WHERE expires_at < now() LIMIT $1) RETURNING 1),
       t AS (DELETE FROM throttle WHERE key IN (SELECT key FROM throttle WHERE reset_at < now() LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING 1)
  SELECT (SELECT count(*) FROM s) + (SELECT count(*) FROM v) AS session, (SELECT count(*) FROM t) AS throttle`

/** Removes sessions, links and pending sign-ins that have expired, and counts of tries whose span is over. */
export const purgeExpired: PurgeBatch = async (pool, { limit }) => {
  const { rows: [row] } = await pool.query<{ session: number; throttle: number }>(EXPIRED, [limit])
  const removed = { session: Number(row?.session ?? 0), throttle: Number(row?.throttle ?? 0) }
  return { after: '', found: Math.max(removed.session, removed.throttle), removed }
}

/** Removes the limits of callers who did nothing for a day: theirs are as if they were new. */
export const purgeLimits: PurgeBatch = async (pool) => {
  const tokens = await pool.query(`DELETE FROM request_tokens WHERE refilled_at < now() - interval '1 day'`)
  const sends = await pool.query(`DELETE FROM send_log WHERE used_at < now() - interval '1 day'`)
  return { after: '', found: 0, removed: { limit: (tokens.rowCount ?? 0) + (sends.rowCount ?? 0) } }
}

const INBOX = `
  DELETE FROM inbox_request WHERE id IN (
    SELECT id FROM inbox_request WHERE id < $1 AND ($2::text IS NULL OR workspace_id = $2) ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)`

/** Forgets what arrived in inboxes before a time, which is that of the range's end. */
export const purgeInbox: PurgeBatch = async (pool, { before, limit, workspaceId }) => {
  const { rowCount } = await pool.query(INBOX, [before, workspaceId ?? null, limit])
  return { after: '', found: rowCount ?? 0, removed: { inbox: rowCount ?? 0 } }
}
