import { Pool } from 'undici'
import { bySystem } from '@/lib/audit/acting'
import { eventTypeInput } from '@/lib/contracts/event-type'
import { createEventType } from '@/lib/event-types/write-event-type'
import { freePort } from '@/lib/testing/free-port'
import type { Figure, Section } from '../bench-types'
import { monotonicMs, perSecond } from '../measure'
import type { Child } from '../start-child'
import { markedEvent, type Ground } from '../start-ground'

const WARM_UP_MS = 2000 // the first requests compile and connect
const SINGLE_MS = 5000
const BATCH_MS = 5000
const CONNECTIONS = 32
const BATCH_CONNECTIONS = 4
const BATCH = 500

// Of the same size as the other, with the fields of its schema all required: what checking them costs.
const ownContext = (mark: number) => ({ vendor: 'Example', daysOverdue: 12, dueOn: '2026-06-01', open: [{ question: 'Backups' }], mark })
const OWN = { key: 'bench.happened', label: 'Bench', sample: ownContext(0), samples: [ownContext(1)] }
const ownEvent = (mark: number) => ({ type: OWN.key, context: ownContext(mark) })

interface Load {
  name: string
  body: string
  events: number
  width: number
  forMs: number
}

const batchOf = (event: (mark: number) => object): string => JSON.stringify({ events: Array.from({ length: BATCH }, (_, i) => event(i)) })

// Scorecards have an index of their own.
const scoredEvent = (mark: number) => ({ ...markedEvent(mark), scorecard: `vendor${(mark * 7919) % 3000}.example` })

/** Posts the same body from several keep-alive connections for a while; the count of accepted requests. */
async function post(connections: Pool, ground: Ground, { body, width, forMs }: Load): Promise<number> {
  const headers = { authorization: `Bearer ${ground.apiKey}`, 'content-type': 'application/json' }
  const start = monotonicMs()
  let accepted = 0
  await Promise.all(Array.from({ length: width }, async () => {
    while (monotonicMs() - start < forMs) {
      const response = await connections.request({ method: 'POST', path: '/api/v1/events', headers, body })
      await response.body.dump()
      if (response.statusCode !== 202) throw new Error(`ingest: the answer was ${response.statusCode}`)
      accepted++
    }
  }))
  return accepted
}

const ownCpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Events per second, and what each request costs where: other work of the machine changes that less than the rate. */
async function measureLoad(connections: Pool, ground: Ground, web: Child, load: Load, goal: string): Promise<Figure[]> {
  const clocks = { web: () => web.cpuMs(), Postgres: () => ground.postgresCpuMs(), 'this client': ownCpuMs }
  const before = Object.entries(clocks).map(([, read]) => read())
  const start = monotonicMs()
  const requests = await post(connections, ground, load)
  const rate = perSecond(requests * load.events, monotonicMs() - start)
  const costs = Object.entries(clocks).flatMap(([who, read], i): Figure[] => {
    const [was, is] = [before[i], read()]
    if (was === undefined || is === undefined) return []
    return [{ section: 'ingest', what: `${load.name}: CPU per request, ${who}`, value: ((is - was) * 1000) / requests, unit: 'µs', goal: '' }]
  })
  return [{ section: 'ingest', what: `POST /events, ${load.name}`, value: rate, unit: 'events/s', goal }, ...costs]
}

/** The real web server alone, over HTTP: the events stay where they are. */
export const ingest: Section = {
  name: 'ingest',
  run: async (ground): Promise<Figure[]> => {
    await ground.integrate(ground.receivers.urls[0] ?? '')
    const port = await freePort()
    const web = await ground.startWeb(port)
    const connections = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })
    await createEventType(bySystem(ground.workspaceId), eventTypeInput.parse(OWN), JSON.stringify(OWN))
    const one: Load = {
      name: `single, ${CONNECTIONS} connections`, body: JSON.stringify(markedEvent(0)), events: 1, width: CONNECTIONS, forMs: SINGLE_MS,
    }
    const many: Load = { name: `batches of ${BATCH}`, body: batchOf(markedEvent), events: BATCH, width: BATCH_CONNECTIONS, forMs: BATCH_MS }
    const own = (load: Load, body: string): Load => ({ ...load, name: `own event type, ${load.name}`, body })
    await post(connections, ground, { ...one, forMs: WARM_UP_MS })
    const figures = [
      ...(await measureLoad(connections, ground, web, one, '≥ 1500')),
      ...(await measureLoad(connections, ground, web, many, '≥ 15000')),
      ...(await measureLoad(connections, ground, web, { ...many, name: `each of a scorecard, ${many.name}`, body: batchOf(scoredEvent) }, '≥ 15000')),
      ...(await measureLoad(connections, ground, web, own(one, JSON.stringify(ownEvent(0))), '')),
      ...(await measureLoad(connections, ground, web, own(many, batchOf(ownEvent)), '')),
    ]
    await connections.close()
    return figures
  },
}
