import { createServer, type ServerResponse } from 'node:http'

/** What arrived of one event, found by the marker in its context. */
export interface Arrival {
  webhookIds: string[]
  at: number[]
}

export interface MarkingReceiver {
  url: string
  arrivals: ReadonlyMap<string, Arrival>
  /** Requests that wait for their answer now. */
  open(): number
  /** Answers are kept back until `release`. */
  hold(): void
  release(): void
  close(): Promise<void>
}

const MARKER = /marker-\d+\./
const LATENCY_MS = 10 // so that some requests are on the wire whenever something is killed

/** Takes everything with 200 and keeps which event arrived when, and under which webhook-id. */
export async function startMarkingReceiver(): Promise<MarkingReceiver> {
  const arrivals = new Map<string, Arrival>()
  const waiting = new Set<ServerResponse>()
  let holding = false

  const note = (body: string, webhookId: string): void => {
    const marker = MARKER.exec(body)?.[0] ?? `no marker in: ${body}`
    const known = arrivals.get(marker) ?? { webhookIds: [], at: [] }
    known.webhookIds.push(webhookId)
    known.at.push(Date.now())
    arrivals.set(marker, known)
  }
  const answer = (response: ServerResponse): void => {
    waiting.delete(response)
    response.end('ok')
  }

  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk })
    request.on('end', () => {
      note(body, String(request.headers['webhook-id']))
      waiting.add(response)
      response.on('close', () => waiting.delete(response))
      if (!holding) setTimeout(() => answer(response), LATENCY_MS)
    })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })

  return {
    url: `http://127.0.0.1:${port}/hook`,
    arrivals,
    open: () => waiting.size,
    hold: () => { holding = true },
    release: () => {
      holding = false
      for (const response of [...waiting]) answer(response)
    },
    close: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}
