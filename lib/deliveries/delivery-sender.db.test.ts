import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type pg from 'pg'
import { bySystem } from '@/lib/audit/acting'
import { createPool, inTransaction, pool, prisma, closeDb, useDatabase } from '@/lib/db'
import { integrationInput, type IntegrationPatch } from '@/lib/contracts/integration'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { readDelivery } from '@/lib/deliveries/read-delivery'
import { sweepDeliveries } from '@/lib/deliveries/sweep-deliveries'
import { resendDelivery } from '@/lib/deliveries/resend-delivery'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'
import { listIntegrations } from '@/lib/integrations/read-integration'
import { disableIntegration, enableIntegration } from '@/lib/integrations/switch-integration'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { door } from '@/lib/security/outgoing'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

const quiet = { warn() {}, error() {} }
const dispatch = async () => {}
const workspaceId = newId('ws')
let database: TestDatabase
let receiver: Receiver
let mine: pg.Pool
let sender: DeliverySender
let worker: string

const deps = () => ({ pool: mine, dispatch, sender, random: () => 0.5, now: Date.now })
const sweep = () => sweepDeliveries(deps(), { overdue: '0 seconds' })

const create = async (overrides: Partial<IntegrationPatch> = {}): Promise<string> => {
  const input = integrationInput.parse({
    type: 'webhook', name: 'x', triggers: [{ type: 'DataLeakPublished' }], destination: { url: receiver.url }, ...overrides,
  })
  return (await createIntegration(bySystem(workspaceId), input)).view.id
}

const pending = async (integrationId: string, count = 1): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => newId('dlv'))
  for (const id of ids) {
    await prisma().delivery.create({
      data: { id, workspaceId, integrationId, eventId: newId('evt'), eventType: 'DataLeakPublished', status: 'pending', maxAttempts: 3, url: 'x' },
    })
    await prisma().deliveryBody.create({ data: { deliveryId: id, body: new Uint8Array([123, 125]), contentType: 'application/json' } })
  }
  return ids
}

/** Offers deliveries and resolves when this process is through with all of them. */
const offer = (ids: string[], integrationId: string): Promise<unknown> =>
  Promise.all(ids.map((deliveryId) => new Promise<void>((done) =>
    sender.offer([{ deliveryId, integrationId, attempt: 0, done }]))))

const statuses = async (): Promise<string[]> =>
  (await pool().query<{ status: string }>('SELECT status FROM delivery ORDER BY id')).rows.map((row) => row.status)

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
beforeEach(async () => {
  await pool().query('TRUNCATE delivery, delivery_body, attempt, event, integration CASCADE')
  receiver = await startReceiver()
  mine = createPool(database.url, 6)
  worker = newId('wrk')
  sender = new DeliverySender({ pool: mine, dispatch, door: door(), worker, clock: Date.now, random: () => 0.5, log: quiet })
})
afterEach(async () => {
  await sender.stop(1000)
  await mine.end()
  await receiver.close()
})

describe('a delivery', () => {
  it('that is offered twice leaves once (I4)', async () => {
    const id = await create()
    const [delivery = ''] = await pending(id)
    await Promise.all([offer([delivery], id), offer([delivery], id)])
    await sweep()
    const others = await pending(id)
    await offer(others, id)
    expect(receiver.requests.map((request) => request.headers['webhook-id'])).toEqual([delivery, ...others])
  })

  it('whose row a person’s request has locked for a moment leaves as soon as it is free, not with the next sweep', async () => {
    const id = await create()
    const [locked = '', other = ''] = await pending(id, 2)
    const client = await pool().connect()
    await client.query('BEGIN')
    await client.query('SELECT id FROM delivery WHERE id = $1 FOR UPDATE', [locked])
    const all = offer([locked, other], id)
    await receiver.until(1) // so the claim has come by
    await client.query('COMMIT')
    client.release()
    await all
    expect(receiver.requests.map((request) => request.headers['webhook-id'])).toEqual([other, locked])
  })

  it('that waits in its lane is not taken again by the sweep', async () => {
    const id = await create({ limits: { concurrency: 1 } })
    const held: Array<() => void> = []
    receiver.behave((response, _request, n) => (n === 1 ? held.push(() => response.end()) : response.end()))
    const ids = await pending(id, 5)
    const all = offer(ids, id)
    await receiver.until(1)
    for (let i = 0; i < 3; i++) await sweep()
    held[0]?.()
    await all
    expect(receiver.requests).toHaveLength(5)
  })

  it('of this very worker whose lease ran out without being in hand is recovered (I3)', async () => {
    const id = await create()
    const [delivery = ''] = await pending(id)
    await pool().query(`UPDATE delivery SET status = 'sending', attempt_count = 1, worker = $1, started_at = now() - interval '2 hours',
      lease_until = now() - interval '1 hour'`, [worker])
    expect((await sweep()).lost).toBe(1)
    expect((await readDelivery(workspaceId, delivery)).attempts).toMatchObject([{ number: 1, error: { code: 'unknown_outcome' } }])
  })

  it('that was claimed for nothing goes out when the database is back', async () => {
    const id = await create()
    const ids = await pending(id, 3)
    const all = offer(ids, id)
    await pool().query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    await all
    await expect.poll(async () => {
      await pool().query(`UPDATE delivery SET lease_until = now() - interval '1 hour' WHERE status = 'sending'`)
      await sweep()
      await pool().query(`UPDATE delivery SET next_attempt_at = now() - interval '1 minute' WHERE status = 'retrying'`)
      return statuses()
    }).toEqual(['succeeded', 'succeeded', 'succeeded'])
  })
})

