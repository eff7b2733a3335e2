import { pool } from '@/lib/db'
import type { Figure, Section } from '../bench-types'
import { monotonicMs, perSecond } from '../measure'
import { runNaiveLoop } from '../run-naive-loop'
import type { Ground } from '../start-ground'
import { summarise, waitForRequests, waitForStatus } from '../wait-for'

const EVENTS = 20_000
const WARM_UP = 1000
const NAIVE_EVENTS = 3000

const address = (ground: Ground): string => ground.receivers.urls[0] ?? ''

const checkArrived = async (ground: Ground, expected: number): Promise<void> => {
  const { unique } = await summarise(ground)
  if (unique !== expected) throw new Error(`drain: ${unique} of ${expected} deliveries arrived`)
}

interface Drained {
  received: number
  recorded: number
  /** CPU time per delivery in microseconds, which other work of the machine changes less than the rate. */
  workerCpu: number | undefined
  postgresCpu: number | undefined
}

const perDelivery = (before: number | undefined, after: number | undefined, count: number): number | undefined =>
  before === undefined || after === undefined ? undefined : ((after - before) * 1000) / count

const ownCpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Before the worker runs: one transaction per step, one event at a time in a few loops, on the same rows and receiver. */
async function measureNaive(ground: Ground): Promise<Drained> {
  const before = await summarise(ground)
  await ground.accept(0, NAIVE_EVENTS, { dispatched: false })
  const cpu = { own: ownCpuMs(), postgres: ground.postgresCpuMs() }
  const start = monotonicMs()
  await runNaiveLoop(ground.workspaceId)
  const rate = perSecond(NAIVE_EVENTS, monotonicMs() - start)
  const workerCpu = perDelivery(cpu.own, ownCpuMs(), NAIVE_EVENTS)
  const postgresCpu = perDelivery(cpu.postgres, ground.postgresCpuMs(), NAIVE_EVENTS)
  await checkArrived(ground, before.unique + NAIVE_EVENTS)
  await pool().query('TRUNCATE event, delivery, delivery_body, attempt')
  ground.receivers.reset()
  return { received: rate, recorded: rate, workerCpu, postgresCpu }
}

/** The worker is held still while the events are accepted, so that the rate is the worker's own. */
async function measureDrain(ground: Ground): Promise<Drained> {
  const worker = await ground.startWorker()
  await ground.accept(0, WARM_UP)
  await waitForStatus(ground, 'succeeded', WARM_UP)
  worker.pause()
  await ground.accept(WARM_UP, EVENTS)
  await pool().query('VACUUM ANALYZE event')
  const cpu = { worker: worker.cpuMs(), postgres: ground.postgresCpuMs() }
  const start = monotonicMs()
  worker.resume()
  await waitForRequests(ground, WARM_UP + EVENTS)
  await waitForStatus(ground, 'succeeded', WARM_UP + EVENTS)
  const recorded = monotonicMs()
  const workerCpu = perDelivery(cpu.worker, worker.cpuMs(), EVENTS)
  const postgresCpu = perDelivery(cpu.postgres, ground.postgresCpuMs(), EVENTS)
  await checkArrived(ground, WARM_UP + EVENTS)
  const { last } = await summarise(ground)
  return {
    received: perSecond(EVENTS, last - start), recorded: perSecond(EVENTS, recorded - start), workerCpu, postgresCpu,
  }
}

const cpuFigure = (who: string, value: number | undefined, naive: number | undefined): Figure[] => {
  if (value === undefined || naive === undefined) return []
  return [{ section: 'drain', what: `CPU per delivery, ${who} (naive ${Math.round(naive)})`, value, unit: 'µs', goal: '', naive: value / naive }]
}

export const drain: Section = {
  name: 'drain',
  run: async (ground): Promise<Figure[]> => {
    await ground.integrate(address(ground))
    const naive = await measureNaive(ground)
    const ours = await measureDrain(ground)
    const goal = '≥ 5000, ≥ 4 × naive'
    return [
      { section: 'drain', what: `${NAIVE_EVENTS} events, naive loop`, value: naive.received, unit: '/s', goal: '', naive: 1 },
      { section: 'drain', what: `${EVENTS} events → received`, value: ours.received, unit: '/s', goal, naive: ours.received / naive.received },
      { section: 'drain', what: `${EVENTS} events → recorded`, value: ours.recorded, unit: '/s', goal: '', naive: ours.recorded / naive.recorded },
      ...cpuFigure('worker', ours.workerCpu, naive.workerCpu),
      ...cpuFigure('Postgres', ours.postgresCpu, naive.postgresCpu),
    ]
  },
}
