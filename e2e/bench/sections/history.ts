import { request } from 'undici'
import { freePort } from '@/lib/testing/free-port'
import { pool } from '@/lib/db'
import type { Figure, Section } from '../bench-types'
import { fillHistory } from '../fill-history'
import { monotonicMs, percentile, perSecond } from '../measure'
import type { Child } from '../start-child'
import type { Ground } from '../start-ground'
import { summarise, waitForRequests } from '../wait-for'

const ROWS = 2_000_000
const OTHERS = 20
const EVENTS = 10_000
const WARM_UP = 1000
const TIMES = 30
const WARM_UP_TIMES = 2 // the first answer of a route loads it

/** How many deliveries a second arrive from a backlog that the worker meets all at once. */
async function measureDrain(ground: Ground, worker: Child, from: number): Promise<number> {
  worker.pause()
  await ground.accept(from, EVENTS)
  await pool().query('ANALYZE event')
  const start = monotonicMs()
  worker.resume()
  await waitForRequests(ground, from + EVENTS)
  const { last } = await summarise(ground)
  return perSecond(EVENTS, last - start)
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

const lists = (ids: string[], someId: string): Array<[string, string]> => [
  ['/deliveries', '/deliveries?limit=50'],
  ['of one integration', `/deliveries?integrationId=${ids[0]}`],
  ['failed', '/deliveries?status=failed'],
  ['failed or retrying', '/deliveries?status=failed&status=retrying'],
  ['pending', '/deliveries?status=pending'],
  ['of one type', '/deliveries?eventType=DataLeakPublished'],
  ['of a type that never came', '/deliveries?eventType=TyposquatRegistered'],
  ['5xx of last week', `/deliveries?statusClass=5xx&since=${hoursAgo(168)}`],
  ['tests', '/deliveries?test=true'],
  ['q = an id', `/deliveries?q=${someId}`],
  ['q = part of a URL', `/deliveries?q=hooks.example.com/${ids[1]}`],
  ['q = nothing like it', '/deliveries?q=nowhere.example'],
  ['/integrations', '/integrations'],
  ['/events', '/events?limit=50'],
]

async function timeList(port: number, ground: Ground, path: string): Promise<number> {
  const took: number[] = []
  for (let i = -WARM_UP_TIMES; i < TIMES; i++) {
    const start = monotonicMs()
    const answered = await request(`http://127.0.0.1:${port}/api/v1${path}`, { headers: { authorization: `Bearer ${ground.apiKey}` } })
    const text = await answered.body.text()
    if (answered.statusCode !== 200) throw new Error(`history: ${path} answered ${answered.statusCode} ${text}`)
    if (i >= 0) took.push(monotonicMs() - start)
  }
  return percentile(took, 0.95)
}

/** Two million deliveries of the last month in the same tables. Takes minutes to fill: only by --only history. */
export const history: Section = {
  name: 'history',
  run: async (ground): Promise<Figure[]> => {
    await ground.integrate(ground.receivers.urls[0] ?? '')
    const ids: string[] = []
    const triggers = [{ type: 'TyposquatRegistered', params: {}, template: null }]
    for (let i = 0; i < OTHERS; i++) ids.push(await ground.integrate(`https://hooks.example.com/${i}`, { triggers }))
    const worker = await ground.startWorker()
    await ground.accept(0, WARM_UP)
    await waitForRequests(ground, WARM_UP)
    await measureDrain(ground, worker, WARM_UP) // until the worker is as fast as it becomes
    const empty = await measureDrain(ground, worker, WARM_UP + EVENTS)
    const start = monotonicMs()
    await fillHistory(ground, ids, ROWS)
    const filled = monotonicMs() - start
    // As before the fill: the first goes with what the fill has left behind (dirty pages, caches of others).
    const cold = await measureDrain(ground, worker, WARM_UP + 2 * EVENTS)
    const full = await measureDrain(ground, worker, WARM_UP + 3 * EVENTS)
    const port = await freePort()
    await ground.startWeb(port)
    const { rows: [some] } = await pool().query<{ id: string }>('SELECT id FROM delivery ORDER BY id OFFSET 1000 LIMIT 1')
    const figures: Figure[] = []
    for (const [what, path] of lists(ids, some?.id ?? '')) {
      figures.push({ section: 'history', what: `GET ${what}, p95`, value: await timeList(port, ground, path), unit: 'ms', goal: '≤ 100' })
    }
    return [
      { section: 'history', what: `${ROWS} deliveries filled`, value: filled / 1000, unit: 's', goal: '' },
      { section: 'history', what: `${EVENTS} events → received, empty tables`, value: empty, unit: '/s', goal: '' },
      { section: 'history', what: `${EVENTS} events → received, right after the fill`, value: cold, unit: '/s', goal: '' },
      { section: 'history', what: `${EVENTS} events → received, with history`, value: full, unit: '/s', goal: '' },
      { section: 'history', what: 'time with history ÷ time without', value: empty / full, unit: '×', goal: '≤ 1.2' },
      ...figures,
    ]
  },
}
