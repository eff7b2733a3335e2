import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer as createHttpServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'

/** One request as it arrived. */
export interface Seen {
  webhookId: string
  path: string
  at: number
  body: string
  bodyHash: string
  headers: IncomingHttpHeaders
  /** Another request of the same delivery was open when this one came. */
  overlaps: boolean
}

/** How to answer; `n` counts the requests of this delivery from 1. Not answering is an answer too. */
export type Answer = (response: ServerResponse, seen: Seen, n: number) => void

export interface NotingReceiver {
  url: string
  seen: readonly Seen[]
  /** Requests that wait for their answer. */
  open(): number
  answerWith(next: Answer): void
  /** Answers all that wait with 200. */
  release(): void
  of(webhookId: string): Seen[]
  close(): Promise<void>
}

export const say = (status: number, headers: Record<string, string> = {}, body = 'ok'): Answer => (response) =>
  response.writeHead(status, headers).end(body)

export const hang: Answer = () => {}

/** Refuses the very first request and takes all others: a failure has consequences, which are recorded in a transaction. */
export const refuseFirst = (): Answer => {
  let status = 503
  return (response, seen, n) => {
    say(status)(response, seen, n)
    status = 200
  }
}

const seenOf = (path: string, headers: IncomingHttpHeaders, body: string): Omit<Seen, 'overlaps'> => ({
  webhookId: String(headers['webhook-id']), path, at: Date.now(), body, headers,
  bodyHash: createHash('sha256').update(body).digest('base64'),
})

/** A real HTTP receiver that keeps what it saw: how often each delivery came, its bytes, and whether two were open at once. */
export async function startNotingReceiver(first: Answer = say(200)): Promise<NotingReceiver> {
  const seen: Seen[] = []
  const counts = new Map<string, number>()
  const open = new Map<string, number>()
  const waiting = new Set<ServerResponse>()
  let answer = first
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = seenOf(request.url ?? '', request.headers, Buffer.concat(chunks).toString())
      const id = one.webhookId
      const openNow = open.get(id) ?? 0
      const noted = { ...one, overlaps: openNow > 0 }
      seen.push(noted)
      open.set(id, openNow + 1)
      waiting.add(response)
      response.on('close', () => {
        waiting.delete(response)
        const left = (open.get(id) ?? 1) - 1
        if (left > 0) open.set(id, left)
        else open.delete(id)
      })
      counts.set(id, (counts.get(id) ?? 0) + 1)
      answer(response, noted, counts.get(id) ?? 1)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has an address object
  return {
    url: `http://127.0.0.1:${port}/hook`,
    seen,
    open: () => waiting.size,
    answerWith: (next) => { answer = next },
    release: () => {
      for (const response of waiting) response.end('ok')
    },
    of: (webhookId) => seen.filter((one) => one.webhookId === webhookId),
    close: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}
