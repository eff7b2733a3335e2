import type pg from 'pg'
import { inTransaction, type Queryable } from '@/lib/db'
import type { PurgeBatch, PurgeRange } from './purge'

// A rule's later web requests tell what the earlier ones were answered, which may take them more than a day each.
// Scalar, because EXISTS may be planned as a hash of the whole table.
const IN_USE = `
  (SELECT true FROM rule_request q JOIN rule_execution x ON x.id = q.execution_id WHERE q.delivery_id = d.id AND x.status = 'running')`

const OVER = `d.status IN ('succeeded', 'failed', 'cancelled') AND ${IN_USE} IS NULL`

// By the primary key, whose ids have their time in them: nothing younger is looked at. Locked, so that nobody resends
// what is being removed; what someone else has locked is left for the next time.
const old = (only: string) => `
  SELECT id, event_id FROM delivery d WHERE id > $1 AND id < $2 AND ${OVER}${only} ORDER BY id LIMIT $3 FOR UPDATE OF d SKIP LOCKED`

// Two statements rather than one that asks whether there is a workspace: each has an index of its own.
const bound = ({ after, before, limit, workspaceId }: PurgeRange, column: string): { only: string; values: unknown[] } =>
  workspaceId === undefined
    ? { only: '', values: [after, before, limit] }
    : { only: ` AND ${column} = $4`, values: [after, before, limit, workspaceId] }

// Goes with its last delivery; an event that was never routed has neither delivery nor skip and stays, and so does one
// whose rules still have something to send.
const EVENTS = `
  DELETE FROM event e WHERE e.id = ANY($1) AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = e.id)
    AND (SELECT true FROM rule_execution x WHERE x.event_id = e.id AND x.status = 'running' LIMIT 1) IS NULL`

const SKIPS = `
  DELETE FROM event_skip s WHERE s.event_id = ANY($1) AND NOT EXISTS (SELECT 1 FROM event e WHERE e.id = s.event_id)`

const removeEvents = async (tx: Queryable, ids: string[]): Promise<number> => {
  if (ids.length === 0) return 0
  const { rowCount } = await tx.query(EVENTS, [ids])
  await tx.query(SKIPS, [ids])
  return rowCount ?? 0
}

/** Removes deliveries that are over, with bodies and attempts, and the events whose last delivery goes with them. */
export const purgeDeliveries: PurgeBatch = (pool: pg.Pool, range) =>
  inTransaction(async (tx) => {
    const { after } = range
    const { only, values } = bound(range, 'workspace_id')
    const { rows } = await tx.query<{ id: string; event_id: string | null }>(old(only), values)
    if (rows.length === 0) return { after, found: 0, removed: {} }
    const ids = rows.map(({ id }) => id)
    const { rowCount: attempts } = await tx.query('DELETE FROM attempt WHERE delivery_id = ANY($1)', [ids])
    await tx.query('DELETE FROM delivery_body WHERE delivery_id = ANY($1)', [ids])
    await tx.query('DELETE FROM delivery WHERE id = ANY($1)', [ids])
    const events = await removeEvents(tx, [...new Set(rows.flatMap((row) => row.event_id ?? []))])
    return { after: ids.at(-1) ?? after, found: rows.length, removed: { delivery: ids.length, attempt: attempts ?? 0, event: events } }
  }, pool)

// Locked like deliveries: who replays a skip is about to make a delivery of it.
const skipped = (only: string) => `
  SELECT event_id FROM event_skip s WHERE event_id > $1 AND event_id < $2
    AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = s.event_id)${only}
  ORDER BY event_id LIMIT $3 FOR UPDATE OF s SKIP LOCKED`

/** Removes the events that nobody got, with their skips. */
export const purgeSkipped: PurgeBatch = (pool, range) =>
  inTransaction(async (tx) => {
    const { after } = range
    const { only, values } = bound(range, '(SELECT e.workspace_id FROM event e WHERE e.id = s.event_id)')
    const { rows } = await tx.query<{ event_id: string }>(skipped(only), values)
    const ids = rows.map((row) => row.event_id)
    const events = await removeEvents(tx, ids)
    return { after: ids.at(-1) ?? after, found: rows.length, removed: { event: events } }
  }, pool)

const bodies = (only: string) => `
  SELECT b.delivery_id FROM delivery_body b JOIN delivery d ON d.id = b.delivery_id
  WHERE b.delivery_id > $1 AND b.delivery_id < $2 AND ${OVER}${only} ORDER BY b.delivery_id LIMIT $3 FOR UPDATE OF d SKIP LOCKED`

const EMPTY = `
  UPDATE attempt SET request_body = NULL, response_body = NULL
  WHERE delivery_id = ANY($1) AND (request_body IS NOT NULL OR response_body IS NOT NULL)`

/** Drops what was sent and answered, and keeps that it was: such a delivery cannot be sent again as it was. */
export const purgeBodies: PurgeBatch = (pool, range) =>
  inTransaction(async (tx) => {
    const { after } = range
    const { only, values } = bound(range, 'd.workspace_id')
    const { rows } = await tx.query<{ delivery_id: string }>(bodies(only), values)
    const ids = rows.map((row) => row.delivery_id)
    if (ids.length === 0) return { after, found: 0, removed: {} }
    await tx.query(EMPTY, [ids])
    await tx.query('DELETE FROM delivery_body WHERE delivery_id = ANY($1)', [ids])
    return { after: ids.at(-1) ?? after, found: ids.length, removed: { body: ids.length } }
  }, pool)
