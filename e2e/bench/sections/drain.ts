import { pool } from '@/lib/db'
import type { Figure, Section } from '../bench-types'
import { monotonicMs, perSecond } from '../measure'
import { runNaiveLoop } from '../run-naive-loop'
import type { Ground } from '../start-ground'
import { summarise, waitForStatus } from '../wait-for'

const EVENTS = 20_000
const WARM_UP = 1000
const NAIVE_EVENTS = 3000

const address = (ground: Ground): string => ground.receivers.urls[0] ?? ''

const checkArrived = async (ground: Ground, expected: number): Promise<void> => {
  const { unique } = await summarise(ground)
  if (unique !== expected) throw new Error(`drain: ${unique} of ${expected} deliveries arrived`)
}

/** Before the worker runs: one transaction per step, one event at a time in a few loops, on the same rows and receiver. */
async function measureNaive(ground: Ground): Promise<number> {
  const before = await summarise(ground)
  await ground.accept(0, NAIVE_EVENTS, { dispatched: false })
  const start = monotonicMs()
  await runNaiveLoop(ground.workspaceId)
  const rate = perSecond(NAIVE_EVENTS, monotonicMs() - start)
  await checkArrived(ground, before.unique + NAIVE_EVENTS)
  await pool().query('TRUNCATE event, delivery, delivery_body, attempt')
  ground.receivers.reset()
  return rate
}

/** The worker is held still while the events are accepted, so that the rate is the worker's own. */
async function measureDrain(ground: Ground): Promise<{ received: number; recorded: number }> {
  const worker = await ground.startWorker()
  await ground.accept(0, WARM_UP)
  await waitForStatus(ground, 'succeeded', WARM_UP)
  worker.pause()
  await ground.accept(WARM_UP, EVENTS)
  await pool().query('VACUUM ANALYZE event')
  const start = monotonicMs()
  worker.resume()
  await waitForStatus(ground, 'succeeded', WARM_UP + EVENTS)
  const recorded = monotonicMs()
  await checkArrived(ground, WARM_UP + EVENTS)
  const { last } = await summarise(ground)
  return { received: perSecond(EVENTS, last - start), recorded: perSecond(EVENTS, recorded - start) }
}

export const drain: Section = {
  name: 'drain',
  run: async (ground): Promise<Figure[]> => {
    await ground.integrate(address(ground))
    const naive = await measureNaive(ground)
    const { received, recorded } = await measureDrain(ground)
    return [
      { section: 'drain', what: `${NAIVE_EVENTS} events, naive loop`, value: naive, unit: '/s', goal: '', naive: 1 },
      { section: 'drain', what: `${EVENTS} events → received`, value: received, unit: '/s', goal: '≥ 5000, ≥ 4 × naive', naive: received / naive },
      { section: 'drain', what: `${EVENTS} events → recorded`, value: recorded, unit: '/s', goal: '', naive: recorded / naive },
    ]
  },
}
