import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { bySystem } from '@/lib/audit/acting'
import type { IntegrationPatch } from '@/lib/contracts/integration'
import { closeDb, createPool, pool, prisma, useDatabase } from '@/lib/db'
import type { DeliveryLanes } from '@/lib/deliveries/delivery-lanes'
import type { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { claimJobs } from '@/lib/deliveries/claim-jobs'
import { DeliveryLane, type SendJob } from '@/lib/deliveries/delivery-lane'
import { DeliveryWire } from '@/lib/deliveries/delivery-wire'
import { cancelWaiting } from '@/lib/deliveries/cancel-waiting'
import { PermitKeeper } from '@/lib/gates/permit-keeper'
import { newId } from '@/lib/ids'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { door } from '@/lib/security/outgoing'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { createLimited, startSenderOn, storeWaiting } from '@/lib/deliveries/testing/waiting-deliveries'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

const quiet = { warn() {}, error() {} }
const workspaceId = newId('ws')
let database: TestDatabase
let receiver: Receiver
let mine: pg.Pool
let sender: DeliverySender

const create = (limits: IntegrationPatch['limits']) => createLimited(workspaceId, receiver.url, limits)
const pending = (integrationId: string, count: number) => storeWaiting(workspaceId, integrationId, count)
const startSender = startSenderOn

/** A pool that counts how often somebody looks for what waits of an integration, and how many do so at once. */
const watchLooks = () => {
  const looks = { of: [] as unknown[], most: 0, now: 0, pool: mine }
  const query = (...args: unknown[]): Promise<unknown> => {
    const asked = Reflect.apply(mine.query, mine, args) as Promise<unknown>
    if (typeof args[0] !== 'string' || !args[0].includes(') w ORDER BY due, id LIMIT')) return asked
    looks.of.push(Array.isArray(args[1]) ? args[1][0] : undefined)
    looks.most = Math.max(looks.most, ++looks.now)
    return asked.finally(() => { looks.now-- })
  }
  looks.pool = Object.create(mine, { query: { value: query } }) as pg.Pool
  return looks
}

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  mine = createPool(database.url, 8)
  receiver = await startReceiver()
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
})
beforeEach(() => {
  receiver.requests.length = 0
  sender = startSender(mine)
})
afterEach(() => sender.stop(1000))
afterAll(async () => {
  await receiver.close()
  await mine.end()
  await closeDb()
  await database.drop()
})

it('what came after an integration was switched on again is not cancelled by the switch before', async () => {
  const id = await create({ perSecond: null, concurrency: null })
  await pending(id, 3)
  await cancelWaiting(pool(), id) // late: it is on again
  const { rows } = await pool().query(`SELECT status FROM delivery WHERE integration_id = $1 AND status = 'pending'`, [id])
  expect(rows).toHaveLength(3)
})

it('places that are asked for while they are given back are asked for again', async () => {
  const id = await create({ perSecond: null, concurrency: null })
  let demand = 1
  let gaveBack = false
  // Between the question and its answer a delivery comes.
  const slow = {
    query: async (...args: unknown[]) => {
      const answer: unknown = await Reflect.apply(mine.query, mine, args)
      if (demand === 0) {
        demand = 1
        gaveBack = true
        keeper.use(id)
      }
      return answer
    },
  }
  const keeper = new PermitKeeper({
    db: slow as never, worker: newId('wrk'), need: () => ({ cap: 4, demand, inUse: 0 }),
    // As the sender does it: what waits asks for places whenever something changed.
    onChange: () => setImmediate(() => { if (demand > 0 && keeper.places(id) === 0) keeper.use(id) }),
    onError: () => {},
  })
  keeper.use(id)
  await expect.poll(() => keeper.places(id)).toBe(4)
  const held = (keeper as unknown as { held: Map<string, { usedAt: number }> }).held.get(id)
  if (held) held.usedAt = -60_000 // idle for a minute
  demand = 0
  ;(keeper as unknown as { renew(): void }).renew()
  await expect.poll(() => gaveBack).toBe(true)
  await expect.poll(() => keeper.places(id)).toBeGreaterThan(0)
})

it.each(['enabled = false', 'enabled = false, deleted_at = now()'])('what waits of an integration with %s is looked at once, not in a circle', async (change) => {
  const id = await create({ perSecond: null, concurrency: null })
  await pending(id, 1500)
  await pool().query(`UPDATE integration SET ${change} WHERE id = $1`, [id])
  const looks = watchLooks()
  const other = startSender(looks.pool)
  other.expectMore(id)
  const looksHere = () => looks.of.filter((one) => one === id).length
  await expect.poll(looksHere).toBeGreaterThan(0)
  // Deliveries of another one leave by turns of the same circle: each turn would look here again.
  const beside = await create({ perSecond: null, concurrency: null })
  receiver.behave((response) => response.end())
  for (const deliveryId of await pending(beside, 30)) {
    await new Promise<void>((done) => other.offer([{ deliveryId, integrationId: beside, attempt: 0, done }]))
  }
  expect(receiver.requests).toHaveLength(30)
  await other.stop(1000)
  expect(looksHere()).toBeLessThanOrEqual(2)
})

