import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { IntegrationPatch } from '@/lib/contracts/integration'
import { closeDb, createPool, pool, prisma, useDatabase } from '@/lib/db'
import type { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { newId } from '@/lib/ids'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { createLimited, startSenderOn, storeWaiting } from '@/lib/deliveries/testing/waiting-deliveries'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { leasePermits } from './lease-permits'
import { recordHealth } from './record-health'
import { reserveRate } from './reserve-rate'

const workspaceId = newId('ws')
let database: TestDatabase
let receiver: Receiver
let mine: pg.Pool
let senders: DeliverySender[] = []

const startSender = (): DeliverySender => {
  const sender = startSenderOn(mine)
  senders.push(sender)
  return sender
}

const create = (limits: IntegrationPatch['limits']) => createLimited(workspaceId, receiver.url, limits)
const pending = (integrationId: string, count: number) => storeWaiting(workspaceId, integrationId, count)

// Done with a delivery is also who finds that the other worker has it: all are over when they are recorded.
const untilSucceeded = (integrationId: string, count: number): Promise<void> => expect.poll(async () => {
  const { rowCount } = await pool().query(`SELECT 1 FROM delivery WHERE integration_id = $1 AND status = 'succeeded'`, [integrationId])
  return rowCount
}).toBe(count)

const offer = (sender: DeliverySender, ids: string[], integrationId: string): Promise<unknown> =>
  Promise.all(ids.map((deliveryId) => new Promise<void>((done) =>
    sender.offer([{ deliveryId, integrationId, attempt: 0, done }]))))

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  mine = createPool(database.url, 8)
  receiver = await startReceiver()
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
})
afterEach(async () => {
  await Promise.all(senders.map((sender) => sender.stop(1000)))
  senders = []
  receiver.requests.length = 0
})
afterAll(async () => {
  await receiver.close()
  await mine.end()
  await closeDb()
  await database.drop()
})

it('a rate of 20 per second is kept by two workers together', async () => {
  receiver.behave((response) => response.end())
  const id = await create({ perSecond: 20, concurrency: null })
  const [a, b] = [startSender(), startSender()]
  const ids = await pending(id, 40)
  const started = Date.now()
  await Promise.all([offer(a, ids.slice(0, 20), id), offer(b, ids.slice(20), id)])
  await untilSucceeded(id, 40)
  // However late a busy machine lets one leave: none leaves before its turn.
  const times = receiver.requests.map(({ at }) => at)
  expect(times).toHaveLength(40)
  times.forEach((at, n) => expect(at - started, `request ${n}`).toBeGreaterThanOrEqual((n - 1) * 50))
})

it('the rate spaces deliveries evenly and gives none twice', async () => {
  const id = await create({ perSecond: 1, concurrency: null })
  const answers = await Promise.all(Array.from({ length: 8 }, () => reserveRate(mine, id, 1, 5)))
  expect(answers.filter(({ granted }) => granted === 1)).toHaveLength(1)
  for (const { granted, waitMs } of answers) if (granted === 0) expect(waitMs).toBeGreaterThan(0)
})

it('a concurrency of 3 is kept by two workers together', async () => {
  let open = 0
  let most = 0
  receiver.behave((response) => {
    most = Math.max(most, ++open)
    setTimeout(() => {
      open--
      response.end()
    }, 30)
  })
  const id = await create({ perSecond: null, concurrency: 3 })
  const [a, b] = [startSender(), startSender()]
  const ids = await pending(id, 60)
  await Promise.all([offer(a, ids.slice(0, 30), id), offer(b, ids.slice(30), id)])
  await untilSucceeded(id, 60)
  expect(receiver.requests).toHaveLength(60)
  expect(most).toBe(3)
})

it('with a single place two workers send by turns, and none starves', async () => {
  receiver.behave((response) => response.end())
  const id = await create({ perSecond: null, concurrency: 1 })
  const [a, b] = [startSender(), startSender()]
  const ids = await pending(id, 20)
  await Promise.all([offer(a, ids.slice(0, 10), id), offer(b, ids.slice(10), id)])
  await untilSucceeded(id, 20)
  expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(20)
  expect(receiver.requests).toHaveLength(20)
})

it('places that two workers ask for at the same moment are given once', async () => {
  const id = await create({ perSecond: null, concurrency: 5 })
  const workers = Array.from({ length: 6 }, () => newId('wrk'))
  const ask = [{ integrationId: id, wanted: 5, inUse: 0, cap: 5 }]
  const leased = await Promise.all(workers.map((worker) => leasePermits(mine, worker, ask, 10_000)))
  const granted = leased.map((one) => one.get(id)?.granted ?? 0)
  expect(granted.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(5)
  expect(Math.max(...granted)).toBe(5)
})

it('two workers whose clocks are a minute apart do not open a breaker before its minute', async () => {
  const id = await create({ perSecond: null, concurrency: null })
  const fail = (offsetMs: number) => recordHealth(mine, async () => {}, [
    { integrationId: id, ok: false, error: '503', endedAt: Date.now() + offsetMs },
  ], Date.now() + offsetMs)
  for (const offsetMs of [0, 90_000, -90_000, 0, 90_000, -90_000]) expect(await fail(offsetMs)).toEqual([])
  const { rows: [gate] } = await pool().query<{ failures: number; since: number }>(
    'SELECT failures, extract(epoch FROM now() - failing_since)::float8 AS since FROM integration_gate WHERE integration_id = $1', [id])
  expect(gate?.failures).toBe(6)
  expect(gate?.since).toBeLessThan(60)
  await pool().query(`UPDATE integration_gate SET failing_since = now() - interval '2 minutes' WHERE integration_id = $1`, [id])
  expect(await fail(-90_000)).toEqual([{ integrationId: id, change: 'opened' }])
})
