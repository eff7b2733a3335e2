import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GET as listDeliveries } from '@/app/api/v1/deliveries/route'
import { GET as readDelivery } from '@/app/api/v1/deliveries/[id]/route'
import { GET as readEvent } from '@/app/api/v1/events/[id]/route'
import { GET as listEvents, POST as postEvents } from '@/app/api/v1/events/route'
import { GET as listEventTypes } from '@/app/api/v1/event-types/route'
import { GET as listIntegrations, POST as createIntegration } from '@/app/api/v1/integrations/route'
import { DELETE as deleteIntegration, GET as readIntegration, PATCH as patchIntegration } from '@/app/api/v1/integrations/[id]/route'
import { POST as rotate } from '@/app/api/v1/integrations/[id]/rotate-secret/route'
import { POST as testIntegration } from '@/app/api/v1/integrations/test/route'
import { POST as preview } from '@/app/api/v1/templates/preview/route'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { closeDb, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'
import { startProxy } from '@/lib/testing/start-proxy'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>
type Json = Record<string, unknown> & { errors: Array<{ pointer: string; code: string }> }

const context = { LatestScore: 599, PrevScore: 732, Threshold: 600 }
const event = (extra: object = {}) => ({ type: 'CustomerCSTARUnderThreshold', context, ...extra })

let database: TestDatabase
let key: string
let foreignKey: string

const newKey = async (scopes: readonly Scope[] = apiKeyScopes): Promise<string> => {
  const workspaceId = newId('ws')
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
  return (await createApiKey({ workspaceId, name: 'k', scopes, createdBy: null })).key
}

interface Call<P> {
  method?: string
  path?: string
  body?: unknown
  raw?: string
  params?: P
  headers?: Record<string, string>
  as?: string
}

const call = async <P>(handler: Handler<P>, options: Call<P> = {}) => {
  const { method = 'POST', path = '/api/v1/x', body, raw, headers = {}, as = key } = options
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const request = new Request(`http://localhost:3000${path}`, {
    method, headers: { authorization: `Bearer ${as}`, ...headers }, ...(text !== undefined && { body: text }),
  })
  const response = await handler(request, { params: Promise.resolve((options.params ?? {}) as P) }) // a route without parameters has {}
  const answered = await response.text()
  return { status: response.status, headers: response.headers, text: answered, json: (answered ? JSON.parse(answered) : null) as Json }
}

const pointers = ({ json }: { json: Json }) => json.errors.map((error) => error.pointer)

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  key = await newKey()
  foreignKey = await newKey()
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

describe('who may call', () => {
  it('needs a key, a known one, with the scope, as Bearer or as the password of Basic', async () => {
    expect((await call(listEventTypes, { method: 'GET', as: 'unknown-key-unknown-key' })).status).toBe(401)
    const anonymous = await listEventTypes(new Request('http://localhost:3000/api/v1/event-types'), { params: Promise.resolve({}) })
    expect(anonymous.status).toBe(401)
    expect(anonymous.headers.get('www-authenticate')).toBeNull()
    const sender = await newKey(['events:write'])
    expect((await call(listEventTypes, { method: 'GET', as: sender })).json).toMatchObject({ code: 'forbidden', status: 403 })
    expect((await call(postEvents, { body: event(), as: sender })).status).toBe(202)
    const basic = `Basic ${Buffer.from(`anyone:${key}`).toString('base64')}`
    expect((await call(listEventTypes, { method: 'GET', headers: { authorization: basic } })).status).toBe(200)
  })
})

describe('POST /events', () => {
  it('answers problem+json that names each bad field', async () => {
    const answered = await call(postEvents, { path: '/api/v1/events', body: { events: [event(), { type: 'Nope', context: {} }, event({ context: { LatestScore: 'x' } })] } })
    expect(answered.status).toBe(422)
    expect(answered.headers.get('content-type')).toBe('application/problem+json')
    expect(answered.json).toMatchObject({ title: 'Invalid', status: 422, code: 'invalid', instance: '/api/v1/events' })
    expect(String(answered.json.requestId)).toMatch(/^req_/)
    expect(pointers(answered)).toEqual(expect.arrayContaining(['/events/1/type', '/events/2/context/LatestScore', '/events/2/context/PrevScore']))
    expect((await call(listEvents, { method: 'GET', as: foreignKey })).json.data).toEqual([])
  })

  it.each([
    ['no context', { type: 'CustomerCSTARUnderThreshold' }, '/context'],
    ['a context that is a list', { type: 'CustomerCSTARUnderThreshold', context: [] }, '/context'],
    ['an occurredAt that is no time', event({ occurredAt: 'yesterday' }), '/occurredAt'],
    ['an own id that is too long', event({ id: 'x'.repeat(256) }), '/id'],
    ['an own id with U+0000', event({ id: 'a\u0000b' }), '/id'],
    ['half a surrogate pair', event({ description: '\ud800' }), '/description'],
    ['an empty batch', { events: [] }, '/events'],
    ['a number', 5, ''],
  ])('refuses %s with a pointer', async (_name, body, pointer) => {
    const answered = await call(postEvents, { body })
    expect(answered.status).toBe(422)
    expect(pointers(answered)).toContain(pointer)
  })

  it('takes 1 000 events, not 1 001, and 5 MB, not 6', async () => {
    const many = (count: number) => ({ events: Array.from({ length: count }, () => event()) })
    expect((await call(postEvents, { body: many(1000) })).json.events).toHaveLength(1000)
    const tooMany = await call(postEvents, { body: many(1001) })
    expect([tooMany.status, pointers(tooMany)]).toEqual([422, ['/events']])
    const big = (bytes: number) => JSON.stringify(event({ context: { ...context, note: 'x'.repeat(bytes - 150) } }))
    expect((await call(postEvents, { raw: big(5 * 1024 * 1024) })).status).toBe(202)
    expect((await call(postEvents, { raw: big(6 * 1024 * 1024) })).status).toBe(413)
  })

  it.each(['', '{', '[1,', 'nonsense', `${'['.repeat(5000)}${']'.repeat(5000)}`])('answers 400 to what is not JSON: %.12s', async (raw) => {
    expect((await call(postEvents, { raw })).status).toBe(400)
  })

  it('is idempotent by the own id, within and across requests, and per workspace', async () => {
    const twice = await call(postEvents, { body: { events: [event({ id: 'a' }), event({ id: 'a' })] } })
    const [first, second] = twice.json.events as Array<{ id: string; status: string }>
    expect([first?.status, second?.status, second?.id]).toEqual(['accepted', 'duplicate', first?.id])
    expect((await call(postEvents, { body: event({ id: 'a' }) })).json.events).toEqual([{ id: first?.id, type: 'CustomerCSTARUnderThreshold', status: 'duplicate' }])
    expect((await call(postEvents, { body: event({ id: 'a' }), as: foreignKey })).json.events).toMatchObject([{ status: 'accepted' }])
  })

  it('many at once with the same own ids stores each once', async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `race-${i}`)
    const requests = Array.from({ length: 20 }, (_, i) =>
      call(postEvents, { body: { events: (i % 2 ? ids : [...ids].reverse()).map((id) => event({ id })) } }))
    const all = (await Promise.all(requests)).flatMap(({ json }) => json.events as unknown as Array<{ id: string; status: string }>)
    expect(all.filter(({ status }) => status === 'accepted')).toHaveLength(50)
    expect(new Set(all.map(({ id }) => id)).size).toBe(50)
  })

  it('gives the context back as it came, odd keys included', async () => {
    const odd = '{"LatestScore":1,"PrevScore":2,"Threshold":3,"__proto__":{"a":1},"10":1,"9":2,"n":1.50,"u":"\\u0000\\ud800"}'
    const { json } = await call(postEvents, { raw: `{"type":"CustomerCSTARUnderThreshold","context":${odd}}` })
    expect(json.errors ?? []).toEqual([])
    const [{ id }] = json.events as unknown as [{ id: string }]
    const read = await call(readEvent, { method: 'GET', params: { id } })
    expect(read.text).toContain('"__proto__":{"a":1},"10":1,"9":2,"n":1.50')
  })

  it('answers 503 and stores nothing while the database is away', async () => {
    const proxy = await startProxy(database.url)
    await useDatabase(proxy.url)
    const as = await newKey()
    expect((await call(postEvents, { body: event({ id: 'before' }), as })).status).toBe(202)
    proxy.cut()
    const answered = await call(postEvents, { body: { events: [event({ id: 'during' }), event({ id: 'during-2' })] }, as })
    expect(answered.status).toBe(503)
    expect(answered.headers.get('retry-after')).toBe('5')
    proxy.open()
    await expect.poll(async () => (await call(listEvents, { method: 'GET', as })).status).toBe(200)
    const { json } = await call(listEvents, { method: 'GET', as })
    expect((json.data as unknown as Array<{ externalId: string }>).map((one) => one.externalId)).toEqual(['before'])
    await useDatabase(database.url)
    await proxy.close()
  })
})

