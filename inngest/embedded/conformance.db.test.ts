import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFixtures, FixtureState } from '@/inngest/embedded/testing/fixture-functions'
import { embeddedDriver, serverDriver, type Driver } from '@/inngest/embedded/testing/drivers'

// Vitest shows the environment here; the server is `npx inngest-cli dev`, for instance at http://127.0.0.1:8288.
const serverUrl: unknown = Reflect.get(import.meta.env, 'INNGEST_TEST_URL')

interface Engine {
  name: string
  start: ((make: Parameters<typeof embeddedDriver>[0]) => Promise<Driver>) | undefined
  /** A real server waits 15 s and more between attempts. */
  patienceMs: number
  /** How long before its time something may come: a server counts the waits of steps in whole seconds. */
  earlyMs: number
  /** A server takes events side by side: what was sent together may be in any order in a batch. */
  keepsOrder: boolean
}

const engines: Engine[] = [
  { name: 'embedded runner', start: embeddedDriver, patienceMs: 30_000, earlyMs: 5, keepsOrder: true },
  {
    name: 'Inngest server (set INNGEST_TEST_URL to run)',
    start: typeof serverUrl === 'string' && serverUrl !== '' ? (make) => serverDriver(serverUrl, make) : undefined,
    patienceMs: 180_000,
    earlyMs: 1000,
    keepsOrder: false,
  },
]

