import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ingestQueue } from '@/app/api/ingest-queue'
import { dispatch } from '@/inngest/dispatch'
import { createApiKey } from '@/lib/auth/api-keys'
import { auth } from '@/lib/auth/auth'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { IngestQueue } from '@/lib/events/ingest-queue'
import { postEvents } from '@/lib/events/post-events'
import { BodyBudget } from '@/lib/http/body-budget'
import { toListener } from '@/lib/http/to-listener'
import { newId } from '@/lib/ids'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { createOwner } from '@/lib/workspaces/set-up'
import { POST } from './route'

const context = { LatestScore: 599, PrevScore: 732, Threshold: 600 }
const event = (extra: object = {}) => ({ type: 'CustomerCSTARUnderThreshold', context, ...extra })
const json = (value: unknown) => JSON.stringify(value)
const ORIGIN = 'http://localhost:3000'

let database: TestDatabase
let workspaceId: string
let key: string
let reader: string
let cookie: string
let server: Server
let port: number
const servers: Server[] = []

const listen = async (listener: ReturnType<typeof toListener>): Promise<{ server: Server; port: number }> => {
  const started = createServer(listener)
  servers.push(started)
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return { server: started, port: (started.address() as AddressInfo).port } // a TCP server has an address object
}

const newKey = async (scopes: readonly Scope[]) => (await createApiKey({ workspaceId, name: 'k', scopes, createdBy: null })).key

const signIn = async (): Promise<string> => {
  const account = { email: 'owner@example.com', password: 'a long password' }
  workspaceId = (await createOwner({ ...account, name: 'O', workspaceName: 'Acme' })).workspaceId
  const answered = await auth().api.signInEmail({ body: account, asResponse: true })
  return answered.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
}

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  cookie = await signIn()
  key = await newKey(apiKeyScopes)
  reader = await newKey(['deliveries:read']);
  ({ server, port } = await listen(toListener(postEvents(ingestQueue()))))
})
afterAll(async () => {
  for (const one of servers) {
    one.closeAllConnections()
    one.close()
  }
  await closeDb()
  await database.drop()
})

interface Sent {
  path?: string
  headers?: Record<string, string>
  body: string | Buffer
}

interface Got {
  status: number
  headers: Record<string, unknown>
  body: string
}

const bearer = (as: string) => ({ authorization: `Bearer ${as}` })

/** As Next calls its route handler. */
const throughNext = async ({ path = '/api/v1/events', headers = {}, body }: Sent): Promise<Got> => {
  const answered = await POST(new Request(`${ORIGIN}${path}`, { method: 'POST', headers, body: Buffer.isBuffer(body) ? Uint8Array.from(body) : body }), { params: Promise.resolve({}) })
  return { status: answered.status, headers: Object.fromEntries(answered.headers), body: await answered.text() }
}

/** As scripts/web.ts answers, over a socket. */
const throughSocket = async ({ path = '/api/v1/events', headers = {}, body }: Sent, at = port): Promise<Got> => {
  const answered = await request(`http://127.0.0.1:${at}${path}`, { method: 'POST', headers, body })
  return { status: answered.statusCode, headers: answered.headers, body: await answered.body.text() }
}

const FRAMING = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])
const withoutIds = (text: string) => text.replace(/(evt|req)_[0-9A-Z]{26}/g, '$1_…')
const comparable = ({ status, headers, body }: Got) => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !FRAMING.has(name)).map(([name, value]) => [name, withoutIds(String(value))])),
  body: withoutIds(body),
})

const own = (headers: Record<string, string> = {}) => ({ ...bearer(key), 'content-type': 'application/json', ...headers })