describe('GET /events', () => {
  it('says in numbers what became of each', async () => {
    const as = await newKey()
    const { json } = await call(postEvents, { body: { events: [event(), event(), event(), event()] }, as })
    const [unrouted, unwanted, skipped, sent] = (json.events as unknown as Array<{ id: string }>).map(({ id }) => id)
    for (const status of ['succeeded', 'succeeded', 'failed', 'retrying'] as const) {
      await prisma().delivery.create({
        data: { id: newId('dlv'), eventId: sent ?? '', workspaceId: 'ws', integrationId: newId('int'), eventType: 'T', status, maxAttempts: 8, url: 'https://example.com' },
      })
    }
    const skip = { integrationId: 'int_1', ruleId: null, reason: 'disabled' }
    await prisma().eventSkip.createMany({ data: [{ eventId: unwanted ?? '', skips: [] }, { eventId: skipped ?? '', skips: [skip, skip] }, { eventId: sent ?? '', skips: [skip] }] })
    const { data } = (await call(listEvents, { method: 'GET', as })).json as unknown as { data: Array<{ id: string; outcome: object }> }
    const none = { pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0 }
    expect(Object.fromEntries(data.map(({ id, outcome }) => [id, outcome]))).toEqual({
      [unrouted ?? '']: { routed: false, deliveries: none, skipped: 0 },
      [unwanted ?? '']: { routed: true, deliveries: none, skipped: 0 },
      [skipped ?? '']: { routed: true, deliveries: none, skipped: 2 },
      [sent ?? '']: { routed: true, deliveries: { ...none, succeeded: 2, failed: 1, retrying: 1 }, skipped: 1 },
    })
  })
})

