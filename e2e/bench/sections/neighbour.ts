import { setTimeout as delay } from 'node:timers/promises'
import type { Figure, Section } from '../bench-types'
import { monotonicMs, percentile } from '../measure'
import type { Ground } from '../start-ground'
import { waitFor } from '../wait-for'

const INTEGRATIONS = 10
const RATE = 50 // events; each goes to all ten
const SECONDS = 5
const EVENTS = RATE * SECONDS

/** Accepts events evenly; p99 from before they are stored until each of the nine others has them. */
async function measureOthers(ground: Ground, from: number): Promise<number> {
  const others = ground.receivers.urls.slice(1, INTEGRATIONS)
  const accepted = new Map<number, number>()
  const start = monotonicMs()
  for (let i = 0; i < EVENTS; i++) {
    const due = start + (i * 1000) / RATE
    if (due > monotonicMs()) await delay(due - monotonicMs())
    accepted.set(from + i, monotonicMs())
    await ground.accept(from + i, 1)
  }
  const arrivals = async () => {
    const report = await ground.receivers.report()
    return others.flatMap((url) => {
      const port = report.get(url)
      return port?.marks.map((mark, i) => ({ mark, at: port.at[i] ?? Number.NaN })).filter(({ mark }) => accepted.has(mark)) ?? []
    })
  }
  await waitFor('the others have everything', async () => (await arrivals()).length >= EVENTS * others.length)
  return percentile((await arrivals()).map(({ mark, at }) => at - (accepted.get(mark) ?? Number.NaN)), 0.99)
}

/** One of ten destinations stops answering: what the other nine notice. */
export const neighbour: Section = {
  name: 'neighbour',
  run: async (ground): Promise<Figure[]> => {
    const [hanging = ''] = ground.receivers.urls
    for (const url of ground.receivers.urls.slice(0, INTEGRATIONS)) await ground.integrate(url)
    await ground.startWorker()
    await measureOthers(ground, 0) // the first deliveries compile and connect
    const calm = await measureOthers(ground, EVENTS)
    ground.receivers.behave(hanging, { waitMs: null })
    const beside = await measureOthers(ground, 2 * EVENTS)
    return [
      { section: 'neighbour', what: 'ten answer: p99', value: calm, unit: 'ms', goal: '' },
      { section: 'neighbour', what: 'one of ten hangs: p99 of the others', value: beside, unit: 'ms', goal: '≤ 2 × calm' },
      { section: 'neighbour', what: 'ratio', value: beside / calm, unit: '×', goal: '≤ 2' },
    ]
  },
}