it('a probe that meets the rate limit leaves as soon as the rate lets it', async () => {
  receiver.behave((response) => response.end())
  const id = await create({ perSecond: 1, concurrency: null })
  const [waiting = '', byHand = ''] = await pending(id, 2)
  await pool().query(`INSERT INTO integration_gate (integration_id, failures, failing_since, last_failed_at, opened_at, probe_at)
    VALUES ($1, 5, now() - interval '2 minutes', now(), now(), now())`, [id])
  receiver.behave((response) => response.writeHead(500).end())
  sender.offer([
    { deliveryId: byHand, integrationId: id, attempt: 0, manual: true, done: () => {} },
    { deliveryId: waiting, integrationId: id, attempt: 0, done: () => {} },
  ])
  await expect.poll(() => receiver.requests.length).toBe(2)
  const lane = (sender as unknown as { lanes: DeliveryLanes }).lanes.of(id)
  await expect.poll(() => lane.onWire).toBe(0)
  expect(lane.claimed).toBe(0)
})

it('what is claimed but gets no place is given back, so that a switch, an edit and another worker find it', async () => {
  const id = await create({ perSecond: null, concurrency: null })
  const [deliveryId = ''] = await pending(id, 1)
  const deps = {
    pool: mine, dispatch: async () => {}, door: door(), worker: newId('wrk'), clock: Date.now, random: () => 0.5, log: quiet,
    leaseMarginMs: 30_000,
  }
  const unloaded: SendJob[] = []
  const wire = new DeliveryWire(deps, { finished: () => {}, left: () => {}, returned: () => {}, unloaded: (job) => unloaded.push(job) })
  const { loaded } = await claimJobs(deps, [{ deliveryId, integrationId: id, attempt: 0, done: () => {} }])
  for (const one of loaded) wire.load(one)
  wire.sendNext(new DeliveryLane(id)) // it has no place
  await expect.poll(() => unloaded).toMatchObject([{ deliveryId, attempt: 0, again: false }])
  const { rows } = await pool().query('SELECT status, attempt_count FROM delivery WHERE id = $1', [deliveryId])
  expect(rows).toEqual([{ status: 'pending', attempt_count: 0 }])
  await wire.stop(1000)
  expect(receiver.requests).toHaveLength(0)
})

it('a receiver that hangs after it was fast gets nothing that was claimed before its integration was switched off', async () => {
  receiver.behave((response) => response.end())
  const id = await create({ perSecond: null, concurrency: 2 })
  const ids = await pending(id, 60)
  await pool().query(`UPDATE integration SET policy = '{"profile":"custom","timeoutMs":30000,"retryDelaysSeconds":[60],"jitter":false}' WHERE id = $1`, [id])
  const hanging: Array<() => void> = []
  receiver.behave((response, _request, n) => void (n <= 20 ? response.end() : hanging.push(() => response.end())))
  sender.offer(ids.map((deliveryId) => ({ deliveryId, integrationId: id, attempt: 0, done: () => {} })))
  await receiver.until(22)
  await pool().query('UPDATE integration SET enabled = false WHERE id = $1', [id])
  // What was claimed is given back but for the two on the wire; then both places are free again.
  const count = async (status: string): Promise<number> =>
    (await pool().query('SELECT 1 FROM delivery WHERE integration_id = $1 AND status = $2', [id, status])).rowCount ?? 0
  await expect.poll(() => count('sending')).toBe(2)
  for (const end of hanging) end()
  await expect.poll(() => count('succeeded')).toBe(22)
  // What leaves after them proves that nothing of it did in between.
  const beside = await create({ perSecond: null, concurrency: null })
  const [later = ''] = await pending(beside, 1)
  await new Promise<void>((done) => sender.offer([{ deliveryId: later, integrationId: beside, attempt: 0, done }]))
  expect(receiver.requests.map(({ headers }) => headers['webhook-id']).slice(22)).toEqual([later])
  expect(await count('sending')).toBe(0)
})

it('what waits of many integrations is looked at a few at a time, and all of it leaves', async () => {
  receiver.behave((response) => response.end())
  const looks = watchLooks()
  const ids: string[] = []
  for (let i = 0; i < 12; i++) ids.push(await create({ perSecond: null, concurrency: null }))
  for (const id of ids) await pending(id, 2)
  const other = startSender(looks.pool)
  for (const id of ids) other.expectMore(id)
  await receiver.until(24)
  await other.stop(1000)
  expect(looks.most).toBeLessThanOrEqual(3)
})

it('an integration that a change switches on has a clean slate before it is on', async () => {
  const id = await create({ perSecond: null, concurrency: null })
  await pool().query('UPDATE integration SET enabled = false WHERE id = $1', [id])
  await pool().query(`INSERT INTO integration_gate (integration_id, failures, failing_since, last_failed_at, opened_at, probe_at)
    VALUES ($1, 9, now() - interval '6 days', now(), now(), now())`, [id])
  const seen: unknown[] = []
  const look = async () => {
    seen.push(...(await pool().query('SELECT enabled FROM integration WHERE id = $1', [id])).rows)
  }
  await updateIntegration(look, bySystem(workspaceId), id, { enabled: true }, null)
  expect(seen).toEqual([{ enabled: false }]) // when the gate was reset
})