describe('Next and the socket give the same answer to', () => {
  const cases: Array<[string, number, () => Sent]> = [
    ['one event', 202, () => ({ headers: own(), body: json(event()) })],
    ['a batch', 202, () => ({ headers: own(), body: json({ events: [event(), event({ description: 'given' })] }) })],
    ['an own id that is repeated', 202, () => ({ headers: own(), body: json({ events: [event({ id: 'twice' }), event({ id: 'twice' })] }) })],
    ['the second address', 422, () => ({ path: '/v1/events?x=%20y', headers: own(), body: json({ type: 'Nope', context: {} }) })],
    ['another content type', 202, () => ({ headers: own({ 'content-type': 'text/plain' }), body: json(event()) })],
    ['odd JSON', 202, () => ({ headers: own(), body: '{"type":"CustomerCSTARUnderThreshold","context":{"LatestScore":1,"PrevScore":2,"Threshold":3,"__proto__":{"a":1},"10":1.50}}' })],
    ['what is not JSON', 400, () => ({ headers: own(), body: '{"type": x}' })],
    ['nothing', 400, () => ({ headers: own(), body: '' })],
    ['bytes that are not UTF-8', 400, () => ({ headers: own(), body: Buffer.from([0x22, 0xff, 0x22]) })],
    ['a byte order mark', 400, () => ({ headers: own(), body: `\ufeff${json(event())}` })],
    ['a body nested too deep', 400, () => ({ headers: own(), body: `${'['.repeat(300)}${']'.repeat(300)}` })],
    ['bad fields', 422, () => ({ headers: own(), body: json({ events: [event({ id: '' }), event({ description: '\ud800' }), 5] }) })],
    ['a bad context', 422, () => ({ headers: own(), body: json(event({ context: { LatestScore: 'x' } })) })],
    ['1 001 events', 422, () => ({ headers: own(), body: json({ events: Array.from({ length: 1001 }, () => event()) }) })],
    ['6 MB', 413, () => ({ headers: own(), body: json(event({ context: { ...context, note: 'x'.repeat(6 * 1024 * 1024) } })) })],
    ['nobody', 401, () => ({ body: json(event()) })],
    ['an unknown key', 401, () => ({ headers: bearer('unknown-key-unknown-key'), body: json(event()) })],
    ['a scheme that is not known', 401, () => ({ headers: { authorization: `Digest ${key}` }, body: json(event()) })],
    ['a key without the scope', 403, () => ({ headers: bearer(reader), body: json(event()) })],
    ['a key as password of Basic', 202, () => ({ headers: { authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` }, body: json(event()) })],
    ['a session from our own page', 202, () => ({ headers: { cookie, origin: ORIGIN }, body: json(event()) })],
    ['a session from another page', 403, () => ({ headers: { cookie, origin: 'https://evil.example' }, body: json(event()) })],
    ['a session without origin', 403, () => ({ headers: { cookie }, body: json(event()) })],
    ['an Idempotency-Key that is none', 422, () => ({ headers: own({ 'idempotency-key': 'a b' }), body: json(event()) })],
  ]

  it.each(cases)('%s', async (_name, status, make) => {
    const sent = make()
    const expected = comparable(await throughNext(sent))
    expect(expected.status).toBe(status)
    // The second one is a duplicate where the first had an own id.
    if (sent.body.includes('twice')) expected.body = expected.body.replace('accepted', 'duplicate')
    expect(comparable(await throughSocket(sent))).toEqual(expected)
  })

  it('a repeated request: both replay what either answered first, and refuse another body', async () => {
    const sent = { headers: own({ 'idempotency-key': newId('req') }), body: json(event()) }
    const first = await throughSocket(sent)
    const replays = [await throughNext(sent), await throughSocket(sent)]
    for (const replay of replays) expect([replay.status, replay.body, replay.headers['idempotent-replayed']]).toEqual([202, first.body, 'true'])
    const other = { ...sent, body: json(event({ description: 'other' })) }
    const refused = comparable(await throughNext(other))
    expect(refused.status).toBe(422)
    expect(comparable(await throughSocket(other))).toEqual(refused)
  })

  it('an own id: both name the first event', async () => {
    const sent = { headers: own(), body: json(event({ id: 'first-of-both' })) }
    const first = await throughSocket(sent)
    const again = first.body.replace('accepted', 'duplicate')
    expect([(await throughNext(sent)).body, (await throughSocket(sent)).body]).toEqual([again, again])
  })
})

/** A connection of its own, to which bytes are written as they stand. */
const open = (at = port): { socket: Socket; until(text: string | RegExp): Promise<string> } => {
  const socket = connect(at, '127.0.0.1')
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk)).on('error', () => {})
  const until = (wanted: string | RegExp) => expect.poll(() => text).toMatch(wanted).then(() => text)
  return { socket, until }
}

const head = (lines: string[]) => ['POST /api/v1/events HTTP/1.1', 'Host: x', `Authorization: Bearer ${key}`, ...lines, '', ''].join('\r\n')
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
const storedIds = async () => {
  const { rows } = await pool().query<{ external_id: string }>('SELECT external_id FROM event WHERE external_id IS NOT NULL')
  return rows.map((row) => row.external_id)
}

describe('on a socket', () => {
  const sockets: Socket[] = []
  const opened = (at?: number) => {
    const one = open(at)
    sockets.push(one.socket)
    return one
  }
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()))

  it('a body may come in chunks, cut anywhere', async () => {
    const { socket, until } = opened()
    const body = json(event({ id: 'chunked', description: 'ä€😀' }))
    socket.write(head(['Transfer-Encoding: chunked']))
    for (const byte of Buffer.from(body)) socket.write(Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]))
    socket.write('0\r\n\r\n')
    await until(/202 Accepted[\s\S]*"accepted"/)
    const { rows } = await pool().query(`SELECT description FROM event WHERE external_id = 'chunked'`)
    expect(rows).toEqual([{ description: 'ä€😀' }])
  })

  it('a client that asks first is told to continue', async () => {
    const { socket, until } = opened()
    const body = json(event())
    socket.write(head([`Content-Length: ${body.length}`, 'Expect: 100-continue']))
    await until('100 Continue')
    socket.write(body)
    await until('202 Accepted')
  })

  it('requests sent ahead are answered in their order', async () => {
    const { socket, until } = opened()
    const one = (id: string) => `${head([`Content-Length: ${json(event({ id })).length}`])}${json(event({ id }))}`
    socket.write(one('ahead-1') + one('ahead-1') + `${head(['Content-Length: 1'])}{`)
    const text = await until('400 Bad Request')
    expect(text.match(/"accepted"|"duplicate"|400 Bad/g)).toEqual(['"accepted"', '"duplicate"', '400 Bad'])
  })

  it('one that is too large is refused before it has all come, and the connection stays usable', async () => {
    const { socket, until } = opened()
    const part = 'x'.repeat(1024 * 1024)
    socket.write(head(['Transfer-Encoding: chunked']))
    for (let i = 0; i < 6; i++) socket.write(chunk(part))
    await until('413 Payload Too Large')
    socket.write(chunk(part) + '0\r\n\r\n')
    const body = json(event({ id: 'after-413' }))
    socket.write(head([`Content-Length: ${body.length}`]) + body)
    await until(/413[\s\S]*202 Accepted/)
  })

  it('an upload that breaks off stores nothing and harms nobody', async () => {
    const { socket, until } = opened()
    const body = json(event({ id: 'cut-off' }))
    socket.write(head([`Content-Length: ${body.length + 1}`, 'Expect: 100-continue'])) // one more than what comes
    await until('100 Continue')
    const connections = () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)))
    const before = await connections()
    socket.write(body, () => socket.destroy())
    await expect.poll(connections).toBeLessThan(before)
    expect((await throughSocket({ headers: own(), body: json(event({ id: 'after-cut-off' })) })).status).toBe(202)
    const ids = await storedIds()
    expect([ids.includes('after-cut-off'), ids.includes('cut-off')]).toEqual([true, false])
  })

  it('the others are asked to come back while too much waits to be stored', async () => {
    let free = (): void => {}
    const held = new Promise<void>((resolve) => (free = resolve))
    let commits = 0
    const queue = new IngestQueue(async (tx, messages) => {
      commits++
      await held
      return dispatch(tx, messages)
    })
    const busy = await listen(toListener(postEvents(queue), new BodyBudget(30_000)))
    const sent = { headers: own(), body: json(event({ description: 'x'.repeat(5000) })) }
    const waiting: Array<Promise<Got>> = []
    for (const count of [1, 2]) {
      waiting.push(throughSocket(sent, busy.port))
      await expect.poll(() => commits).toBe(count)
    }
    const refused = await throughSocket(sent, busy.port)
    expect(refused.status).toBe(503)
    expect([refused.headers['retry-after'], refused.headers['content-type']]).toEqual(['1', 'application/problem+json'])
    free()
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([202, 202])
    await nextTurn()
    expect((await throughSocket(sent, busy.port)).status).toBe(202)
  })
})