describe('Idempotency-Key', () => {
  it('gives the first answer to the same request and refuses another body', async () => {
    const headers = { 'idempotency-key': newId('req') }
    const body = event()
    const [first, second] = [await call(postEvents, { body, headers }), await call(postEvents, { body, headers })]
    expect(second.json).toEqual(first.json)
    expect((await call(postEvents, { body: event({ description: 'other' }), headers })).json).toMatchObject({ status: 422, code: 'idempotency_mismatch' })
  })

  it('makes one integration of two requests at once and keeps no secret', async () => {
    const headers = { 'idempotency-key': newId('req') }
    const body = { type: 'webhook', name: 'Once', triggers: [{ type: 'DataLeakPublished' }], destination: { url: 'https://example.com/h' } }
    const answers = await Promise.all([call(createIntegration, { body, headers }), call(createIntegration, { body, headers })])
    // The slower one comes while the first is running, or after it.
    expect(answers.map(({ status }) => status).sort()).toEqual([201, expect.toBeOneOf([201, 409])])
    const made = answers.filter(({ text }) => text.includes('whsec_'))
    expect(made).toHaveLength(1)
    const replay = await call(createIntegration, { body, headers })
    expect(replay.json.id).toBe(made[0]?.json.id)
    expect(replay.text).not.toContain('whsec_')
  })

  it.each([
    ['nothing', ''], ['a blank', ' '], ['a quoted text', '"a b"'], ['an accent', 'a\u00e9'], ['256 characters', 'k'.repeat(256)], ['8 000 characters', 'k'.repeat(8000)],
  ])('%s is none: 422, and nothing is made or kept', async (_what, odd) => {
    const before = await prisma().event.count()
    const { status, json } = await call(postEvents, { body: event(), headers: { 'idempotency-key': odd } })
    expect([status, json.errors]).toEqual([422, [expect.objectContaining({ message: expect.stringContaining('Idempotency-Key') })]])
    expect([await prisma().event.count(), await prisma().idempotencyKey.count({ where: { key: odd } })]).toEqual([before, 0])
  })

  it('of another workspace is a key of its own', async () => {
    const headers = { 'idempotency-key': newId('req') }
    const [mine, theirs] = [await call(postEvents, { body: event(), headers }), await call(postEvents, { body: event(), headers, as: foreignKey })]
    expect([mine.status, theirs.status, theirs.headers.get('idempotent-replayed')]).toEqual([202, 202, null])
    expect(theirs.json).not.toEqual(mine.json)
    expect((await call(postEvents, { body: event({ description: 'other' }), headers, as: foreignKey })).json).toMatchObject({ code: 'idempotency_mismatch' })
  })

  it('is free again after a request that failed', async () => {
    const headers = { 'idempotency-key': newId('req') }
    expect((await call(postEvents, { body: { type: 'Nope', context: {} }, headers })).status).toBe(422)
    expect((await call(postEvents, { body: event(), headers })).status).toBe(202)
  })
})