describe('the next attempt', () => {
  it.each([['an hour behind', -3_600_000], ['an hour ahead', 3_600_000]])('is due by the clock that it is claimed by, where ours is %s (I6)', async (_name, off) => {
    const id = await create({ policy: { profile: 'custom', retryDelaysSeconds: [600] } })
    receiver.behave(answer(429, '', { 'retry-after': '1200' }))
    const [delivery = ''] = await pending(id)
    sender = new DeliverySender({ pool: mine, dispatch, door: door(), worker, clock: () => Date.now() + off, random: () => 0.5, log: quiet })
    await offer([delivery], id)
    const { rows: [row] } = await pool().query<{ seconds: number }>(`
      SELECT extract(epoch FROM next_attempt_at - now())::float8 AS seconds FROM delivery`)
    expect(row?.seconds).toBeGreaterThan(0)
    expect(row?.seconds).toBeLessThanOrEqual(1200)
    await sweep()
    expect(receiver.requests).toHaveLength(1)
  })
})

describe('stopping', () => {
  it('records every answer that came in', async () => {
    const id = await create()
    const held: Array<() => void> = []
    receiver.behave((response) => held.push(() => response.end('ok')))
    const ids = await pending(id, 20)
    void offer(ids, id)
    await receiver.until(20)
    const stopped = sender.stop(5000)
    for (const release of held) release()
    await stopped
    expect(await statuses()).toEqual(Array(20).fill('succeeded'))
  })

  it('gives back what was claimed, so that nothing leaves afterwards and nothing is lost', async () => {
    const id = await create()
    const ids = await pending(id, 100)
    void offer(ids, id)
    await new Promise((resolve) => setImmediate(resolve))
    await sender.stop(5000)
    const left = receiver.requests.length
    const all = await statuses()
    expect(all.filter((status) => status === 'succeeded')).toHaveLength(left)
    expect(all.filter((status) => status === 'pending')).toHaveLength(100 - left)
  })
})

describe('an integration that cannot be read (I8)', () => {
  it('holds up no other, and says why at its own deliveries', async () => {
    const [bad, good] = [await create({ name: 'bad' }), await create({ name: 'good' })]
    await pool().query(`UPDATE integration SET secrets = '\\x0102', version = version + 1 WHERE id = $1`, [bad])
    const [badOnes, goodOnes] = [await pending(bad), await pending(good, 3)]
    await Promise.all([offer(badOnes, bad), offer(goodOnes, good)])
    expect(receiver.requests).toHaveLength(3)
    const { attempts } = await readDelivery(workspaceId, badOnes[0] ?? '')
    expect(attempts[0]?.error).toMatchObject({ code: 'protocol', message: expect.stringContaining('cannot be read') })
    const { data } = await listIntegrations(workspaceId, { limit: 10 })
    expect(data.find((one) => one.id === bad)?.health.state).toBe('failing')
    const entered = await updateIntegration(dispatch, bySystem(workspaceId), bad, { name: 'mended', signing: { secret: null } }, null)
    expect(entered.view.health.state).not.toBe('disabled')
  })
})

