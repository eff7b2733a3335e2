import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer, startRawReceiver, type Behaviour, type RawReceiver } from '@/lib/security/testing/raw-receiver'
import type { AttemptRow } from './support/read-history'
import { startGround, type Ground } from './support/start-ground'
import { startServer, type Server } from './support/start-server'

const TIMEOUT_MS = 6000
const DELAY_S = 60 // longer than all of this takes
const SECOND = 1000
const LATE_MS = 15_000 // what a busy machine may add
const DAY = 24 * 3600 * SECOND

type Socket = Parameters<Behaviour>[0]

/** What the product has to make of one behaviour: the delivery's first and only attempt, and when the next one is due. */
interface Expected {
  status: 'succeeded' | 'retrying' | 'failed'
  code: number | null
  error: string | null
  /** From the end of the attempt, at least and at the most; nothing: the schedule's own. */
  waitMs?: [number, number]
  truncated?: boolean
  bytes?: number
  /** It was ended by the deadline. */
  late?: boolean
}

interface Case {
  name: string
  behave: Behaviour
  expected: Expected
  atHead?: boolean
  onConnect?: (socket: Socket) => void
  /** The receiver may never have got a whole request. */
  unseen?: boolean
  context?: Record<string, unknown>
}

const ok: Expected = { status: 'succeeded', code: 200, error: null }
const refused = (code: number, waitMs?: [number, number]): Expected =>
  ({ status: 'retrying', code, error: 'http_status', ...(waitMs && { waitMs }) })
const broken = (error: string): Expected => ({ status: 'retrying', code: null, error })
const late: Expected = { status: 'retrying', code: null, error: 'timeout', late: true }

const every = (ms: number, step: (socket: Socket) => void) => (socket: Socket): void => {
  const interval = setInterval(() => (socket.destroyed ? clearInterval(interval) : step(socket)), ms)
  socket.on('close', () => clearInterval(interval))
}
const drip = (text: string): Behaviour => (socket) => {
  let sent = 0
  every(300, (one) => one.write(text[sent++] ?? 'x'))(socket)
}
const write = (...bytes: Array<string | Buffer>): Behaviour => (socket) => {
  for (const one of bytes) socket.write(one)
}
const retryAfter = (status: number, value: string): Behaviour => write(answer(status, 'later', [`Retry-After: ${value}`]))
const httpDate = (fromNowMs: number): string => new Date(Date.now() + fromNowMs).toUTCString()

// A block at a time: the other receivers of this process have their turns in between.
const pour = (socket: Socket, block: Buffer): void => {
  const next = () => void (socket.destroyed || socket.write(block, () => setImmediate(next)))
  next()
}
const bomb = gzipSync(Buffer.alloc(50_000_000))

const statuses: Case[] = [
  ...[200, 201, 204, 299].map((code): Case =>
    ({ name: `status ${code}`, behave: write(answer(code)), expected: { ...ok, code } })),
  ...[400, 401, 403, 404, 405, 409, 413, 418, 422, 429, 499, 500, 502, 503, 504, 599].map((code): Case =>
    ({ name: `status ${code}`, behave: write(answer(code, 'no')), expected: refused(code) })),
  ...[300, 301, 302, 303, 304, 307, 308].map((code): Case => ({
    name: `status ${code} with a Location`, behave: write(answer(code, '', ['Location: http://169.254.169.254/'])),
    expected: { status: 'retrying', code, error: 'redirect' },
  })),
]

