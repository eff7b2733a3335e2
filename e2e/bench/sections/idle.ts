import { setTimeout as delay } from 'node:timers/promises'
import type { Figure, Section } from '../bench-types'
import { monotonicMs } from '../measure'

const SETTLE_MS = 3000
const WATCH_MS = 10_000

/** The worker with nothing to do: its polls, its heartbeat, its timers. */
export const idle: Section = {
  name: 'idle',
  run: async (ground): Promise<Figure[]> => {
    await ground.integrate(ground.receivers.urls[0] ?? '')
    const worker = await ground.startWorker()
    await delay(SETTLE_MS)
    const start = monotonicMs()
    const before = worker.cpuMs()
    await delay(WATCH_MS)
    const after = worker.cpuMs()
    if (before === undefined || after === undefined) return []
    const share = ((after - before) * 100) / (monotonicMs() - start)
    return [{ section: 'idle', what: 'worker, CPU of one core', value: share, unit: '%', goal: '≤ 2' }]
  },
}
