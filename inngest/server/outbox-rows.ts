import type { Queryable } from '@/lib/db'

export interface OutboxRow {
  id: string
  /** The event as JSON text, as it is sent. */
  event: string
}

/** As many messages as are sent at once. */
export const MAX_ROWS = 400
// Inngest's cloud takes 512 KB at once on its smaller plans.
const MAX_BYTES = 256 * 1024

// `due_at <= now()` by the database's clock: it is the one that decides when a delivery is due, too.
const CLAIM = `
  SELECT id, event FROM outbox WHERE due_at <= now() ORDER BY due_at, id LIMIT ${MAX_ROWS} FOR UPDATE SKIP LOCKED`

/**
 * Locks messages that are due until the end of the transaction, as many as one request may hold. Other workers pass them
 * by; when this process dies the lock goes with its connection, so there is no lease to wait for.
 */
export async function claimDue(tx: Queryable): Promise<OutboxRow[]> {
  const { rows } = await tx.query<OutboxRow>({ name: 'outbox_claim', text: CLAIM })
  let bytes = 0
  const tooMany = rows.findIndex((row, index) => (bytes += Buffer.byteLength(row.event)) > MAX_BYTES && index > 0)
  return tooMany === -1 ? rows : rows.slice(0, tooMany)
}

/** Lets the transaction be idle while a request is under way: longer than other transactions may be, and than it takes. */
export async function allowSending(tx: Queryable): Promise<void> {
  await tx.query(`SET LOCAL idle_in_transaction_session_timeout = '15s'`)
}

/** Forgets what the server has acknowledged. */
export async function deleteSent(tx: Queryable, rows: readonly OutboxRow[]): Promise<void> {
  await tx.query('DELETE FROM outbox WHERE id = ANY($1)', [rows.map(({ id }) => id)])
}

/** Puts off a message that the server refuses, so that it stays but holds up no other. */
export async function postpone(tx: Queryable, row: OutboxRow, ms: number): Promise<void> {
  await tx.query(`UPDATE outbox SET due_at = now() + $2 * interval '1 ms' WHERE id = $1`, [row.id, ms])
}

/** Milliseconds until the next message that is for later; null when there is none. */
export async function untilNextDue(db: Queryable): Promise<number | null> {
  const { rows: [row] } = await db.query<{ ms: number | null }>({
    name: 'outbox_next',
    text: 'SELECT extract(epoch FROM min(due_at) - clock_timestamp())::float8 * 1000 AS ms FROM outbox WHERE due_at > now()',
  })
  return row?.ms ?? null
}