describe('integrations', () => {
  const full = {
    type: 'webhook', name: 'SIEM', triggers: [{ type: 'CustomerCSTARUnderThreshold', params: { threshold: 650 } }, { type: 'DataLeakPublished' }],
    destination: {
      url: 'https://example.com/hook?x=1', params: [{ name: 'source', value: 'hookwright' }],
      headers: [{ name: 'X-Team', value: 'red', secret: false }, { name: 'X-Api', value: 'super-secret-header-value', secret: true }],
      auth: { kind: 'basic', username: 'u', password: 'p4ssw0rd-p4ssw0rd' },
    },
    signing: { scheme: 'hmac', header: 'X-Sig' }, policy: { profile: 'custom', timeoutMs: 2000, retryDelaysSeconds: [1, 2] }, limits: { perSecond: 5 },
  }
  const create = async (overrides: object = {}) => (await call(createIntegration, { body: { ...full, ...overrides } })).json
  const patch = (id: unknown, body: unknown, headers: Record<string, string> = {}) =>
    call(patchIntegration, { method: 'PATCH', params: { id: String(id) }, body, headers })
  const read = (id: unknown, as = key) => call(readIntegration, { method: 'GET', params: { id: String(id) }, as })

  it('come back as written, secrets only as set', async () => {
    const made = await create()
    const { json, text, headers } = await read(made.id)
    expect(json).toMatchObject({
      name: 'SIEM', enabled: true, type: 'webhook', policy: full.policy, limits: { perSecond: 5, concurrency: null },
      triggers: [{ type: 'CustomerCSTARUnderThreshold', params: { threshold: 650 }, template: null }, { type: 'DataLeakPublished' }],
      destination: {
        url: 'https://example.com/hook?x=1', params: full.destination.params,
        headers: [{ name: 'X-Team', value: 'red', secret: false }, { name: 'X-Api', value: { set: true, lastFour: 'alue' }, secret: true }],
        auth: { kind: 'basic', username: 'u', password: { set: true } },
      },
      signing: { scheme: 'hmac', header: 'X-Sig', algorithm: 'sha256', encoding: 'hex', secret: { set: true } },
      health: { state: 'healthy', reason: null }, lastDeliveryAt: null, counts24h: { succeeded: 0 },
    })
    expect(headers.get('etag')).toBeTruthy()
    for (const secret of ['p4ssw0rd', 'super-secret', String((made.signing as unknown as { secret: string }).secret)]) expect(text).not.toContain(secret)
  })

  it('keep their secrets when a PATCH leaves them out or sends back what was read', async () => {
    const made = await create()
    const was = (await read(made.id)).json
    expect((await patch(made.id, { ...was, name: 'Renamed' })).json).toMatchObject({ name: 'Renamed', destination: was.destination, signing: was.signing })
    expect((await patch(made.id, { destination: { params: [] } })).json.destination).toMatchObject({ auth: { password: { set: true } }, params: [] })
    const removed = await patch(made.id, { destination: { auth: { kind: 'basic', username: 'u', password: null } } })
    expect(removed.json.destination).toMatchObject({ auth: { password: { set: false } } })
  })

  it('ask for the secrets again when scheme, host or port change', async () => {
    const made = await create()
    const moved = await patch(made.id, { destination: { url: 'https://evil.example.net/hook' } })
    expect([moved.status, moved.json.code]).toEqual([422, 'secret_required'])
    expect(pointers(moved)).toEqual(expect.arrayContaining(['/destination/auth/password', '/destination/headers/1/value']))
    expect((await patch(made.id, { destination: { url: 'https://example.com/other' } })).status).toBe(200)
    const tested = await call(testIntegration, { body: { integrationId: made.id, triggerType: 'DataLeakPublished', integration: { destination: { url: 'https://evil.example.net/hook' } } } })
    expect([tested.status, tested.json.code]).toEqual([422, 'secret_required'])
  })

  it('honour If-Match', async () => {
    const made = await create()
    const etag = String((await read(made.id)).headers.get('etag'))
    expect((await patch(made.id, { name: 'A' }, { 'if-match': etag })).status).toBe(200)
    expect((await patch(made.id, { name: 'B' }, { 'if-match': etag })).status).toBe(412)
  })

  it.each([
    [{ name: '  ' }, '/name'],
    [{ type: 'email' }, '/type'],
    [{ triggers: [] }, '/triggers'],
    [{ triggers: [{ type: 'Nope' }] }, '/triggers/0/type'],
    [{ triggers: [{ type: 'CustomerCSTARUnderThreshold', params: { threshold: 'x' } }] }, '/triggers/0/params/threshold'],
    [{ triggers: [{ type: 'DataLeakPublished', template: '{"a": {{ nope' }] }, '/triggers/0/template'],
    [{ destination: { url: 'ftp://example.com' } }, '/destination/url'],
    [{ destination: { url: 'https://169.254.169.254/' } }, '/destination/url'],
    [{ destination: { url: 'https://example.com', headers: [{ name: 'Host', value: 'x' }] } }, '/destination/headers/0/name'],
    [{ destination: { url: 'https://example.com', headers: [{ name: 'X', value: 'a\r\nb' }] } }, '/destination/headers/0/value'],
    [{ destination: { url: 'https://example.com', auth: { kind: 'bearer' } } }, '/destination/auth/token'],
    [{ destination: { url: 'https://example.com', auth: { kind: 'digest' } } }, '/destination/auth/kind'],
    [{ policy: { profile: 'custom', timeoutMs: 10 } }, '/policy/timeoutMs'],
    [{ policy: { profile: 'custom', retryDelaysSeconds: Array(16).fill(1) } }, '/policy/retryDelaysSeconds'],
    [{ policy: { profile: 'standard', timeoutMs: 2000 } }, '/policy/timeoutMs'],
    [{ signing: { scheme: 'rot13' } }, '/signing/scheme'],
    [{ ownerEmail: 'stranger@example.com' }, '/ownerEmail'],
    [{ limits: { perSecond: 0 } }, '/limits/perSecond'],
  ])('refuse %j with a pointer', async (overrides, pointer) => {
    const answered = await call(createIntegration, { body: { ...full, ...overrides } })
    expect(answered.status).toBe(422)
    expect(pointers(answered)).toContain(pointer)
  })

  it('are not there for another workspace (I10)', async () => {
    const { id } = await create()
    const [foreign, absent] = [await read(id, foreignKey), await read(newId('int'), foreignKey)]
    const same = ({ json: { requestId: _id, ...rest } }: { json: Json }) => rest
    expect(foreign.status).toBe(404)
    expect(same(foreign)).toEqual(same(absent))
    for (const attempt of [
      call(patchIntegration, { method: 'PATCH', params: { id: String(id) }, body: { name: 'x' }, as: foreignKey }),
      call(deleteIntegration, { method: 'DELETE', params: { id: String(id) }, as: foreignKey }),
      call(rotate, { params: { id: String(id) }, as: foreignKey }),
    ]) expect((await attempt).status).toBe(404)
    expect((await read(id)).status).toBe(200)
  })

  it('are listed by pages without gaps or repeats', async () => {
    const as = await newKey()
    for (let i = 0; i < 5; i++) await call(createIntegration, { body: { ...full, name: `n${i}` }, as })
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { json }: { json: Json } = await call(listIntegrations, { method: 'GET', path: `/api/v1/integrations?limit=2${cursor && `&cursor=${cursor}`}`, as })
      names.push(...(json.data as unknown as Array<{ name: string }>).map((one) => one.name))
      cursor = (json.page as unknown as { nextCursor: string | null }).nextCursor
    }
    expect(names).toEqual(['n4', 'n3', 'n2', 'n1', 'n0'])
    expect(pointers(await call(listIntegrations, { method: 'GET', path: '/api/v1/integrations?limit=1000', as }))).toEqual(['?limit'])
    expect(pointers(await call(listIntegrations, { method: 'GET', path: '/api/v1/integrations?cursor=zzz', as }))).toEqual(['?cursor'])
  })

  it('show a rotated secret once', async () => {
    const { id, signing } = await create({ signing: { scheme: 'standard' } })
    const rotated = await call(rotate, { params: { id: String(id) } })
    const secret = (rotated.json.signing as unknown as { secret: string }).secret
    expect(secret).toMatch(/^whsec_/)
    expect(secret).not.toBe((signing as unknown as { secret: string }).secret)
    expect((await read(id)).text).not.toContain(secret)
  })
})

