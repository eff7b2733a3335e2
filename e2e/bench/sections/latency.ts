import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'undici'
import { freePort } from '@/lib/testing/free-port'
import type { Figure, Section } from '../bench-types'
import { monotonicMs, percentile } from '../measure'
import { markedEvent, type Ground } from '../start-ground'
import { waitForStatus } from '../wait-for'

const RATE = 200
const SECONDS = 6
// Ten seconds: in the first ones little of the code is compiled, which says something of starts and nothing of service.
const WARM_UP = 2000

interface Post { sent: number; accepted: number }

/** Posts single events at an even rate, whatever the answers take; when each was sent and accepted, by its mark. */
async function postEvenly(connections: Pool, ground: Ground, from: number, count: number): Promise<Map<number, Post>> {
  const headers = { authorization: `Bearer ${ground.apiKey}`, 'content-type': 'application/json' }
  const posts = new Map<number, Post>()
  const under: Array<Promise<void>> = []
  const start = monotonicMs()
  const postOne = async (mark: number) => {
    const sent = monotonicMs()
    const response = await connections.request({ method: 'POST', path: '/api/v1/events', headers, body: JSON.stringify(markedEvent(mark)) })
    await response.body.dump()
    posts.set(mark, { sent, accepted: monotonicMs() })
  }
  for (let i = 0; i < count; i++) {
    const due = start + (i * 1000) / RATE
    if (due > monotonicMs()) await delay(due - monotonicMs())
    under.push(postOne(from + i))
  }
  await Promise.all(under)
  return posts
}

const shareOfCore = (who: string, before: number | undefined, after: number | undefined): Figure[] =>
  before === undefined || after === undefined ? [] : [{
    section: 'latency', what: `CPU at ${RATE}/s, ${who}`, value: (after - before) / SECONDS / 10, unit: '%', goal: '',
  }]

export const latency: Section = {
  name: 'latency',
  run: async (ground): Promise<Figure[]> => {
    const [url = ''] = ground.receivers.urls
    await ground.integrate(url)
    const port = await freePort()
    const web = await ground.startWeb(port)
    const worker = await ground.startWorker()
    const connections = new Pool(`http://127.0.0.1:${port}`, { connections: 16 })
    await postEvenly(connections, ground, 0, WARM_UP)
    const before = { web: web.cpuMs(), worker: worker.cpuMs(), postgres: ground.postgresCpuMs() }
    const posts = await postEvenly(connections, ground, WARM_UP, RATE * SECONDS)
    const cpu = [
      shareOfCore('web', before.web, web.cpuMs()), shareOfCore('worker', before.worker, worker.cpuMs()),
      shareOfCore('Postgres', before.postgres, ground.postgresCpuMs()),
    ].flat()
    await waitForStatus(ground, 'succeeded', WARM_UP + RATE * SECONDS)
    await connections.close()
    const report = (await ground.receivers.report()).get(url)
    const received = new Map(report?.marks.map((mark, i) => [mark, report.at[i] ?? Number.NaN]))
    // The request may arrive before the sender has read the 202: then it took no time.
    const whole = [...posts].map(([mark, post]) => (received.get(mark) ?? Number.NaN) - post.sent)
    const after = [...posts].map(([mark, post]) => Math.max(0, (received.get(mark) ?? Number.NaN) - post.accepted))
    const at = `${RATE}/s`
    return [
      { section: 'latency', what: `202 → received, ${at}, p50`, value: percentile(after, 0.5), unit: 'ms', goal: '≤ 10' },
      { section: 'latency', what: `202 → received, ${at}, p99`, value: percentile(after, 0.99), unit: 'ms', goal: '≤ 40' },
      { section: 'latency', what: `POST sent → received, ${at}, p50`, value: percentile(whole, 0.5), unit: 'ms', goal: '' },
      { section: 'latency', what: `POST sent → received, ${at}, p99`, value: percentile(whole, 0.99), unit: 'ms', goal: '' },
      ...cpu,
    ]
  },
}
