import type { Inngest, InngestFunction } from 'inngest'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { dispatchEvents } from '@/inngest/embedded/dispatch'
import { readRegistry } from '@/inngest/embedded/registry'
import type { RunnerOptions } from '@/inngest/embedded/runner-options'
import { Barrier } from '@/inngest/embedded/testing/barrier'
import { startRunner } from '@/inngest/embedded/testing/drivers'
import { Effects } from '@/inngest/embedded/testing/effects'
import { silentLog } from '@/inngest/embedded/testing/test-client'
import { createPool, inTransaction } from '@/lib/db'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

type Started = Awaited<ReturnType<typeof startRunner>>

let database: TestDatabase
let db: pg.Pool
let effects: Effects
let started: Started[] = []

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
  await db.query('truncate runner_run, runner_batch_item, runner_seen, runner_failed, runner_cron')
})
afterEach(async () => {
  await Promise.all(started.map((one) => one.stop(0)))
  started = []
})

async function start(make: (client: Inngest.Any) => InngestFunction.Any[], options?: Partial<RunnerOptions>): Promise<Started> {
  const one = await startRunner(database.url, make, options)
  started.push(one)
  return one
}

const rows = async (sql: string): Promise<Record<string, unknown>[]> => (await db.query(sql)).rows

const untilEmpty = () => vi.waitFor(async () => expect(await rows('select id from runner_run')).toEqual([]), 30_000)

const recorder = (name: string) => (client: Inngest.Any) => [
  client.createFunction({ id: name, retries: 0, triggers: [{ event: `${name}/go` }] }, ({ event }) =>
    effects.record(name, event.data.n)),
]

describe('start', () => {
  test('refuses all unsupported options together, by function and name', async () => {
    const attempt = start((client) => [
      client.createFunction({ id: 'a', retries: 0, rateLimit: { limit: 1, period: '1m' }, priority: { run: '1' }, triggers: [{ event: 'x' }] }, () => 0),
      client.createFunction({ id: 'b', retries: 0, cancelOn: [{ event: 'y' }], triggers: [{ event: 'x', if: 'event.data.n > 1' }] }, () => 0),
      client.createFunction({ id: 'c', retries: 0, idempotency: 'event.data.a + event.data.b', triggers: [{ cron: 'TZ=Europe/Paris 0 1 * * *' }] }, () => 0),
      client.createFunction({ id: 'd', concurrency: { limit: 1, scope: 'env', key: '"x"' }, triggers: [{ event: 'x' }] }, () => 0),
    ])
    const message = await attempt.then(() => 'started', (error: Error) => error.message)
    for (const part of [
      'fixtures-a: option "rateLimit"', 'fixtures-a: option "priority"', 'fixtures-b: option "cancel"', 'fixtures-b: a trigger with "if"',
      'fixtures-c: idempotency', 'fixtures-c: cron', 'fixtures-d: concurrency.scope', 'fixtures-d: concurrency.key', 'fixtures-d: "retries"',
    ]) expect(message).toContain(part)
  })
})

