import { createServer, type Socket } from 'node:net'
import { monotonicMs } from './measure'
import type { FromReceiver, PortBehaviour, PortReport, ToReceiver } from './receiver-messages'

// The receivers: one process with many ports, so that each integration has an origin of its own. Requests are cut out of
// the stream by hand: a receiver that costs as much as the product would measure itself.

const PORTS = 12
const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok')
const REFUSAL = Buffer.from('HTTP/1.1 500 Internal Server Error\r\ncontent-length: 4\r\n\r\nfail')
const HEAD_END = Buffer.from('\r\n\r\n')
const EMPTY = Buffer.alloc(0)

class Port {
  behaviour: PortBehaviour = { waitMs: 0, failFirst: false }
  private readonly times = new Map<string, number>()
  requests = 0
  private marks: number[] = []
  private at: number[] = []

  take(head: string, body: Buffer, socket: Socket): void {
    const now = monotonicMs()
    const id = /\r\nwebhook-id: ([^\r]+)/i.exec(head)?.[1] ?? ''
    const before = this.times.get(id) ?? 0
    this.times.set(id, before + 1)
    this.requests++
    this.marks.push(Number(/"mark":\s*(\d+)/.exec(body.toString('latin1'))?.[1] ?? -1))
    this.at.push(now)
    const answer = this.behaviour.failFirst && before === 0 ? REFUSAL : ANSWER
    if (this.behaviour.waitMs === 0) socket.write(answer)
    else if (this.behaviour.waitMs !== null) setTimeout(() => socket.writable && socket.write(answer), this.behaviour.waitMs)
  }

  report(port: number): PortReport {
    return { port, requests: this.requests, unique: this.times.size, marks: this.marks, at: this.at }
  }

  reset(): void {
    this.times.clear()
    this.requests = 0
    this.marks = []
    this.at = []
    this.behaviour = { waitMs: 0, failFirst: false }
  }
}

function serve(port: Port, socket: Socket): void {
  let rest: Buffer = EMPTY
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const headEnd = rest.indexOf(HEAD_END)
      if (headEnd === -1) return
      const head = rest.toString('latin1', 0, headEnd)
      const end = headEnd + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (rest.length < end) return
      port.take(head, rest.subarray(headEnd + 4, end), socket)
      rest = rest.subarray(end)
    }
  })
}

const open = (port: Port): Promise<number> => new Promise((resolve) => {
  const server = createServer((socket) => serve(port, socket))
  server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
    const address = server.address()
    resolve(typeof address === 'object' && address !== null ? address.port : 0)
  })
})

const say = (message: FromReceiver) => process.send?.(message)

const ports = new Map<number, Port>()
for (let i = 0; i < PORTS; i++) {
  const port = new Port()
  ports.set(await open(port), port)
}
process.on('message', (message: ToReceiver) => {
  if (message.type === 'report') say({ type: 'report', ports: [...ports].map(([number, port]) => port.report(number)) })
  else if (message.type === 'count') say({ type: 'count', requests: [...ports.values()].reduce((sum, port) => sum + port.requests, 0) })
  else if (message.type === 'reset') for (const port of ports.values()) port.reset()
  else {
    const port = ports.get(message.port)
    if (port) port.behaviour = message.behaviour
  }
})
process.on('disconnect', () => process.exit(0))
say({ type: 'ports', ports: [...ports.keys()] })
