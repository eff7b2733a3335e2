import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startApi, type Api } from '@/app/api/v1/testing/start-api'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { createInboxListener, isInboxAddress } from '@/lib/inbox/inbox-listener'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

const TRIGGER = 'CustomerCSTARUnderThreshold'

let database: TestDatabase
let api: Api
let other: Api
let url: string // of the workspace's inbox
let elsewhere: string[] = [] // what reached our server outside the inbox

// Our own server, as scripts/web.ts has it: what is not for the inbox is for the rest of the product.
let stopped: number | null = null // the clock, while it stands still
const inbox = createInboxListener(() => stopped ?? Date.now())
const server = createServer((request, response) => {
  if (isInboxAddress(request.url)) return inbox(request, response)
  elsewhere.push(`${request.method} ${request.url}`)
  response.end()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo // a TCP server has an address object

// Read when the settings are first asked for. Nothing private is allowed, nor plain http.
Object.assign(process.env, { PORT: String(port), APP_URL: `http://localhost:${port}`, ALLOWED_PRIVATE_DESTINATIONS: '' })

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  api = await startApi()
  other = await startApi('Other')
  url = String((await api.call('GET /inbox')).json.url)
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await closeDb()
  await database.drop()
})
beforeEach(async () => {
  elsewhere = []
  await pool().query('TRUNCATE inbox_request')
  await setAnswer({ status: 200 })
})

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
}
const at = (address: string, { method = 'POST', headers = {}, body = '{"a":1}' }: Sent = {}) =>
  fetch(address.replace('localhost', '127.0.0.1'), { method, headers, redirect: 'manual', ...(method !== 'GET' && method !== 'HEAD' && { body: typeof body === 'string' ? body : new Uint8Array(body) }) })
const setAnswer = (answer: object) => api.call('PATCH /inbox', { answer })
const arrived = async (by = api) => (await by.call('GET /inbox/requests')).json.data
const first = async () => (await api.call(`GET /inbox/requests/${(await arrived())[0]?.id}`)).json
const input = (destination: object, more: object = {}) => ({ type: 'webhook', name: 'Mine', triggers: [{ type: TRIGGER }], destination: { url, ...destination }, ...more })
const test = (destination: object, more: object = {}) =>
  api.call('POST /integrations/test', { integration: { destination: { url, ...destination }, ...more }, triggerType: TRIGGER })

describe('what arrives', () => {
  it('is kept with method, query, headers in their order and body, byte by byte', async () => {
    const body = '{"text": "ü \\u0000 <script>alert(1)</script>"}'
    const answered = await at(`${url}?source=x&token=abc`, { method: 'PUT', headers: { 'X-Team': 'red', 'content-type': 'text/html' }, body })
    expect([answered.status, answered.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(await answered.text()).toMatch(/^Kept as inr_\w{26}$/)
    const kept = await first()
    expect(kept).toMatchObject({
      method: 'PUT', query: '?source=x&token=***', contentType: 'text/html', body, bytes: Buffer.byteLength(body), truncated: false, status: 200, delivery: null,
      signature: { state: 'unchecked' },
    })
    expect(kept.headers).toContainEqual({ name: 'X-Team', value: 'red' })
  })

  it('of any method; bytes that are no text are said to be none', async () => {
    for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH']) expect([method, (await at(url, { method })).status]).toEqual([method, 200])
    expect((await arrived()).map(({ method }) => method)).toEqual(['PATCH', 'OPTIONS', 'DELETE', 'HEAD', 'GET'])
    await at(url, { body: Buffer.from([0xff, 0xfe, 0]) })
    expect(await first()).toMatchObject({ body: null, bytes: 3 })
  })

  it('is never more than a hundred requests, the youngest, also when many come at once', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => at(`${url}?n=${index}`)))
    await pool().query(`INSERT INTO inbox_request (id, workspace_id, method, query, headers, body, truncated, status, signature)
      SELECT 'inr_0' || lpad(n::text, 25, '0'), $1, 'OLD', '', '[]', '', false, 200, '{}' FROM generate_series(1, 60) n`, [api.workspaceId])
    const { status } = await at(`${url}?last`)
    expect(status).toBe(200)
    const { rows } = await pool().query<{ count: number; young: number }>(`SELECT count(*)::int AS count, count(*) FILTER (WHERE method = 'POST')::int AS young FROM inbox_request`)
    expect(rows).toEqual([{ count: 100, young: 61 }])
  })

  it('is kept up to 256 KB and answered 413 beyond', async () => {
    const whole = await at(url, { body: 'x'.repeat(256 * 1024) })
    expect([whole.status, (await first()).truncated]).toEqual([200, false])
    const cut = await at(url, { body: 'ü'.repeat(200 * 1024) })
    expect(cut.status).toBe(413)
    expect(await first()).toMatchObject({ bytes: 256 * 1024, truncated: true, status: 413 })
  })

  it('is not kept when it breaks off', async () => {
    await new Promise<void>((resolve) => {
      const broken = httpRequest(url.replace('localhost', '127.0.0.1'), { method: 'POST', headers: { 'content-length': '100' } }).on('error', () => resolve())
      broken.write('half', () => broken.destroy(new Error('gone')))
    })
    await at(url)
    expect(await arrived()).toHaveLength(1)
  })

  it('holds no cookie, credential or key, in no table', async () => {
    const secrets = { authorization: 'Bearer canary-one', cookie: 'hookwright.session_token=canary-two', 'x-api-key': 'canary-three', 'x-vendor-token': 'canary-four' }
    await at(url, { headers: secrets })
    const { rows } = await pool().query<{ row: string }>('SELECT r::text AS row FROM inbox_request r')
    expect(rows[0]?.row).not.toContain('canary')
  })

  it('is a claim: a delivery of another workspace is none of mine', async () => {
    const id = newId('dlv')
    await pool().query(`INSERT INTO delivery (id, workspace_id, event_type, status, max_attempts, url) VALUES ($1, $2, 't', 'succeeded', 8, 'u')`, [id, other.workspaceId])
    await at(url, { headers: { 'webhook-id': id } })
    expect((await arrived())[0]).toMatchObject({ delivery: null, signature: { state: 'unchecked', reason: expect.stringContaining('Not from') as string } })
  })
})

