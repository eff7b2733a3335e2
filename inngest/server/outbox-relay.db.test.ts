import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type pg from 'pg'
import { silentLog } from '@/inngest/embedded/testing/test-client'
import { createPool, inTransaction } from '@/lib/db'
import type { Message } from '@/lib/dispatch'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { OutboxRelay } from './outbox-relay'
import { queueMessages } from './queue-messages'
import { createSendEvents } from './send-events'
import { startInngest, type TestInngest } from './testing/start-inngest'

let database: TestDatabase
let pool: pg.Pool
let inngest: TestInngest
let relays: OutboxRelay[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  pool = createPool(database.url, 12)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})
beforeEach(async () => { inngest = await startInngest() })
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop(1000)))
  relays = []
  await inngest.close()
  await pool.query('TRUNCATE outbox')
})

const startRelay = (url = inngest.url, pollMs = 60_000): OutboxRelay => {
  const send = createSendEvents({ baseUrl: url, eventKey: inngest.eventKey })
  const relay = new OutboxRelay({ pool, connectionString: database.url, send, log: silentLog, pollMs, longestPauseMs: 300 })
  relay.start()
  relays.push(relay)
  return relay
}

const queue = (...messages: Message[]) => inTransaction((tx) => queueMessages(tx, messages), pool)
const message = (n: number, extra: Partial<Message> = {}): Message => ({ name: 'a/b', data: { n }, id: `m${n}`, ...extra })
const waiting = async () => (await pool.query<{ id: string }>('SELECT id FROM outbox ORDER BY id')).rows.map(({ id }) => id)
const sentIds = () => inngest.events.map(({ id }) => id)
const untilSent = (count: number) => expect.poll(() => inngest.events.length).toBe(count)

describe('the outbox', () => {
  it('is written by the transaction of its cause, or not at all', async () => {
    await inTransaction(async (tx) => {
      await queueMessages(tx, [message(1)])
      throw new Error('rolled back')
    }, pool).catch(() => {})
    expect(await waiting()).toEqual([])
  })

  it('keeps the id, the data and the time of a message, and gives an id to one without', async () => {
    await queue(message(1, { ts: 4102444800000 }), { name: 'a/b', data: { text: 'a\0b', deep: [1] } })
    const { rows } = await pool.query<{ id: string; event: string }>('SELECT id, event FROM outbox ORDER BY due_at DESC')
    expect(JSON.parse(rows[0]?.event ?? '')).toEqual({ id: 'm1', name: 'a/b', data: { n: 1 }, ts: 4102444800000 })
    expect(JSON.parse(rows[1]?.event ?? '')).toMatchObject({ id: rows[1]?.id, data: { text: 'a\ufffdb', deep: [1] } })
    expect(rows[1]?.id).toMatch(/^out_/)
  })

  it('holds a message once, however often it is queued', async () => {
    await queue(message(1))
    await queue(message(1), message(2), message(2))
    expect(await waiting()).toEqual(['m1', 'm2'])
  })
})

describe('the relay', () => {
  it('sends at the commit, not at the poll, and forgets what was acknowledged', async () => {
    startRelay()
    const listeners = async () => (await pool.query(`SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'`)).rows.length
    await expect.poll(listeners).toBe(1)
    for (const n of [1, 2, 3]) {
      await queue(message(n))
      await untilSent(n)
    }
    await expect.poll(waiting).toEqual([])
  })

  it('sends each message once, although several workers relay', async () => {
    for (let i = 0; i < 3; i++) startRelay(inngest.url, 50)
    const ids = Array.from({ length: 3000 }, (_, n) => n)
    await Promise.all(ids.filter((n) => n % 100 === 0).map((from) => queue(...ids.slice(from, from + 100).map((n) => message(n)))))
    await untilSent(3000)
    await expect.poll(waiting).toEqual([])
    expect(new Set(sentIds()).size).toBe(3000)
    expect(inngest.events.length).toBe(3000)
  })

  it('keeps a message that is for later until it is due', async () => {
    startRelay()
    const ts = Date.now() + 1200
    await queue(message(1, { ts }), message(2))
    await untilSent(1)
    expect(sentIds()).toEqual(['m2'])
    await untilSent(2)
    expect(Date.now()).toBeGreaterThanOrEqual(ts)
    expect(inngest.events[1]).toMatchObject({ id: 'm1', ts })
  })

  it('loses nothing while the server is down, overloaded, or a stranger answers in its place', async () => {
    const refusals: Array<number | undefined> = [503, 500, 429, 401, undefined]
    inngest.onEvents(() => refusals.shift())
    await inngest.down()
    startRelay()
    await queue(...Array.from({ length: 500 }, (_, n) => message(n)))
    expect(inngest.events).toEqual([])
    await inngest.up()
    await untilSent(500)
    expect(refusals).toEqual([])
    expect(new Set(sentIds()).size).toBe(500)
    await expect.poll(waiting).toEqual([])
  })

  it('believes only the acknowledgement of an Inngest server', async () => {
    const { startReceiver, answer } = await import('@/lib/testing/receiver')
    const stranger = await startReceiver(answer(200, '<html>It works!</html>'))
    startRelay(stranger.url)
    await queue(message(1))
    await stranger.until(2)
    expect(await waiting()).toEqual(['m1'])
    await stranger.close()
  })

  it('sends again under the same id what was acknowledged when the connection to the database broke', async () => {
    let cut = 0
    inngest.onEvents(async () => {
      if (cut++ > 0) return
      await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'idle in transaction'`)
    })
    startRelay(inngest.url, 50)
    await queue(message(1), message(2))
    await untilSent(4)
    expect(sentIds().sort()).toEqual(['m1', 'm1', 'm2', 'm2'])
    await expect.poll(waiting).toEqual([])
  })

  it('sends once although the server takes seconds to answer', async () => {
    let slow = 6000
    inngest.onEvents(() => new Promise((resolve) => setTimeout(resolve, slow)))
    startRelay()
    await queue(message(1))
    await untilSent(1)
    await expect.poll(waiting).toEqual([])
    slow = 0
    await queue(message(2))
    await untilSent(2)
    expect(sentIds()).toEqual(['m1', 'm2'])
  })

  it('keeps a message that the server refuses, and sends the others', async () => {
    inngest.onEvents((events) => (events.some(({ id }) => id === 'm3') ? 400 : undefined))
    startRelay()
    await queue(...[1, 2, 3, 4, 5].map((n) => message(n)))
    await untilSent(4)
    await queue(message(6))
    await untilSent(5)
    expect(sentIds().sort()).toEqual(['m1', 'm2', 'm4', 'm5', 'm6'])
    await expect.poll(waiting).toEqual(['m3'])
  })

  it('sends large messages in requests that a server takes', async () => {
    const sizes: number[] = []
    inngest.onEvents((events) => void sizes.push(JSON.stringify(events).length))
    await queue(...Array.from({ length: 40 }, (_, n) => message(n, { data: { text: 'x'.repeat(30_000) } })))
    startRelay()
    await untilSent(40)
    expect(Math.max(...sizes)).toBeLessThan(300_000)
  })

  it('stops although the server hangs, and keeps what was not acknowledged', async () => {
    let asked = () => {}
    const wasAsked = new Promise<void>((resolve) => { asked = resolve })
    inngest.onEvents(() => {
      asked()
      return new Promise(() => {})
    })
    const relay = startRelay()
    await queue(message(1))
    await wasAsked
    const before = Date.now()
    await relay.stop(100)
    expect(Date.now() - before).toBeLessThan(20_000)
    expect(await waiting()).toEqual(['m1'])
  })
})