// A minute by the schedule: what asks for less changes nothing, what asks for more is waited for, a day at the most.
const waits: Case[] = ([429, 503] as const).flatMap((code): Case[] => [
  { name: `${code}, Retry-After shorter than the schedule`, behave: retryAfter(code, '3'), expected: refused(code) },
  { name: `${code}, Retry-After in seconds`, behave: retryAfter(code, '150'), expected: refused(code, [150 * SECOND, 151 * SECOND]) },
  { name: `${code}, Retry-After as a date`, behave: (socket) => retryAfter(code, httpDate(180 * SECOND))(socket, '', 1), expected: refused(code, [178 * SECOND, 181 * SECOND]) },
  { name: `${code}, Retry-After as a date long gone`, behave: retryAfter(code, 'Sun, 06 Nov 1994 08:49:37 GMT'), expected: refused(code) },
  { name: `${code}, Retry-After as a fraction`, behave: retryAfter(code, '90.5'), expected: refused(code, [90.5 * SECOND, 92 * SECOND]) },
  { name: `${code}, Retry-After below zero`, behave: retryAfter(code, '-5'), expected: refused(code) },
  { name: `${code}, Retry-After huge`, behave: retryAfter(code, '99999999999999999999'), expected: refused(code, [DAY, DAY + SECOND]) },
  { name: `${code}, Retry-After garbage`, behave: retryAfter(code, 'soon'), expected: refused(code) },
])

const silent: Case[] = [
  { name: 'accepts and never answers', behave: () => {}, expected: late },
  { name: 'one byte per 300 ms in the headers', behave: drip('HTTP/1.1 200 OK\r\nX-Slow: a long value'), expected: late },
  {
    name: 'one byte per 300 ms in the body', expected: { ...late, code: 200, truncated: true },
    behave: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n')
      every(300, (one) => one.write('d'))(socket)
    },
  },
  { name: 'endless 103', behave: every(20, (socket) => socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')), expected: late },
  {
    name: 'answers when it is too late', expected: late,
    behave: (socket) => setTimeout(() => socket.destroyed || socket.write(answer(200)), TIMEOUT_MS + 300),
  },
  {
    name: 'answers late, but before the deadline', expected: ok,
    behave: (socket) => setTimeout(() => socket.write(answer(200)), TIMEOUT_MS - 3000),
  },
]

const bodies: Case[] = [
  {
    name: 'an endless body in chunks', expected: { ...ok, truncated: true, bytes: 102_400 },
    behave: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      pour(socket, Buffer.from(`1000\r\n${'y'.repeat(4096)}\r\n`))
    },
  },
  {
    name: 'a body of 200 MB', expected: { ...ok, truncated: true, bytes: 102_400 },
    behave: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n')
      pour(socket, Buffer.alloc(65_536, 'x'))
    },
  },
  {
    name: 'a gzip bomb', expected: { ...ok, truncated: false },
    behave: (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`)
      socket.write(bomb)
    },
  },
  { name: 'a Content-Length that is too long', behave: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart'), expected: { ...ok, truncated: true, bytes: 4 } },
  {
    name: 'a reset in the body', expected: { ...ok, truncated: true },
    behave: (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart', () => setTimeout(() => socket.resetAndDestroy(), 50)),
  },
  { name: 'a body of bytes that are no text', behave: write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n', Buffer.from([0, 255, 0, 128])), expected: { ...ok, bytes: 4 } },
  {
    name: 'an early 413 while the body is being sent', atHead: true, unseen: true, context: { filler: 'z'.repeat(200_000) },
    behave: (socket) => socket.end(answer(413, 'too large', ['Connection: close'])), expected: refused(413),
  },
]

const nonsense: Case[] = [
  { name: 'HTTP/0.9', behave: write('hello\n'), expected: broken('protocol') },
  { name: 'garbage', behave: write(Buffer.from([1, 2, 3, 254, 13, 10])), expected: broken('protocol') },
  { name: 'status 099', behave: write('HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'), expected: broken('protocol') },
  { name: 'Content-Length and Transfer-Encoding', behave: write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'), expected: broken('protocol') },
  { name: 'a header of 64 KB', behave: write(`HTTP/1.1 200 OK\r\nX-Big: ${'b'.repeat(65_536)}\r\n\r\n`), expected: broken('protocol') },
  { name: '10 000 headers', behave: write(`HTTP/1.1 200 OK\r\n${'a:b\r\n'.repeat(10_000)}\r\n`), expected: broken('protocol') },
  { name: 'a reset after the request', behave: (socket) => socket.resetAndDestroy(), expected: broken('reset') },
  { name: 'an end without a word', behave: (socket) => socket.end(), expected: broken('reset') },
  { name: 'a reset at connect', behave: () => {}, onConnect: (socket) => socket.resetAndDestroy(), unseen: true, expected: broken('reset|connect') },
]

const cases = [...statuses, ...waits, ...silent, ...bodies, ...nonsense]

let server: Server
let ground: Ground
const receivers: RawReceiver[] = []
const attempts = new Map<string, { status: string; nextAttemptAt: number | null; rows: AttemptRow[]; requests: string[]; deliveryId: string }>()

// All at once: a worker that one of them could hold up would be late with the others.
beforeAll(async () => {
  server = await startServer()
  ground = await startGround(server)
  const byIntegration = new Map<string, { name: string; receiver: RawReceiver }>()
  for (const { name, behave, atHead, onConnect, context } of cases) {
    const receiver = await startRawReceiver({ behave, ...(atHead && { atHead }), ...(onConnect && { onConnect }) })
    receivers.push(receiver)
    const id = await ground.integrate(`http://127.0.0.1:${receiver.port}/hook`, {
      name, policy: { profile: 'custom', timeoutMs: TIMEOUT_MS, retryDelaysSeconds: [DELAY_S], jitter: false },
      triggers: [{ type: context ? 'VendorCSTARUnderThreshold' : 'CustomerCSTARUnderThreshold', params: {}, template: null }],
    })
    byIntegration.set(id, { name, receiver })
  }
  await ground.startWorker()
  await ground.accept(1)
  await ground.accept(1, { filler: 'z'.repeat(200_000) }, 'VendorCSTARUnderThreshold')
  await ground.settled(cases.length, { waiting: true })
  for (const { id, integrationId, status, nextAttemptAt, attempts: rows } of (await ground.history()).deliveries) {
    const { name = '', receiver } = byIntegration.get(integrationId) ?? {}
    attempts.set(name, { deliveryId: id, status, nextAttemptAt, rows, requests: receiver?.requests ?? [] })
  }
})
afterAll(async () => {
  await ground.close()
  await Promise.all(receivers.map((receiver) => receiver.close()))
  await server.stop()
})

