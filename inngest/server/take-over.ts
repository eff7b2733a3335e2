import type pg from 'pg'
import * as z from 'zod'
import { insertRows, planDispatch, type OutgoingEvent } from '@/inngest/embedded/dispatch'
import type { Registry } from '@/inngest/embedded/registry'
import { inTransaction, type Queryable } from '@/lib/db'
import { storeMessages } from './queue-messages'

const AT_ONCE = 500

const storedEvent = z.object({
  name: z.string(), data: z.record(z.string(), z.unknown()), id: z.string().optional(), ts: z.number().optional(),
})

// A run that somebody executes is left to them until its lease is over; what it has done is safe to do once more.
const LEFT_BY_RUNNER = `
  WITH items AS (
    DELETE FROM runner_batch_item WHERE id IN (
      SELECT id FROM runner_batch_item ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING event
  ), runs AS (
    DELETE FROM runner_run WHERE id IN (
      SELECT id FROM runner_run WHERE lease_until IS NULL OR lease_until < now() LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING events
  )
  SELECT event FROM items UNION ALL SELECT json_array_elements(events) FROM runs`

const LEFT_BY_RELAY = `
  DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) RETURNING event`

/**
 * After a switch to an Inngest server: moves what the embedded runner was still to run into the outbox. Each message
 * keeps its id and time. Returns how many there were.
 */
export const takeOverFromRunner = (pool: pg.Pool): Promise<number> =>
  inSteps(pool, LEFT_BY_RUNNER, async (tx, events) => {
    // The engine's own events (timers, failures) are for the engine that made them.
    const rows = events.filter(({ name }) => !name.startsWith('inngest/')).map((event) => ({ id: event.id, ts: event.ts, event }))
    await storeMessages(tx, JSON.stringify(rows))
  })

/** After a switch back: moves what was still to be sent to the embedded runner. Returns how many there were. */
export const takeOverFromRelay = (pool: pg.Pool, registry: Registry): Promise<number> =>
  inSteps(pool, LEFT_BY_RELAY, async (tx, events) => {
    const { rows } = planDispatch(registry, events, Date.now())
    // Seen, but not run: the runner had them before they were taken over by the relay.
    await tx.query('DELETE FROM runner_seen WHERE id = ANY($1)', [rows.flatMap(({ s }) => s)])
    await insertRows(tx, rows)
  })

async function inSteps(
  pool: pg.Pool, take: string, put: (tx: Queryable, events: OutgoingEvent[]) => Promise<unknown>,
): Promise<number> {
  let total = 0
  for (;;) {
    const moved = await inTransaction(async (tx) => {
      const { rows } = await tx.query<{ event: string }>(take)
      if (rows.length > 0) await put(tx, rows.map(({ event }) => readEvent(event)))
      return rows.length
    }, pool)
    if (moved === 0) return total
    total += moved
  }
}

function readEvent(text: string): OutgoingEvent {
  const { name, data, id, ts } = storedEvent.parse(JSON.parse(text))
  return { name, data, ...(id !== undefined && { id }), ...(ts !== undefined && { ts }) }
}
