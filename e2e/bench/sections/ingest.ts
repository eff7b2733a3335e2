import { Pool } from 'undici'
import { freePort } from '@/e2e/faults/free-port'
import type { Figure, Section } from '../bench-types'
import { monotonicMs, perSecond } from '../measure'
import { markedEvent, type Ground } from '../start-ground'

const SINGLE_MS = 5000
const BATCH_MS = 5000
const CONNECTIONS = 32
const BATCH_CONNECTIONS = 4
const BATCH = 500

/** Posts the same body from several keep-alive connections for a while; events accepted per second. */
async function post(connections: Pool, ground: Ground, body: string, events: number, width: number, forMs: number): Promise<number> {
  const headers = { authorization: `Bearer ${ground.apiKey}`, 'content-type': 'application/json' }
  const start = monotonicMs()
  let accepted = 0
  await Promise.all(Array.from({ length: width }, async () => {
    while (monotonicMs() - start < forMs) {
      const response = await connections.request({ method: 'POST', path: '/api/v1/events', headers, body })
      await response.body.dump()
      if (response.statusCode !== 202) throw new Error(`ingest: the answer was ${response.statusCode}`)
      accepted += events
    }
  }))
  return perSecond(accepted, monotonicMs() - start)
}

/** The real web server alone, over HTTP: the events stay where they are. */
export const ingest: Section = {
  name: 'ingest',
  run: async (ground): Promise<Figure[]> => {
    await ground.integrate(ground.receivers.urls[0] ?? '')
    const port = await freePort()
    await ground.startWeb(port)
    const connections = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })
    const one = JSON.stringify(markedEvent(0))
    const many = JSON.stringify({ events: Array.from({ length: BATCH }, (_, i) => markedEvent(i)) })
    await post(connections, ground, one, 1, CONNECTIONS, 1000) // the first requests compile and connect
    const single = await post(connections, ground, one, 1, CONNECTIONS, SINGLE_MS)
    const batched = await post(connections, ground, many, BATCH, BATCH_CONNECTIONS, BATCH_MS)
    await connections.close()
    return [
      { section: 'ingest', what: `POST /events, single, ${CONNECTIONS} connections`, value: single, unit: 'events/s', goal: '≥ 1500' },
      { section: 'ingest', what: `POST /events, batches of ${BATCH}`, value: batched, unit: 'events/s', goal: '≥ 15000' },
    ]
  },
}