describe('switched off', () => {
  it('in flight: the failed attempt ends as cancelled, without a next one (I9)', async () => {
    const id = await create({ policy: { profile: 'custom', retryDelaysSeconds: [600] } })
    const held: Array<() => void> = []
    receiver.behave((response) => held.push(() => response.writeHead(500).end()))
    const [delivery = ''] = await pending(id)
    const over = offer([delivery], id)
    await receiver.until(1)
    await disableIntegration(bySystem(workspaceId), id)
    held[0]?.()
    await over
    expect(await readDelivery(workspaceId, delivery)).toMatchObject({ status: 'cancelled', nextAttemptAt: null, finishedAt: expect.any(String) })
  })

  it('after a claim whose answer was lost: what it has taken does not leave, and is not held to have left (I3, I9)', async () => {
    const id = await create()
    const [delivery = ''] = await pending(id)
    let isLost = false
    const query = mine.query.bind(mine) as (...given: unknown[]) => Promise<unknown>
    const loseAnswer = new Proxy(mine, {
      get: (target, name) => name !== 'query' ? Reflect.get(target, name) : async (...given: unknown[]) => {
        const answered = await query(...given)
        if (isLost || Object(given[0]).name !== 'claim_deliveries') return answered
        isLost = true
        await disableIntegration(bySystem(workspaceId), id)
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
      },
    })
    sender = new DeliverySender({ pool: loseAnswer, dispatch, door: door(), worker, clock: Date.now, random: () => 0.5, log: quiet })
    await offer([delivery], id)
    await sweep()
    expect(await readDelivery(workspaceId, delivery)).toMatchObject({ status: 'cancelled', attemptCount: 0, attempts: [] })
    expect(receiver.requests).toEqual([])
  })

  it('while a resend waits: the delivery stays what it was', async () => {
    const id = await create()
    const [delivery = ''] = await pending(id)
    await offer([delivery], id)
    await resendDelivery(dispatch, bySystem(workspaceId), delivery, 'original', { now: Date.now() })
    await pool().query('UPDATE integration SET enabled = false')
    await sweep()
    expect((await readDelivery(workspaceId, delivery)).status).toBe('succeeded')
  })
})

describe('two changes at once', () => {
  it('both count when nobody asked for a certain version', async () => {
    const id = await create()
    await Promise.all([updateIntegration(dispatch, bySystem(workspaceId), id, { name: 'new' }, null), updateIntegration(dispatch, bySystem(workspaceId), id, { limits: { perSecond: 7 } }, null)])
    const { data: [now] } = await listIntegrations(workspaceId, { limit: 1 })
    expect(now).toMatchObject({ name: 'new', limits: { perSecond: 7 } })
  })

  it('nothing is switched on with a template that somebody breaks at the same moment', async () => {
    const id = await create({ enabled: false })
    const enabled = await inTransaction(async (tx) => {
      await tx.query('UPDATE integration SET version = version + 1 WHERE id = $1', [id])
      await tx.query(`UPDATE trigger SET template = '{"a": {% if %}' WHERE integration_id = $1`, [id])
      const over = enableIntegration(dispatch, bySystem(workspaceId), id).catch((error: unknown) => error)
      // It has judged the template of before, and waits to write.
      await expect.poll(async () => (await tx.query('SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid')).rowCount).toBe(1)
      return { over }
    })
    expect(await enabled.over).toMatchObject({ code: 'invalid' })
    expect((await listIntegrations(workspaceId, { limit: 1 })).data[0]?.enabled).toBe(false)
  })

  it('rendering anew many times at once makes as many deliveries', async () => {
    const id = await create()
    const [delivery = ''] = await pending(id)
    const eventId = newId('evt')
    await prisma().event.create({ data: { id: eventId, workspaceId, type: 'DataLeakPublished', description: 'd', occurredAt: '2026-01-01T00:00:00Z', context: {} } })
    await pool().query(`UPDATE delivery SET event_id = $1, status = 'succeeded'`, [eventId])
    receiver.behave(answer(200))
    await Promise.all(Array.from({ length: 6 }, () => resendDelivery(dispatch, bySystem(workspaceId), delivery, 'render', { now: Date.now() })))
    expect(await statuses()).toHaveLength(7)
  })
})