describe('runs', () => {
  test('an operation the runner does not have fails the run with a named error', async () => {
    const { client } = await start((one) => [
      one.createFunction(
        { id: 'waits', retries: 3, triggers: [{ event: 'waits/go' }], onFailure: ({ error }: { error: Error }) => effects.record('failure', [error.name, error.message]) },
        ({ step }) => step.waitForEvent('for what', { event: 'never', timeout: '1h' }),
      ),
    ])
    await client.send({ name: 'waits/go', data: {} })
    await effects.until('failure')
    expect(effects.of('failure')).toEqual([
      ['UnsupportedByEmbeddedRunnerError', expect.stringMatching(/fixtures-waits used WaitForEvent \("for what"\).*ENGINE=inngest/)],
    ])
  })

  test('a cron comes once for all workers, as inngest/scheduled.timer', async () => {
    const make = (client: Inngest.Any) => [
      client.createFunction({ id: 'cron', retries: 0, triggers: [{ cron: '0 0 1 1 *' }] }, ({ event }) =>
        effects.record('cron', [event.name, event.data])),
    ]
    // Known since before, and due while no worker ran.
    await db.query(`insert into runner_cron (fn, expression, next_at) values ('fixtures-cron', '0 0 1 1 *', now() - interval '2 years')`)
    await Promise.all([start(make), start(make)])
    await effects.until('cron')
    await untilEmpty()
    expect(effects.of('cron')).toEqual([['inngest/scheduled.timer', { cron: '0 0 1 1 *' }]])
    const nextYear = new Date().getUTCFullYear() + 1
    expect(await rows('select next_at from runner_cron')).toEqual([{ next_at: new Date(Date.UTC(nextYear, 0, 1)) }])
  })

  test('a run is given up when it took its worker down five times, and its failure handler hears of it', async () => {
    await db.query(`insert into runner_run (id, fn, events, crashes, gen, lease_until, worker)
      values ('r', 'fixtures-killer', '[{"name":"killer/go","data":{}}]', 4, 5, now() - interval '1 s', 'dead')`)
    await start((client) => [
      client.createFunction(
        { id: 'killer', retries: 3, triggers: [{ event: 'killer/go' }], onFailure: ({ error }: { error: Error }) => effects.record('failure', error.name) },
        () => effects.record('ran'),
      ),
    ], { leaseMs: 600 })
    await effects.until('failure')
    expect(effects.of('failure')).toEqual(['WorkerCrashedError'])
    expect(effects.count('ran')).toBe(0)
  })

  test('a run of a function that this worker does not know is left for another', async () => {
    const known = await start(recorder('known'))
    await db.query(`insert into runner_run (id, fn, events) values ('r', 'fixtures-newer', '[{"name":"newer/go","data":{"n":1}}]')`)
    await known.client.send({ name: 'known/go', data: {} })
    await effects.until('known')
    expect(await rows(`select attempt, gen, crashes from runner_run where id = 'r'`)).toEqual([{ attempt: 0, gen: 0, crashes: 0 }])
    await start(recorder('newer'))
    await effects.until('newer')
  })

  test('a run that sleeps, and one that is tried again, go on when it is time, not at the next poll', async () => {
    const { client } = await start((one) => [
      one.createFunction({ id: 'naps', retries: 1, triggers: [{ event: 'naps/go' }] }, async ({ step, attempt }) => {
        if (attempt === 0) throw new Error('once')
        await step.sleep('nap', 300)
        effects.record('awake')
      }),
    ], { pollMs: 60_000 })
    await client.send({ name: 'naps/go', data: {} })
    await effects.until('awake')
  })

  test('an owner that was overtaken is stopped at its next checkpoint', async () => {
    await start((client) => [
      client.createFunction({ id: 'stolen', retries: 3, triggers: [{ event: 'stolen/go' }] }, async ({ step }) => {
        await step.run('first', async () => {
          effects.record('first')
          // The first time, as if the lease had run out and another worker had been given the run in the meantime.
          if (effects.count('first') === 1) await db.query(`update runner_run set gen = gen + 1, lease_until = now() + interval '1 s'`)
        })
        await step.run('second', () => effects.record('second'))
      }),
    ], { leaseMs: 1200 }).then(({ client }) => client.send({ name: 'stolen/go', data: {} }))
    await effects.until('second')
    await untilEmpty()
    expect([effects.count('first'), effects.count('second')]).toEqual([2, 1])
    expect(started[0]?.runner.stats().stale).toBeGreaterThan(0)
  })
})

describe('dispatch', () => {
  test('joins the transaction of its caller: a roll-back leaves nothing, a commit wakes the worker', async () => {
    const { pool, client } = await start(recorder('joined'), { pollMs: 60_000 })
    const registry = await readRegistry(client, recorder('joined')(client))
    const undone = inTransaction(async (tx) => {
      await dispatchEvents(registry, tx, [{ name: 'joined/go', data: { n: 1 }, id: 'same' }])
      throw new Error('rolled back')
    }, pool)
    await expect(undone).rejects.toThrow('rolled back')
    // Long before the poll; the same id is free, for it was never committed.
    await inTransaction((tx) => dispatchEvents(registry, tx, [{ name: 'joined/go', data: { n: 2 }, id: 'same' }]), pool)
    await effects.until('joined')
    expect(effects.of('joined')).toEqual([2])
  })

  test('an id that was seen more than a day ago is free again', async () => {
    const { client } = await start(recorder('again'))
    await db.query(`insert into runner_seen values ('event fixtures-again old', now() - interval '25 hours'), ('event fixtures-again young', now() - interval '23 hours')`)
    await client.send([{ id: 'young', name: 'again/go', data: { n: 1 } }, { id: 'old', name: 'again/go', data: { n: 2 } }])
    await effects.until('again')
    await untilEmpty()
    expect(effects.of('again')).toEqual([2])
  })

  test('events the database cannot keep as they are do not harm the others of the same turn', async () => {
    const { client } = await start(recorder('odd'))
    await Promise.all([
      client.send({ name: 'odd/go', data: { n: 'nul \0' } }),
      client.send({ name: 'odd/go', data: { n: 'lone \ud800' } }),
      client.send({ name: 'odd/go', data: { n: 'fine' } }),
    ])
    await effects.until('odd', 3)
    expect(effects.of('odd').sort()).toEqual(['fine', 'lone \ufffd', 'nul \ufffd'])
  })
})

