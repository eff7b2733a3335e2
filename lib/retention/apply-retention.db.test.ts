import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDb, inTransaction, pool, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { applyRetention } from './apply-retention'

const DAY = 24 * 3600 * 1000
const NOW = Date.parse('2026-11-22T12:00:00Z')
const OPTIONS = { days: 90, bodyDays: 30, budgetMs: 10_000, restFactor: 0 }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
beforeEach(() => pool().query('TRUNCATE event, event_skip, delivery, delivery_body, attempt, rule_execution, rule_request, idempotency_key, operation, worker'))

const run = (options: Partial<typeof OPTIONS> & { batch?: number } = {}) =>
  applyRetention({ pool: pool(), now: () => NOW }, { ...OPTIONS, ...options })

// newId counts up within a process, so an id of the past is made of the time part alone.
const idAt = (prefix: 'evt' | 'dlv' | 'blk' | 'rex', daysAgo: number): string => {
  const time = [...Array(10).keys()].reduce(({ text, left }) => ({
    text: '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(left % 32) + text, left: Math.floor(left / 32),
  }), { text: '', left: NOW - daysAgo * DAY }).text
  return `${prefix}_${time}${newId(prefix).slice(-16)}`
}

const addEvent = async (daysAgo: number, skipped = false): Promise<string> => {
  const id = idAt('evt', daysAgo)
  await pool().query(
    `INSERT INTO event (id, workspace_id, type, description, occurred_at, context, external_id) VALUES ($1, 'ws', 't', 'd', 'o', '{}', $1)`, [id],
  )
  if (skipped) await pool().query(`INSERT INTO event_skip (event_id, skips) VALUES ($1, '[]')`, [id])
  return id
}

const addDelivery = async (daysAgo: number, eventId: string | null, status = 'succeeded'): Promise<string> => {
  const id = idAt('dlv', daysAgo)
  await pool().query(
    `INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, max_attempts, url)
     VALUES ($1, 'ws', $2, $1, 't', $3::delivery_status, 8, 'u')`, [id, eventId, status],
  )
  await pool().query(`INSERT INTO delivery_body (delivery_id, body, content_type) VALUES ($1, 'body', 'application/json')`, [id])
  await pool().query(
    `INSERT INTO attempt (delivery_id, number, id, trigger, started_at, duration_ms, url, request_headers, request_body, status_code, response_headers, response_body)
     SELECT $1, n, $1 || n, 'automatic', now(), 1, 'u', '{}', 'req', 200, '{"a":"b"}', 'res' FROM generate_series(1, 2) n`, [id],
  )
  return id
}

const ids = async (table: string, column = 'id'): Promise<string[]> => {
  const { rows } = await pool().query<{ id: string }>(`SELECT ${column} AS id FROM ${table} ORDER BY 1`)
  return rows.map(({ id }) => id)
}

