import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
  at: number
}

/** How to answer a request; `n` counts from 1. */
export type Behaviour = (response: ServerResponse, request: ReceivedRequest, n: number) => void

export interface Receiver {
  url: string
  requests: ReceivedRequest[]
  behave(next: Behaviour): void
  /** Resolves when so many requests have arrived; rejects after the time with what there is. */
  until(count: number, timeoutMs?: number): Promise<ReceivedRequest[]>
  close(): Promise<void>
}

export const answer = (status: number, body = '', headers: Record<string, string> = {}): Behaviour => (response) =>
  response.writeHead(status, headers).end(body)

/** A real HTTP receiver on loopback whose behaviour a test scripts. */
export async function startReceiver(first: Behaviour = answer(200, 'ok')): Promise<Receiver> {
  const requests: ReceivedRequest[] = []
  let behaviour = first
  let waiting: Array<() => void> = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const received: ReceivedRequest = {
        method: request.method ?? '', url: request.url ?? '', headers: request.headers,
        body: Buffer.concat(chunks).toString(), at: Date.now(),
      }
      requests.push(received)
      behaviour(response, received, requests.length)
      for (const check of waiting) check()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has an address object

  const until = (count: number, timeoutMs = 60_000): Promise<ReceivedRequest[]> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${requests.length} of ${count} requests arrived`)), timeoutMs)
      const check = () => {
        if (requests.length < count) return
        clearTimeout(timer)
        waiting = waiting.filter((one) => one !== check)
        resolve(requests)
      }
      waiting.push(check)
      check()
    })

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    behave: (next) => { behaviour = next },
    until,
    close: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}