describe('Send test message', () => {
  let receiver: Receiver
  beforeEach(async () => { receiver = await startReceiver(answer(201, 'thanks')) })
  const unsaved = (extra: object = {}) => ({
    triggerType: 'CustomerCSTARUnderThreshold', integration: { destination: { url: receiver.url } }, ...extra,
  })

  it('sends what is on the screen and shows the answer; history has it as a test', async () => {
    const { json, status } = await call(testIntegration, { body: unsaved({ template: '{"s": {{ notification.context.LatestScore }}, "d": "{{ notification.description }}"}', sample: { context: { LatestScore: 1 }, description: 'say "hi"\n' } }) })
    expect(status).toBe(200)
    expect(json).toMatchObject({ ok: true, status: 201, response: { status: 201, body: 'thanks', truncated: false }, error: null, request: { method: 'POST' } })
    expect(JSON.parse(receiver.requests[0]?.body ?? '')).toEqual({ s: 1, d: 'say "hi"\n' })
    const { json: stored } = await call(readDelivery, { method: 'GET', params: { id: String(json.deliveryId) } })
    expect(stored).toMatchObject({ test: true, status: 'succeeded', attempts: [{ trigger: 'test', response: { status: 201 } }] })
    expect((await call(listDeliveries, { method: 'GET', path: '/api/v1/deliveries?test=false' })).text).not.toContain(String(json.deliveryId))
    await receiver.close()
  })

  it('explains a refusal, a template error and an unreachable receiver', async () => {
    receiver.behave(answer(401, 'no'))
    expect((await call(testIntegration, { body: unsaved() })).json).toMatchObject({ ok: false, status: 401, error: { code: 'http_status', hint: expect.stringContaining('Authentication') } })
    expect((await call(testIntegration, { body: unsaved({ template: '{"x": oops}' }) })).json).toMatchObject({ ok: false, status: null, response: null, error: { code: 'template' } })
    await receiver.close()
    expect((await call(testIntegration, { body: unsaved() })).json).toMatchObject({ ok: false, status: null, response: null, error: { code: 'connect' } })
    const to = (url: string) => call(testIntegration, { body: unsaved({ integration: { destination: { url } } }) })
    for (const url of ['https://10.1.2.3/', 'http://169.254.169.254/']) {
      expect((await to(url)).json, url).toMatchObject({ ok: false, response: null, error: { code: 'blocked_address', hint: expect.stringContaining('private') } })
    }
    const nonsense = await to('ftp://example.com/')
    expect([nonsense.status, pointers(nonsense)]).toEqual([422, ['/integration/destination/url']])
  })

  it('uses the kept secrets of a saved integration', async () => {
    const saved = await call(createIntegration, { body: { type: 'webhook', name: 'x', triggers: [{ type: 'DataLeakPublished' }], destination: { url: receiver.url, auth: { kind: 'bearer', token: 'kept-token' } } } })
    const { json } = await call(testIntegration, { body: { integrationId: saved.json.id, triggerType: 'DataLeakPublished' } })
    expect(json.ok).toBe(true)
    expect(receiver.requests[0]?.headers.authorization).toBe('Bearer kept-token')
    expect(JSON.stringify(json)).not.toContain('kept-token')
    await receiver.close()
  })
})

describe('POST /templates/preview', () => {
  it('answers 200 with positions for any template', async () => {
    const at = async (template: string) => (await call(preview, { body: { template, triggerType: 'CustomerCSTARUnderThreshold' } })).json
    expect(await at('{"id": {{ notification.id }}}')).toMatchObject({ valid: true, output: '{"id": 29}', problems: [], bytes: 10 })
    expect(await at('{\n  "a": "{{ notification.descr }}"}')).toMatchObject({ valid: true, problems: [{ severity: 'warning', line: 2, code: 'unknown_variable' }] })
    expect(await at('{\n "a": {% if %}')).toMatchObject({ valid: false, problems: [{ severity: 'error', line: 2 }] })
    expect((await call(preview, { body: { template: 1, triggerType: 'x' } })).status).toBe(422)
  })
})