describe('retention', () => {
  it('removes deliveries that are over and past their days, with attempts, bodies and their events, and no others', async () => {
    const [old, young] = [await addEvent(91), await addEvent(89)]
    await addDelivery(90.5, old)
    const kept = await addDelivery(89, young)
    const test = await addDelivery(1, null)
    const { removed, more } = await run()
    expect(more).toBe(false)
    expect(removed).toMatchObject({ delivery: 1, attempt: 2, event: 1 })
    expect(await ids('delivery')).toEqual([kept, test].sort())
    expect(await ids('attempt', 'DISTINCT delivery_id')).toEqual([kept, test].sort())
    expect(await ids('event')).toEqual([young])
  })

  it('removes executions of rules that are over and past their days, and no others', async () => {
    const add = async (days: number, status: string): Promise<string> => {
      const id = idAt('rex', days)
      await pool().query(`INSERT INTO rule_execution (id, workspace_id, rule_id, status, steps) VALUES ($1, 'ws', 'rul', $2::execution_status, '[]')`, [id, status])
      await pool().query('INSERT INTO rule_request (execution_id, position, delivery_id) VALUES ($1, 0, $1)', [id])
      return id
    }
    await add(91, 'failed')
    const kept = [await add(92, 'running'), await add(89, 'succeeded')].sort()
    expect((await run()).removed).toMatchObject({ execution: 1 })
    expect([await ids('rule_execution'), await ids('rule_request', 'execution_id')]).toEqual([kept, kept])
  })

  it.each(['pending', 'retrying', 'sending'])('never touches a delivery that is %s, however old, nor its event and body', async (status) => {
    const eventId = await addEvent(400)
    const id = await addDelivery(400, eventId, status)
    await addDelivery(400, eventId)
    await run()
    expect(await ids('delivery')).toEqual([id])
    expect(await ids('delivery_body', 'delivery_id')).toEqual([id])
    expect(await ids('event')).toEqual([eventId])
    expect((await pool().query(`SELECT 1 FROM attempt WHERE response_body IS NOT NULL`)).rowCount).toBe(2)
  })

  it('keeps what the next web requests of a running rule read: its event, and what the earlier ones were answered', async () => {
    const [waiting, chained] = [await addEvent(91, true), await addEvent(91, true)]
    const [first, over] = [await addDelivery(91, chained), await addDelivery(91, chained)]
    const add = async (eventId: string, status: string): Promise<string> => {
      const id = idAt('rex', 91)
      await pool().query(`INSERT INTO rule_execution (id, workspace_id, rule_id, event_id, status, steps) VALUES ($1, 'ws', $1, $2, $3::execution_status, '[]')`, [id, eventId, status])
      return id
    }
    await add(waiting, 'running')
    for (const [executionId, deliveryId] of [[await add(chained, 'running'), first], [await add(chained, 'succeeded'), over]]) {
      await pool().query('INSERT INTO rule_request (execution_id, position, delivery_id) VALUES ($1, 0, $2)', [executionId, deliveryId])
    }
    await run()
    expect([await ids('delivery'), await ids('delivery_body', 'delivery_id')]).toEqual([[first], [first]])
    expect((await pool().query('SELECT 1 FROM attempt WHERE response_body IS NOT NULL')).rowCount).toBe(2)
    expect(await ids('event')).toEqual([waiting, chained].sort())
    await pool().query(`UPDATE rule_execution SET status = 'failed'`)
    await run()
    expect([await ids('delivery'), await ids('event'), await ids('event_skip', 'event_id')]).toEqual([[], [], []])
  })

  it('leaves an event alone whose skip is becoming a delivery at this moment', async () => {
    const eventId = await addEvent(91, true)
    await inTransaction(async (tx) => {
      await tx.query('SELECT skips FROM event_skip WHERE event_id = $1 FOR UPDATE', [eventId])
      await run()
      await tx.query(
        `INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, max_attempts, url)
         VALUES ($1, 'ws', $2, 'int', 't', 'pending', 8, 'u')`, [newId('dlv'), eventId])
    })
    await run()
    expect(await ids('event')).toEqual([eventId])
  })

  it('keeps an event as long as a younger delivery of it is there', async () => {
    const eventId = await addEvent(100, true)
    await addDelivery(100, eventId)
    const replayed = await addDelivery(5, eventId)
    await run()
    expect([await ids('delivery'), await ids('event'), await ids('event_skip', 'event_id')]).toEqual([[replayed], [eventId], [eventId]])
  })

  it('removes events that nobody got with their skips, and keeps one that was never routed', async () => {
    await addEvent(91, true)
    const young = await addEvent(10, true)
    const unrouted = await addEvent(200)
    await run()
    expect(await ids('event')).toEqual([unrouted, young].sort())
    expect(await ids('event_skip', 'event_id')).toEqual([young])
  })

  it('lets an own id be used again once its event is gone', async () => {
    const id = await addEvent(91, true)
    const insert = () => pool().query(
      `INSERT INTO event (id, workspace_id, type, description, occurred_at, context, external_id) VALUES ($2, 'ws', 't', 'd', 'o', '{}', $1)
       ON CONFLICT (workspace_id, external_id) WHERE external_id IS NOT NULL DO NOTHING`, [id, newId('evt')])
    expect((await insert()).rowCount).toBe(0)
    await run()
    expect((await insert()).rowCount).toBe(1)
  })

  it('drops bodies sooner and keeps the rest of the history', async () => {
    const eventId = await addEvent(31)
    const id = await addDelivery(31, eventId)
    const young = await addDelivery(29, eventId)
    expect((await run()).removed).toEqual({ body: 1 })
    expect(await ids('delivery')).toEqual([id, young].sort())
    expect(await ids('delivery_body', 'delivery_id')).toEqual([young])
    const { rows } = await pool().query('SELECT request_body, response_body, status_code, response_headers FROM attempt WHERE delivery_id = $1', [id])
    expect(rows).toEqual(Array(2).fill({ request_body: null, response_body: null, status_code: 200, response_headers: '{"a":"b"}' }))
    expect((await run()).removed).toEqual({})
  })

  it('forgets idempotency keys after 24 hours, finished operations and dead processes, and nothing younger', async () => {
    await pool().query(`INSERT INTO idempotency_key (workspace_id, key, request_hash, created_at) VALUES
      ('ws', 'old', '', now() - interval '25 hours'), ('ws', 'young', '', now() - interval '23 hours')`)
    await pool().query(`INSERT INTO worker (id, heartbeat_at) VALUES ('dead', now() - interval '25 hours'), ('quiet', now() - interval '23 hours')`)
    const operation = (id: string, status: string, finishedDaysAgo: number | null) => pool().query(
      `INSERT INTO operation (id, workspace_id, kind, filter, body, status, total, up_to, finished_at)
       VALUES ($1, 'ws', 'bulk_resend', '{}', 'original', $2::operation_status, 0, '', to_timestamp($3::float8))`,
      [id, status, finishedDaysAgo === null ? null : (NOW - finishedDaysAgo * DAY) / 1000],
    )
    const [running, late] = [idAt('blk', 100), idAt('blk', 100)]
    await operation(idAt('blk', 100), 'done', 99)
    await operation(running, 'running', null)
    await operation(late, 'cancelled', 2)
    expect((await run()).removed).toMatchObject({ idempotency_key: 1, worker: 1, operation: 1 })
    expect(await ids('idempotency_key', 'key')).toEqual(['young'])
    expect(await ids('worker')).toEqual(['quiet'])
    expect(await ids('operation')).toEqual([running, late].sort())
  })

  it('forgets what an integration takes only once when the last event with it is as old as its deliveries', async () => {
    await pool().query(`INSERT INTO once_key (integration_id, key, used_at) VALUES
      ('int', 'old', to_timestamp($1::float8)), ('int', 'young', to_timestamp($2::float8))`, [(NOW - 91 * DAY) / 1000, (NOW - 89 * DAY) / 1000])
    expect((await run()).removed).toEqual({ once_key: 1 })
    expect((await pool().query<{ key: Buffer }>('SELECT key FROM once_key')).rows.map(({ key }) => key.toString())).toEqual(['young'])
  })

  it('goes on where it was cut off, batch by batch, past what it may not touch', async () => {
    const waiting: string[] = []
    for (let i = 0; i < 12; i++) {
      const id = await addDelivery(120, null, i % 3 === 0 ? 'retrying' : 'failed')
      if (i % 3 === 0) waiting.push(id)
    }
    expect(await run({ batch: 3, budgetMs: 0 })).toMatchObject({ more: true, removed: { delivery: 3 } })
    expect(await run({ batch: 3 })).toMatchObject({ more: false, removed: { delivery: 5 } })
    expect(await ids('delivery')).toEqual(waiting.sort())
  })

  it('leaves alone what someone else is just about to send again', async () => {
    const id = await addDelivery(120, null, 'failed')
    const other = await pool().connect()
    await other.query('BEGIN')
    await other.query(`UPDATE delivery SET status = 'pending', resume_status = 'failed' WHERE id = $1`, [id])
    const during = await run().finally(async () => {
      await other.query('COMMIT')
      other.release()
    })
    expect(during.removed).toEqual({})
    expect((await run()).removed).toEqual({})
    expect(await ids('delivery_body', 'delivery_id')).toEqual([id])
  })

  it('rests between batches for a multiple of their time', async () => {
    for (let i = 0; i < 6; i++) await addDelivery(120, null)
    const start = performance.now()
    await run({ batch: 2, restFactor: 0 })
    expect(performance.now() - start).toBeGreaterThanOrEqual(3 * 20 - 5)
  })
})

it('keeps less for a workspace that wants it so, and never more than the operator allows', async () => {
  const own = async (column: string, value: number) => {
    await pool().query('DELETE FROM workspace')
    await pool().query(`INSERT INTO workspace (id, name, slug, ${column}) VALUES ('ws', 'Acme', 'ws', $1)`, [value])
  }
  const [young, old] = [await addDelivery(5, await addEvent(5)), await addDelivery(20, await addEvent(20))]
  const skipped = await addEvent(20, true)
  await pool().query(`INSERT INTO delivery (id, workspace_id, event_type, status, max_attempts, url) VALUES ($1, 'other', 't', 'succeeded', 8, 'u')`, [idAt('dlv', 20)])
  await own('retention_body_days', 10)
  await run()
  expect([await ids('delivery_body', 'delivery_id'), (await ids('delivery')).length]).toEqual([[young], 3])
  await own('retention_days', 10)
  await run()
  expect([(await ids('delivery')).includes(old), (await ids('delivery')).length, (await ids('event')).includes(skipped)]).toEqual([false, 2, false])
  await addDelivery(100, null)
  await own('retention_days', 1000)
  await run()
  expect(await ids('delivery')).toHaveLength(2)
  await pool().query('DELETE FROM workspace')
})
