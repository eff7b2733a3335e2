import type { Inngest } from 'inngest'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startRunner } from '@/inngest/embedded/testing/drivers'
import { Effects } from '@/inngest/embedded/testing/effects'
import { createPool } from '@/lib/db'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

const FUTURE = 20_000

let database: TestDatabase
let db: pg.Pool
let effects: Effects
let one: Awaited<ReturnType<typeof startRunner>>
let isStopped = false

beforeAll(async () => {
  database = await createTestDatabase()
  db = createPool(database.url, 2)
})
afterAll(async () => {
  await db.end()
  await database.drop()
})
beforeEach(async () => {
  effects = new Effects()
  isStopped = false
  await db.query('truncate runner_run, runner_batch_item')
})
afterEach(() => (isStopped ? undefined : one.stop(0)))

const batches = (options: { key?: string } = {}) => (client: Inngest.Any) => [
  client.createFunction(
    { id: 'batch', retries: 0, batchEvents: { maxSize: 10, timeout: '1s', ...options }, triggers: [{ event: 'batch/go' }] },
    ({ events }) => effects.record('batch', events.map((event) => event.data.n)),
  ),
]

const send = (...events: Array<{ n: number; ts?: number; key?: string }>) =>
  one.client.send(events.map(({ ts, ...data }) => ({ name: 'batch/go', data, ...(ts !== undefined && { ts }) })))

const addFuture = () => db.query(`
  insert into runner_batch_item (fn, event, at)
  select 'fixtures-batch', json_build_object('name', 'batch/go', 'data', json_build_object('n', -1)), now() + interval '1 hour' + n * interval '1 s'
  from generate_series(1, ${FUTURE}) n`)

const readItems = async (): Promise<number> => {
  const { rows: [row] } = await db.query<{ n: number }>(`
    select (idx_tup_fetch + seq_tup_read)::int as n from pg_stat_user_tables where relname = 'runner_batch_item'`)
  return row?.n ?? Number.NaN
}

test('items with a time in the future come in one batch when the last of them is due at the latest, not at the next poll', async () => {
  one = await startRunner(database.url, batches(), { pollMs: 60_000, eagerMs: 1 })
  const ts = Date.now() + 2500 // enough for the three to be stored before, however busy the machine is
  await send({ n: 1, ts }, { n: 2, ts }, { n: 3 })
  await effects.until('batch', 2)
  expect(effects.of('batch')).toEqual([[3], [1, 2]])
  const late = (effects.list.at(-1)?.at ?? 0) - ts
  expect(late).toBeGreaterThanOrEqual(-5)
  expect(late).toBeLessThan(20_000) // the poll comes after a minute
})

test('the same with a batch key', async () => {
  one = await startRunner(database.url, batches({ key: 'event.data.key' }), { pollMs: 60_000, eagerMs: 1 })
  const ts = Date.now() + 2500
  await send({ n: 1, key: 'b', ts: ts + 300 }, { n: 2, key: 'a', ts: ts + 60_000 }, { n: 3, key: 'c', ts })
  await effects.until('batch', 2)
  expect(effects.of('batch')).toEqual([[3], [1]])
})

test('what waits for hours is not read by what is due now', async () => {
  await addFuture()
  one = await startRunner(database.url, batches(), { eagerMs: 1 })
  const before = await readItems()
  for (let n = 1; n <= 30; n++) {
    await send({ n })
    await effects.until('batch', n)
  }
  await one.stop(0)
  isStopped = true
  // A backend tells what it has read when it ends, at the latest; each of the 30 was read at least once.
  const read = await vi.waitFor(async () => {
    const found = await readItems() - before
    expect(found).toBeGreaterThanOrEqual(30)
    return found
  }, 20_000)
  expect(read).toBeLessThan(FUTURE / 2)
  expect(effects.of('batch').flat()).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
})
