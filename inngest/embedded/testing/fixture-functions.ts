import { NonRetriableError, RetryAfterError, type Inngest, type InngestFunction } from 'inngest'
import { Barrier } from '@/inngest/embedded/testing/barrier'
import { Effects } from '@/inngest/embedded/testing/effects'

/** What all copies of the fixture functions in this process share with the test. */
export class FixtureState {
  readonly effects = new Effects()
  readonly barriers = { parallel: new Barrier(2), limit: new Barrier(2), keys: new Barrier(2) }
  /** The most executions at the same time, by name. */
  readonly peak = new Map<string, number>()
  private readonly active = new Map<string, number>()

  async during(name: string, work: () => Promise<unknown>): Promise<void> {
    const count = (this.active.get(name) ?? 0) + 1
    this.active.set(name, count)
    this.peak.set(name, Math.max(this.peak.get(name) ?? 0, count))
    await work().finally(() => this.active.set(name, (this.active.get(name) ?? 1) - 1))
  }
}

/** The functions of the conformance suite, for any engine: each supported feature at least once. */
export function createFixtures(client: Inngest.Any, state: FixtureState): InngestFunction.Any[] {
  const { effects, barriers } = state
  return [
    ...stepFunctions(client, effects, barriers),
    ...failingFunctions(client, effects),
    ...triggeredFunctions(client, effects),
    ...batchFunctions(client, effects),
    client.createFunction(
      { id: 'limited', retries: 0, concurrency: { limit: 2 }, triggers: [{ event: 'limited/go' }] },
      ({ event }) => state.during('limited', async () => {
        if (event.data.meet) await barriers.limit.arrive()
        await aMoment()
        effects.record('limited', event.data.n)
      }),
    ),
    client.createFunction(
      {
        id: 'keyed',
        retries: 0,
        concurrency: { limit: 1, key: 'event.data.key' },
        triggers: [{ event: 'keyed/go' }],
      },
      ({ event }) => state.during(`keyed ${event.data.key}`, async () => {
        if (event.data.meet) await barriers.keys.arrive()
        await aMoment()
        effects.record('keyed', event.data.n)
      }),
    ),
  ]
}

