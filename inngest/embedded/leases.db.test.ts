import type { Inngest, InngestFunction } from 'inngest'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Barrier } from '@/inngest/embedded/testing/barrier'
import { startRunner } from '@/inngest/embedded/testing/drivers'
import { Effects } from '@/inngest/embedded/testing/effects'
import { silentLog } from '@/inngest/embedded/testing/test-client'
import type { RunnerOptions } from '@/inngest/embedded/runner-options'
import { createPool } from '@/lib/db'
import { startProxy, type DatabaseProxy } from '@/lib/testing/start-proxy'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

let database: TestDatabase
let proxy: DatabaseProxy
let db: pg.Pool
let effects: Effects
let stop: (() => Promise<void>) | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  proxy = await startProxy(database.url)
  db = createPool(database.url, 2)
})
afterAll(async () => {
  await proxy.close()
  await db.end()
  await database.drop()
})
beforeEach(() => { effects = new Effects() })
afterEach(() => stop?.())

async function start(make: (client: Inngest.Any) => InngestFunction.Any[], options: Partial<RunnerOptions>): Promise<Inngest.Any> {
  const one = await startRunner(proxy.url, make, { log: silentLog, ...options })
  stop = () => one.stop(0)
  return one.client
}

const untilNone = (what: string) => vi.waitFor(async () => expect((await db.query(`select id from runner_run where ${what}`)).rows).toEqual([]), 30_000)

test('what is leased to a worker that does not run it goes on long before the lease ends', async () => {
  await db.query(`insert into runner_run (id, fn, events, gen, lease_until, worker)
    values ('r', 'fixtures-lost', '[{"name":"lost/go","data":{}}]', 1, now() + interval '10 minutes', 'me')`)
  await start((client) => [
    client.createFunction({ id: 'lost', retries: 0, triggers: [{ event: 'lost/go' }] }, () => effects.record('ran')),
  ], { worker: 'me' })
  await effects.until('ran')
  await untilNone('true')
})

test('a run whose end cannot be saved is not held back by its own lease', async () => {
  await db.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
    create trigger refuse before delete on runner_run for each row execute function refuse()`)
  const client = await start((one) => [
    one.createFunction({ id: 'refused', retries: 5, triggers: [{ event: 'refused/go' }] }, async () => {
      effects.record('ran')
      if (effects.count('ran') === 3) await db.query('drop trigger refuse on runner_run')
    }),
  ], { leaseMs: 600_000 })
  await client.send({ name: 'refused/go', data: {} })
  await effects.until('ran', 3)
  await untilNone('true')
})

test('a worker that outlives an outage longer than its leases goes on with its own runs, which count no crash', async () => {
  const held = new Barrier(2)
  const client = await start((one) => [
    one.createFunction({ id: 'long', retries: 0, triggers: [{ event: 'long/go' }] }, async ({ step }) => {
      await step.run('held', async () => {
        effects.record('held')
        await held.arrive()
      })
      await step.run('after', async () => {
        const { rows: [row] } = await db.query('select crashes, gen from runner_run')
        effects.record('after', row)
      })
    }),
  ], { leaseMs: 900 })
  await client.send({ name: 'long/go', data: {} })
  await effects.until('held')
  proxy.cut()
  await untilNone('lease_until > now()')
  proxy.open()
  // Renewed by the worker itself, in the midst of the step.
  await untilNone('lease_until < now() or lease_until is null')
  await held.arrive()
  await effects.until('after')
  expect(effects.count('held')).toBe(1)
  expect(effects.of('after')).toEqual([{ crashes: 0, gen: 1 }])
})