describe('I3, I6: one attempt row says what a receiver did, and the next attempt is due when it should be', () => {
  it.each(cases)('$name', ({ name, expected, unseen }) => {
    const found = attempts.get(name)
    const [row, ...others] = found?.rows ?? []
    if (!found || !row) throw new Error('there is no attempt')
    expect(others).toEqual([])
    expect({ status: found.status, code: row.status }).toEqual({ status: expected.status, code: expected.code })
    expect((expected.error ?? '').split('|')).toContain(row.error ?? '')
    if (expected.truncated !== undefined) expect(row.truncated).toBe(expected.truncated)
    if (expected.bytes !== undefined) expect(row.bytes).toBe(expected.bytes)
    if (expected.late) expect(row.durationMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 5)
    expect(row.durationMs).toBeLessThan(TIMEOUT_MS + LATE_MS)
    if (!unseen) {
      expect(found.requests).toHaveLength(1)
      expect(found.requests[0]?.toLowerCase()).toContain(`webhook-id: ${found.deliveryId.toLowerCase()}`)
    }
    if (expected.status !== 'retrying') return expect(found.nextAttemptAt).toBeNull()
    const [least, most] = expected.waitMs ?? [DELAY_S * SECOND, DELAY_S * SECOND + SECOND]
    const waitMs = (found.nextAttemptAt ?? 0) - (row.startedAt + row.durationMs)
    // The wait counts from when the answer was there; the row keeps whole milliseconds.
    expect(waitMs).toBeGreaterThanOrEqual(least - 2)
    expect(waitMs).toBeLessThan(most + LATE_MS)
  })
})