/** Long enough for others to come in, were they let. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5))

const stepFunctions = (client: Inngest.Any, effects: Effects, barriers: FixtureState['barriers']) => [
  client.createFunction({ id: 'steps', retries: 2, triggers: [{ event: 'steps/go' }] }, async ({ event, step }) => {
    effects.record('steps body')
    const first = await step.run('first', () => {
      effects.record('steps first')
      return { value: Number(event.data.n) + 1, odd: 'a\0b' }
    })
    await step.sleep('nap', '1s')
    const second = await step.run('second', () => {
      effects.record('steps second', first.value)
      return first.value + 1
    })
    effects.record('steps end', second)
  }),
  client.createFunction({ id: 'until', retries: 0, triggers: [{ event: 'until/go' }] }, async ({ event, step }) => {
    await step.sleepUntil('a date', new Date(Number(event.data.at)))
    effects.record('until end', Date.now())
  }),
  client.createFunction({ id: 'sender', retries: 0, triggers: [{ event: 'sender/go' }] }, async ({ event, step }) => {
    await step.sendEvent('tell', [
      { name: 'told/one', data: { n: event.data.n } },
      { name: 'told/two', data: { n: event.data.n } },
    ])
    await step.sleep('nap', '1s')
    await step.run('sender end', () => effects.record('sender end'))
  }),
  client.createFunction({ id: 'told-one', retries: 0, triggers: [{ event: 'told/one' }] }, ({ event }) =>
    effects.record('told one', event.data.n)),
  client.createFunction({ id: 'told-two', retries: 0, triggers: [{ event: 'told/two' }] }, ({ event }) =>
    effects.record('told two', event.data.n)),
  client.createFunction({ id: 'parallel', retries: 2, triggers: [{ event: 'parallel/go' }] }, async ({ step }) => {
    let failures = 0
    const results = await Promise.all([
      step.run('left', async () => {
        await barriers.parallel.arrive()
        effects.record('parallel left')
        return 'l'
      }),
      step.run('right', async () => {
        await barriers.parallel.arrive()
        effects.record('parallel right')
        return 'r'
      }),
      step.run('flaky', () => {
        effects.record('parallel flaky')
        if (effects.count('parallel flaky') < 3) throw new Error(`flaky ${++failures}`)
        return 'f'
      }),
      step.sleep('nap', '1s').then(() => 's'),
    ])
    await step.run('after', () => effects.record('parallel after', results.join('')))
  }),
]

const failingFunctions = (client: Inngest.Any, effects: Effects) => [
  client.createFunction({ id: 'flaky', retries: 3, triggers: [{ event: 'flaky/go' }] }, async ({ step, attempt }) => {
    await step.run('before', () => effects.record('flaky before'))
    await step.run('try', () => {
      effects.record('flaky try', attempt)
      if (attempt < 2) throw new Error('not yet')
    })
    effects.record('flaky end')
  }),
  client.createFunction({ id: 'flaky-body', retries: 3, triggers: [{ event: 'flaky-body/go' }] }, ({ attempt }) => {
    effects.record('flaky body', attempt)
    if (attempt < 2) throw new Error('not yet')
    effects.record('flaky body end')
  }),
  client.createFunction(
    {
      id: 'doomed',
      retries: 1,
      triggers: [{ event: 'doomed/go' }],
      onFailure: ({ error, event }) =>
        effects.record('doomed failure', { message: error.message, n: event.data.event.data.n }),
    },
    async ({ step }) => {
      await step.run('fall', () => {
        effects.record('doomed try')
        throw new Error('it never works')
      })
    },
  ),
  client.createFunction(
    {
      id: 'final',
      retries: 5,
      triggers: [{ event: 'final/go' }],
      onFailure: ({ error }) => effects.record('final failure', error.message),
    },
    () => {
      effects.record('final try')
      throw new NonRetriableError('no use')
    },
  ),
  client.createFunction({ id: 'caught', retries: 0, triggers: [{ event: 'caught/go' }] }, async ({ step }) => {
    const outcome = await step
      .run('fall', () => {
        throw new NonRetriableError('broken step')
      })
      .catch((error: unknown) => (error instanceof Error ? error.message : 'unknown'))
    await step.run('go on', () => effects.record('caught', outcome))
  }),
  client.createFunction({ id: 'later', retries: 1, triggers: [{ event: 'later/go' }] }, ({ attempt }) => {
    effects.record('later try')
    if (attempt === 0) throw new RetryAfterError('busy', '2s')
  }),
]

const triggeredFunctions = (client: Inngest.Any, effects: Effects) => [
  client.createFunction({ id: 'once', retries: 0, triggers: [{ event: 'once/go' }] }, ({ event }) =>
    effects.record('once', event.data.n)),
  client.createFunction(
    { id: 'unique', retries: 0, idempotency: 'event.data.order', triggers: [{ event: 'unique/go' }] },
    ({ event }) => effects.record('unique', event.data.order),
  ),
  client.createFunction({ id: 'wild', retries: 0, triggers: [{ event: 'wild/*' }] }, ({ event }) =>
    effects.record('wild', event.name)),
  client.createFunction({ id: 'delayed', retries: 0, triggers: [{ event: 'delayed/go' }] }, () =>
    effects.record('delayed', Date.now())),
]

const batchFunctions = (client: Inngest.Any, effects: Effects) => [
  client.createFunction(
    { id: 'by-size', retries: 0, batchEvents: { maxSize: 3, timeout: '60s' }, triggers: [{ event: 'by-size/go' }] },
    ({ events }) => effects.record('by size', events.map((event) => event.data.n)),
  ),
  client.createFunction(
    { id: 'by-time', retries: 0, batchEvents: { maxSize: 50, timeout: '2s' }, triggers: [{ event: 'by-time/go' }] },
    ({ events }) => effects.record('by time', events.map((event) => event.data.n)),
  ),
  client.createFunction(
    {
      id: 'by-key',
      retries: 0,
      batchEvents: { maxSize: 2, timeout: '60s', key: 'event.data.key' },
      triggers: [{ event: 'by-key/go' }],
    },
    ({ events }) => effects.record('by key', events.map((event) => event.data.key)),
  ),
]