describe.each(engines)('functions on the $name', ({ start, patienceMs, earlyMs, keepsOrder }) => {
  const suite = start ? describe : describe.skip
  const fixtures = new FixtureState()
  const { effects } = fixtures
  const until = (name: string, count = 1): Promise<void> => effects.until(name, count, patienceMs)
  const batchesOf = (name: string) => effects.of(name).map((batch) => (keepsOrder || !Array.isArray(batch) ? batch : batch.toSorted()))
  let driver: Driver

  suite('do the same on every engine', { timeout: patienceMs * 2 }, () => {
    beforeAll(async () => {
      driver = await start!((client) => createFixtures(client, fixtures))
    })
    afterAll(() => driver.stop())

    test('a step runs once although its function is entered again, and its result is kept', async () => {
      await driver.send({ name: 'steps/go', data: { n: 1 } })
      await until('steps end')
      expect(effects.of('steps end')).toEqual([3])
      expect(effects.count('steps first')).toBe(1)
      expect(effects.count('steps second')).toBe(1)
      expect(effects.count('steps body')).toBeGreaterThan(1)
      expect(gap('steps first', 'steps second')).toBeGreaterThanOrEqual(955 - earlyMs)
    })

    test('sleepUntil wakes at the date', async () => {
      const at = Date.now() + 1500
      await driver.send({ name: 'until/go', data: { at } })
      await until('until end')
      expect(Number(effects.of('until end')[0])).toBeGreaterThanOrEqual(at - earlyMs)
    })

    test('sendEvent starts each function that listens once', async () => {
      await driver.send({ name: 'sender/go', data: { n: 7 } })
      await until('sender end')
      await until('told two')
      expect(effects.of('told one')).toEqual([7])
      expect(effects.of('told two')).toEqual([7])
    })

    test('parallel steps run side by side, each with its own attempts, and meet afterwards', async () => {
      await driver.send({ name: 'parallel/go', data: {} })
      await until('parallel after')
      expect(effects.of('parallel after')).toEqual(['lrfs'])
      expect(effects.count('parallel left')).toBe(1)
      expect(effects.count('parallel right')).toBe(1)
      expect(effects.count('parallel flaky')).toBe(3)
    })

    test('a failed step is tried again with the next attempt number; the steps before it are not', async () => {
      await driver.send({ name: 'flaky/go', data: {} })
      await until('flaky end')
      expect(effects.of('flaky try')).toEqual([0, 1, 2])
      expect(effects.count('flaky before')).toBe(1)
    })

    test('a function that throws outside of steps is tried again', async () => {
      await driver.send({ name: 'flaky-body/go', data: {} })
      await until('flaky body end')
      expect(effects.of('flaky body')).toEqual([0, 1, 2])
    })

    test('onFailure comes once, after the last attempt, with the error and the event', async () => {
      await driver.send({ name: 'doomed/go', data: { n: 5 } })
      await until('doomed failure')
      expect(effects.count('doomed try')).toBe(2)
      expect(effects.of('doomed failure')).toEqual([{ message: 'it never works', n: 5 }])
    })

    test('a NonRetriableError ends the run at once', async () => {
      await driver.send({ name: 'final/go', data: {} })
      await until('final failure')
      expect(effects.count('final try')).toBe(1)
      expect(effects.of('final failure')).toEqual(['no use'])
    })

    test('a function can catch the error of a step and go on', async () => {
      await driver.send({ name: 'caught/go', data: {} })
      await until('caught')
      expect(effects.of('caught')).toEqual(['broken step'])
    })

    test('a RetryAfterError says when the next attempt comes', async () => {
      await driver.send({ name: 'later/go', data: {} })
      await until('later try', 2)
      expect(gap('later try', 'later try', 1)).toBeGreaterThanOrEqual(1955 - earlyMs)
    })

    test('an event id counts once', async () => {
      const id = `once-${Date.now()}`
      await driver.send({ id, name: 'once/go', data: { n: 1 } }, { id, name: 'once/go', data: { n: 1 } })
      await driver.send({ id, name: 'once/go', data: { n: 1 } })
      await driver.send({ name: 'once/go', data: { n: 2 } })
      await until('once', 2)
      expect(effects.of('once').sort()).toEqual([1, 2])
    })

    test('an idempotency key counts once, whatever the event ids are', async () => {
      const order = `order-${Date.now()}`
      await driver.send({ name: 'unique/go', data: { order } })
      await driver.send({ name: 'unique/go', data: { order } }, { name: 'unique/go', data: { order: `${order}-2` } })
      await until('unique', 2)
      expect(effects.of('unique').sort()).toEqual([order, `${order}-2`])
    })

    test('a wildcard takes every event with its prefix', async () => {
      await driver.send({ name: 'wilder/x', data: {} }, { name: 'wild/a', data: {} }, { name: 'wild/b/c', data: {} })
      await until('wild', 2)
      expect(effects.of('wild').sort()).toEqual(['wild/a', 'wild/b/c'])
    })

    test('an event with a time in the future waits for it', async () => {
      const ts = Date.now() + 1500
      await driver.send({ name: 'delayed/go', data: {}, ts })
      await until('delayed')
      expect(Number(effects.of('delayed')[0])).toBeGreaterThanOrEqual(ts - earlyMs)
    })

    test('a full batch comes at once', async () => {
      await driver.send(...[1, 2, 3].map((n) => ({ name: 'by-size/go', data: { n } })))
      await until('by size')
      expect(batchesOf('by size')).toEqual([[1, 2, 3]])
    })

    test('a batch that is not full comes after its timeout', async () => {
      const sentAt = Date.now()
      await driver.send({ name: 'by-time/go', data: { n: 1 } }, { name: 'by-time/go', data: { n: 2 } })
      await until('by time')
      expect(batchesOf('by time')).toEqual([[1, 2]])
      expect((effects.list.at(-1)?.at ?? 0) - sentAt).toBeGreaterThanOrEqual(1900)
    })

    test('batches with a key hold one value of it each', async () => {
      await driver.send(...['a', 'b', 'b', 'a'].map((key) => ({ name: 'by-key/go', data: { key } })))
      await until('by key', 2)
      expect(effects.of('by key').sort()).toEqual([['a', 'a'], ['b', 'b']])
    })

    test('a concurrency limit is used to the full and never exceeded', async () => {
      await driver.send(...[1, 2].map((n) => ({ name: 'limited/go', data: { n, meet: true } })))
      await until('limited', 2)
      await driver.send(...Array.from({ length: 40 }, (_, n) => ({ name: 'limited/go', data: { n } })))
      await until('limited', 42)
      expect(fixtures.peak.get('limited')).toBe(2)
    })

    test('a concurrency key limits each of its values by itself', async () => {
      await driver.send(...['a', 'b'].map((key) => ({ name: 'keyed/go', data: { n: 0, key, meet: true } })))
      await until('keyed', 2)
      await driver.send(...Array.from({ length: 20 }, (_, n) => ({ name: 'keyed/go', data: { n, key: n % 2 ? 'a' : 'b' } })))
      await until('keyed', 22)
      expect([fixtures.peak.get('keyed a'), fixtures.peak.get('keyed b')]).toEqual([1, 1])
    })

    test('a run that sleeps over a restart goes on where it was', async () => {
      const before = effects.count('steps end')
      await driver.send({ name: 'steps/go', data: { n: 10 } })
      await until('steps first', before + 1)
      await driver.restart()
      await until('steps end', before + 1)
      expect(effects.count('steps first')).toBe(before + 1)
      expect(effects.of('steps end').at(-1)).toBe(12)
    })

    /** Milliseconds from the last effect of one name to the last of another. */
    function gap(from: string, to: string, back = 0): number {
      const times = (name: string): number[] => effects.list.filter((one) => one.name === name).map((one) => one.at)
      return (times(to).at(-1) ?? 0) - (times(from).at(-1 - back) ?? 0)
    }
  })
})