describe('an unknown address', () => {
  it.each(['/inbox/', '/inbox/nope', '/inbox/a/b', '/inbox/%2e%2e', '/inbox/a%2fb', '/inbox/..%2f..%2fapi', `/inbox/${'x'.repeat(101)}`, '/inbox/constructor'])('%s is 404 and nothing is kept', async (path) => {
    // As it stands: a URL would be tidied up first.
    const status = await new Promise((resolve, reject) => {
      httpRequest({ port, path, method: 'POST' }, (response) => resolve(response.resume().statusCode)).on('error', reject).end('{}')
    })
    expect([status, elsewhere]).toEqual([404, []])
    expect(await arrived()).toEqual([])
  })

  it('is what a former token is; requests that came to it stay', async () => {
    await at(url)
    const before = url
    url = String((await api.call('POST /inbox/token')).json.url)
    expect(url).not.toBe(before)
    expect([(await at(before)).status, (await at(url)).status, (await arrived()).length]).toEqual([404, 200, 2])
  })
})

describe('the answer', () => {
  it('is what it was set to, so many times, and then 200 again', async () => {
    expect((await setAnswer({ status: 429, retryAfterSeconds: 30, times: 2 })).json.answer).toEqual({ status: 429, delaySeconds: 0, retryAfterSeconds: 30, times: 2 })
    const answers = [await at(url), await at(url), await at(url)]
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([[429, '30'], [429, '30'], [200, null]])
    expect((await arrived()).map(({ status }) => status)).toEqual([200, 429, 429])
    expect((await api.call('GET /inbox')).json.answer).toEqual({ status: 200, delaySeconds: 0, retryAfterSeconds: null, times: null })
  })

  it('may wait; what arrived is there meanwhile, and a sender that leaves is let go', async () => {
    await setAnswer({ status: 204, delaySeconds: 1 })
    const started = performance.now()
    const slow = at(url)
    await expect.poll(async () => (await arrived()).length).toBe(1)
    expect((await slow).status).toBe(204)
    expect(performance.now() - started).toBeGreaterThan(950)
    await setAnswer({ status: 200, delaySeconds: 30 })
    await expect(fetch(url.replace('localhost', '127.0.0.1'), { method: 'POST', signal: AbortSignal.timeout(50) })).rejects.toThrow()
  })

  it.each([{ status: 301 }, { status: 302 }, { status: 101 }, { status: 999 }, { status: 200, delaySeconds: 31 }, { status: 429, retryAfterSeconds: 0 }, { status: 500, times: 0 }])('%j is 422', async (answer) => {
    expect((await setAnswer(answer)).status).toBe(422)
  })
})

