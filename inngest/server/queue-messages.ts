import { toStoredJson } from '@/inngest/embedded/stored-json'
import type { Queryable } from '@/lib/db'
import type { Dispatch, Message } from '@/lib/dispatch'
import { newId } from '@/lib/ids'

/** The channel that tells relays of new messages. */
export const OUTBOX_CHANNEL = 'outbox_wake'

// An id that is there already is the same message. The NOTIFY fires at the caller's COMMIT, and only then.
const INSERT = `
  WITH m AS MATERIALIZED (SELECT * FROM json_to_recordset($1::json) AS m(id text, event json, ts float8)),
  queued AS (
    INSERT INTO outbox (id, event, due_at) SELECT id, event, greatest(now(), to_timestamp(ts / 1000)) FROM m
    ON CONFLICT (id) DO NOTHING RETURNING id)
  SELECT pg_notify('${OUTBOX_CHANNEL}', '') WHERE EXISTS (SELECT FROM queued)`

const toRow = (message: Message, now: number) => {
  const { id = newId('out', now), ts = now, name, data } = message
  return { id, ts, event: { id, name, data, ts } }
}

/**
 * Puts messages for the Inngest server into the outbox, in the caller's transaction: they are sent when it commits, and
 * only then. A message keeps its own id, by which the server takes it once.
 */
export const queueMessages: Dispatch = async (tx, messages) => {
  if (messages.length === 0) return
  const now = Date.now()
  await storeMessages(tx, toStoredJson(messages.map((message) => toRow(message, now))))
}

/** The same for rows `[{id, ts, event}]` that are JSON already. */
export const storeMessages = (tx: Queryable, rows: string): Promise<unknown> =>
  tx.query({ name: 'queue_messages', text: INSERT, values: [rows] })