describe('batches', () => {
  const make = (client: Inngest.Any) => [
    client.createFunction(
      { id: 'eager', retries: 0, batchEvents: { maxSize: 100, timeout: '60s' }, triggers: [{ event: 'eager/go' }] },
      async ({ events }) => {
        effects.record('eager', events.length)
        if (events[0]?.data.hold) await hold.arrive()
      },
    ),
  ]
  let hold: Barrier

  test('an idle worker takes a partial batch at once, a busy one after a moment', async () => {
    hold = new Barrier(2)
    const { client } = await start(make, { eagerMs: 20 })
    await client.send({ name: 'eager/go', data: { hold: true } })
    await effects.until('eager')
    await client.send([1, 2].map((n) => ({ name: 'eager/go', data: { n } })))
    await effects.until('eager', 2)
    expect(effects.of('eager')).toEqual([1, 2])
    await hold.arrive()
  })
})

describe('stop', () => {
  test('gives back what is left, and another worker goes on with it at once', async () => {
    const blocked = new Barrier(2)
    const make = (client: Inngest.Any) => [
      client.createFunction({ id: 'long', retries: 0, triggers: [{ event: 'long/go' }] }, async ({ step }) => {
        await step.run('first', () => effects.record('first'))
        await step.run('second', async () => {
          effects.record('second')
          if (effects.count('second') === 1) await blocked.arrive()
        })
        await step.run('end', () => effects.record('end'))
      }),
    ]
    const old = await start(make)
    await old.client.send({ name: 'long/go', data: {} })
    await effects.until('second')
    await old.runner.stop({ timeoutMs: 0 })
    await start(make)
    await effects.until('end')
    await blocked.arrive() // what the old one was in the midst of ends too late
    await untilEmpty()
    expect([effects.count('first'), effects.count('second'), effects.count('end')]).toEqual([1, 2, 1])
  })
})

describe('outages', () => {
  test('all connections cut again and again: every run ends once, no step that was over runs again', async () => {
    const { client } = await start((one) => [
      one.createFunction({ id: 'tough', retries: 20, triggers: [{ event: 'tough/go' }] }, async ({ event, step }) => {
        for (const n of [1, 2, 3]) await step.run(`step ${n}`, () => effects.record(`step ${n}`, event.data.n))
        await step.run('cut', async () => {
          effects.record('cut', event.data.n)
          if (Number(event.data.n) % 10 === 0) await cutConnections()
        })
        await step.run('last', () => effects.record('last', event.data.n))
      }),
    ], { log: silentLog })
    const before = await connections()
    await client.send(Array.from({ length: 50 }, (_, n) => ({ name: 'tough/go', data: { n } })))
    await effects.until('last', 50)
    await vi.waitFor(async () => expect(await rows('select id from runner_run')).toEqual([]), 30_000)
    for (const n of [1, 2, 3]) expect(effects.count(`step ${n}`)).toBe(50)
    expect(effects.count('last')).toBe(50)
    expect(await rows('select id from runner_failed')).toEqual([])
    const after = await connections()
    expect(before.filter((pid) => after.includes(pid))).toEqual([])
  })

  const connections = async () => (await rows('select pid from pg_stat_activity where datname = current_database()')).map((row) => row.pid)

  async function cutConnections(): Promise<void> {
    const name = new URL(database.url).pathname.slice(1)
    await runOnServer(database.url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
  }
})
