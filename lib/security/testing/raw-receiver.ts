import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** What a receiver does with one request: `text` is everything that has arrived of it. */
export type Behaviour = (socket: Socket, text: string, requestNumber: number) => void

export type RawReceiver = {
  port: number
  /** Connections accepted so far; 0 proves that nothing was dialled. */
  connections: () => number
  requests: string[]
  close: () => Promise<void>
}

export type RawReceiverOptions = {
  behave: Behaviour
  host?: string
  tls?: { key: string; cert: string }
  /** Call `behave` on the head alone, before the body has arrived. */
  atHead?: boolean
  onConnect?: (socket: Socket) => void
}

/** A receiver on loopback that speaks in raw bytes, so that it can be as wrong as real ones are. */
export async function startRawReceiver(options: RawReceiverOptions): Promise<RawReceiver> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const accept = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    options.onConnect?.(socket)
    readRequests(socket, options, requests)
  }
  const server: Server = options.tls ? createTlsServer(options.tls, accept) : createServer(accept)
  // A client that refuses the certificate ends the handshake; that is the test, not a fault of the server.
  server.on('tlsClientError', () => undefined)
  server.listen(0, options.host ?? '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // listening on TCP, so never a string
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
  return { port, connections: () => connections, requests, close }
}

function readRequests(socket: Socket, { behave, atHead }: RawReceiverOptions, requests: string[]): void {
  let text = ''
  let isHeadSeen = false
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    const headEnd = text.indexOf('\r\n\r\n')
    if (headEnd === -1) return
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
    const isComplete = text.length >= headEnd + 4 + length
    if (!(isComplete || atHead) || isHeadSeen) return
    const request = text
    requests.push(request)
    isHeadSeen = atHead === true
    if (isComplete) text = ''
    behave(socket, request, requests.length)
  })
}

/** A well-formed answer. */
export function answer(status: number, body = '', headers: readonly string[] = []): string {
  const lines = [`HTTP/1.1 ${status} Whatever`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