describe('the inbox is of its workspace', () => {
  it('what arrives in one is not in another, and clearing one leaves the other', async () => {
    const theirs = String((await other.call('GET /inbox')).json.url)
    await at(url)
    await at(theirs)
    expect([(await arrived()).length, (await arrived(other)).length]).toEqual([1, 1])
    const id = (await arrived(other))[0]?.id ?? ''
    expect((await api.call(`GET /inbox/requests/${id}`)).status).toBe(404)
    expect((await api.call('DELETE /inbox/requests')).status).toBe(204)
    expect([(await arrived()).length, (await arrived(other)).length]).toEqual([0, 1])
  })

  it('who may only look sees what arrived and no token; who did what is in the audit log', async () => {
    const as = await api.keyFor(['deliveries:read'])
    expect((await api.call('GET /inbox', undefined, { as })).json.url).toMatch(/\/inbox\/\*\*\*$/)
    expect((await api.call('PATCH /inbox', { answer: { status: 500 } }, { as })).status).toBe(403)
    const actions = (await api.call('GET /audit-log?limit=200')).json.data.map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['inbox.updated', 'inbox.token_renewed', 'inbox.cleared']))
  })
})

describe('a message of our own, with nothing private allowed', () => {
  it('a test arrives through the one door; before it is saved its headers are not shown', async () => {
    const { json } = await test({ params: [{ name: 'source', value: 'wizard' }], headers: [{ name: 'X-Vendor', value: 'canary', secret: true }], auth: { kind: 'bearer', token: 'canary-token' } })
    expect(json).toMatchObject({ ok: true, status: 200, response: { body: expect.stringContaining('Kept as inr_') as string } })
    const kept = await first()
    expect(kept).toMatchObject({ method: 'POST', query: '?source=wizard', delivery: { id: json.deliveryId, test: true, integration: null }, signature: { state: 'unchecked', reason: expect.stringContaining('before the integration was saved') as string } })
    expect(JSON.stringify(kept)).not.toContain('canary')
    expect(elsewhere).toEqual([])
  })

  it.each(['standard', 'guard', 'argyle', 'hmac'])('of a saved integration it is verified: %s', async (scheme) => {
    const secret = scheme === 'standard' ? `whsec_${Buffer.alloc(24, 3).toString('base64')}` : 'a signing key'
    const { json } = await api.call('POST /integrations', input({ headers: [{ name: 'X-Plain', value: 'seen' }, { name: 'X-Vendor', value: 'canary', secret: true }] }, { signing: { scheme, secret } }))
    await api.call('POST /integrations/test', { integrationId: json.id, triggerType: TRIGGER })
    const kept = await first()
    expect(kept).toMatchObject({ delivery: { integration: { id: json.id, name: 'Mine' } }, signature: { state: 'verified', scheme } })
    expect(kept.headers).toContainEqual({ name: 'X-Plain', value: 'seen' })
    expect(kept.headers).toContainEqual({ name: 'X-Vendor', value: '[secret]' })
    // The same claim by somebody else is told from it.
    await at(url, { headers: { 'webhook-id': String((kept.delivery as { id: string }).id), 'webhook-timestamp': '1' } })
    expect((await arrived())[0]).toMatchObject({ arrival: 2, signature: { state: 'missing' } })
  })

  it('fails as the inbox is told to, and a wait is longer than the time limit', async () => {
    await setAnswer({ status: 410 })
    expect((await test({})).json).toMatchObject({ ok: false, status: 410 })
    await setAnswer({ status: 200, delaySeconds: 3 })
    expect((await test({}, { policy: { profile: 'custom', timeoutMs: 1000, retryDelaysSeconds: [] } })).json).toMatchObject({ ok: false, error: { code: 'timeout' } })
  })

  const token = () => url.slice(url.lastIndexOf('/') + 1)
  const own = (path: string) => `http://localhost:${port}${path}`
  it.each([
    ['another path', () => own('/api/v1/events')], ['the screen', () => own('/inbox')], ['below the inbox', () => own(`/inbox/${token()}/x`)],
    ['dot segments', () => own(`/inbox/${token()}/../../api/v1/inbox`)], ['encoded dots', () => own('/inbox/%2e%2e/api/v1/events')], ['an encoded slash', () => own('/inbox/a%2f..%2f..%2fapi')],
    ['two slashes', () => own(`//inbox/${token()}`)], ['another case', () => own(`/INBOX/${token()}`)], ['user info', () => `http://x@localhost:${port}/inbox/${token()}`],
    ['a backslash', () => `http://localhost:${port}\\inbox\\${token()}`], ['another scheme', () => `https://localhost:${port}/inbox/${token()}`],
    ['the address', () => `http://127.0.0.1:${port}/inbox/${token()}`], ['the address of IPv6', () => `http://[::1]:${port}/inbox/${token()}`],
    ['the mapped address', () => `http://[::ffff:127.0.0.1]:${port}/inbox/${token()}`], ['another spelling', () => `http://127.1:${port}/inbox/${token()}`],
    ['any address', () => `http://0.0.0.0:${port}/inbox/${token()}`], ['another port', () => `http://localhost:${port + 1}/inbox/${token()}`],
    ['no port', () => `http://localhost/inbox/${token()}`], ['a name below', () => `http://a.localhost:${port}/inbox/${token()}`],
  ])('leads nowhere else: %s', async (_what, address) => {
    const { status, text } = await test({ url: address() })
    expect([status === 422 || (status === 200 && text.includes('blocked_address')), text]).toEqual([true, expect.any(String)])
    expect([elsewhere, await arrived()]).toEqual([[], []])
  })

  it('has no header of its own that our server would heed', async () => {
    for (const name of ['Host', 'X-Forwarded-Host', 'X-Forwarded-For', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Upgrade', 'Expect', 'Forwarded']) {
      expect([name, (await test({ headers: [{ name, value: 'x' }] })).status]).toEqual([name, 422])
    }
    // These are sent, and are nothing to the inbox but headers.
    const odd = ['Next-Action', 'RSC', 'X-Middleware-Subrequest', 'X-Nextjs-Data', 'X-Http-Method-Override', 'X-Workspace', 'Idempotency-Key']
    expect((await test({ headers: odd.map((name) => ({ name, value: 'x' })) })).json.ok).toBe(true)
    expect((await test({ headers: [{ name: 'Authorization', value: `Bearer ${api.key}` }, { name: 'Cookie', value: 'a=b' }] })).json.ok).toBe(true)
    expect([elsewhere, (await arrived()).map(({ method }) => method)]).toEqual([[], ['POST', 'POST']])
  })
})

it('a flood is turned away with 429 and Retry-After, and does not stop another inbox', async () => {
  const theirs = String((await other.call('GET /inbox')).json.url)
  stopped = Date.now() + 10_000 // what was taken before is long past
  await at(theirs)
  const answers = await Promise.all(Array.from({ length: 150 }, () => at(url)))
  const refused = answers.filter(({ status }) => status === 429)
  expect([refused.length, refused[0]?.headers.get('retry-after')]).toEqual([50, '1'])
  expect((await at(theirs)).status).toBe(200)
  stopped = null
})

describe('what nobody ends', () => {
  // Past the rate: at each of these moments an inbox has room for a hundred more.
  let clock = Date.now() + 600_000
  const later = () => { stopped = clock += 10_000 }
  beforeEach(later)
  afterEach(() => { stopped = null })

  it('bodies that never come to their end hold 32 MB at most, and all of it is free when they break off', async () => {
    const theirs = String((await other.call('GET /inbox')).json.url)
    const most = Math.floor((32 * 1024 * 1024) / (256 * 1024 + 8 * 1024))
    await Promise.all([at(url), at(theirs)]) // both are known
    later()
    const held = Array.from({ length: most + 1 }, (_, index) => {
      const sent = httpRequest((index % 2 === 0 ? url : theirs).replace('localhost', '127.0.0.1'), { method: 'POST', headers: { 'content-length': 256 * 1024 } })
      sent.on('error', () => {}).write(Buffer.alloc(256 * 1024 - 1, 'x'))
      return sent
    })
    // One is too many, whichever comes last.
    const refused = await Promise.race(held.map((one) => new Promise<IncomingMessage>((resolve) => one.once('response', resolve))))
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5'])
    for (const one of held) one.destroy()
    await expect.poll(async () => {
      later()
      return (await at(url, { body: Buffer.alloc(250 * 1024, 'x') })).status
    }).toBe(200)
  })

  it('a hundred answers wait at most; the next is given at once', async () => {
    await setAnswer({ status: 200, delaySeconds: 30 })
    const sent = new AbortController()
    const waiting = Array.from({ length: 100 }, () => fetch(url.replace('localhost', '127.0.0.1'), { method: 'POST', body: '{}', signal: sent.signal }).catch(() => 'left'))
    await expect.poll(async () => (await pool().query('SELECT 1 FROM inbox_request')).rowCount).toBe(100)
    later()
    // Whichever of these is too many.
    expect((await Promise.any(Array.from({ length: 5 }, () => at(url)))).status).toBe(200)
    sent.abort()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['left']))
  })
})
