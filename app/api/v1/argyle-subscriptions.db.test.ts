import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as events from '@/app/api/v1/events/route'
import * as integrations from '@/app/api/v1/integrations/route'
import * as integration from '@/app/api/v1/integrations/[id]/route'
import { playVendor } from '@/app/api/v1/testing/play-vendor'
import * as webhooks from '@/app/api/v1/webhooks/route'
import * as webhook from '@/app/api/v1/webhooks/[id]/route'
import type { IntegrationView } from '@/lib/contracts/integration'
import type { Subscription } from '@/lib/contracts/subscription'

// A client as it is written against Argyle's v1: `requests.post(f"{BASE}/webhooks", auth=(key_id, key_secret), json=…)`.
const stage = playVendor({ '/webhooks': webhooks, '/webhooks/:id': webhook, '/events': events, '/integrations': integrations, '/integrations/:id': integration })
const { call } = stage

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

interface Answered<T> { status: number; json: T; type: string | null; headers: Headers }
const argyle = async <T = Record<string, unknown>>(method: string, path: string, body?: unknown, more: { auth?: string | null; raw?: string; headers?: Record<string, string> } = {}): Promise<Answered<T>> => {
  const { auth = basic('key-id', stage.key), raw, headers } = more
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${stage.url}/v1${path}`, {
    method, headers: { ...(auth !== null && { authorization: auth }), 'content-type': 'application/json', ...headers }, ...(text !== undefined && { body: text }),
  })
  const answered = await response.text()
  return { status: response.status, json: (answered === '' ? null : JSON.parse(answered)) as T, type: response.headers.get('content-type'), headers: response.headers }
}

const wanted = (more: object = {}) => ({ events: ['reputations.added'], name: 'name-for-the-webhook-subscription', url: stage.receiver.url, ...more })
const subscribe = async (more: object = {}) => (await argyle<Subscription>('POST', '/webhooks', wanted(more))).json
const data = { account: 'ada143be-3c90-4534-b7ea-9899674dc6e0', user: '3823026e-a964-45f6-b201-6b8c096b30d3', reputation: '4334r6e-a964-45eef6-b201-64464' }
const happened = (type: string) => call('POST', '/events', { type, context: data })
const documented = (event: string, name: string) => `{
  "event": "${event}",
  "name": "${name}",
  "data": {
    "account": "ada143be-3c90-4534-b7ea-9899674dc6e0",
    "user": "3823026e-a964-45f6-b201-6b8c096b30d3",
    "reputation": "4334r6e-a964-45eef6-b201-64464"
  }
}`

describe('a client of Argyle’s v1, with another base URL', () => {
  it('creates, lists, reads and deletes a subscription', async () => {
    const made = await argyle<Subscription>('POST', '/webhooks', wanted({ secret: 'optional-secret', config: null }))
    expect([made.status, made.type]).toEqual([201, 'application/json'])
    const { id, created_at, updated_at } = made.json
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(new Date(created_at).toISOString()).toBe(created_at)
    expect(made.json).toEqual({ id, events: ['reputations.added'], name: 'name-for-the-webhook-subscription', url: `${stage.receiver.url}/`, secret: 'optional-secret', config: null, created_at, updated_at })
    const later = { ...made.json, secret: null }
    expect(await argyle('GET', `/webhooks/${id}`)).toMatchObject({ status: 200, json: later })
    const other = await subscribe({ name: 'other' })
    expect((await argyle('GET', '/webhooks')).json).toEqual({ count: 2, next: null, previous: null, results: [other, later] })
    expect(await argyle('DELETE', `/webhooks/${id}`)).toMatchObject({ status: 204, json: null })
    expect(await argyle('GET', `/webhooks/${id}`)).toMatchObject({ status: 404, json: { detail: 'Not found.' }, type: 'application/json' })
    expect((await argyle('DELETE', `/webhooks/${id}`)).status).toBe(404)
  })

  it('turns pages by their links', async () => {
    for (const name of ['a', 'b', 'c']) await subscribe({ name })
    interface List { next: string; previous: string; results: Subscription[] }
    const first = (await argyle<List>('GET', '/webhooks?limit=2')).json
    expect(first.results.map(({ name }) => name)).toEqual(['c', 'b'])
    const follow = async (link: string) => (await argyle<List>('GET', link.slice(link.indexOf('/webhooks')))).json
    const second = await follow(first.next)
    expect([second.results.map(({ name }) => name), second.next]).toEqual([['a'], null])
    expect((await follow(second.previous)).results).toEqual(first.results)
    expect(await argyle('GET', '/webhooks?limit=none')).toMatchObject({ status: 400, json: { limit: [expect.any(String)] } })
  })

  it('gets the documented body, byte for byte, with the subscription’s name, signed with its secret', async () => {
    await subscribe({ secret: 'optional-secret', name: 'A reputation was added' })
    await happened('reputations.added')
    const [request] = await stage.receiver.until(1)
    expect(request?.body).toBe(documented('reputations.added', 'A reputation was added'))
    expect(request?.headers['x-argyle-signature']).toBe(createHmac('sha512', 'optional-secret').update(request?.body ?? '').digest('hex'))
    expect(request?.headers['content-type']).toBe('application/json')
  })

  it('gets no signature without a secret, and only the events it asked for', async () => {
    await subscribe({ name: 'quiet', events: ['reputations.updated'] })
    await happened('reputations.added')
    await happened('reputations.updated')
    const [request] = await stage.receiver.until(1)
    expect(request?.body).toBe(documented('reputations.updated', 'quiet'))
    expect(Object.keys(request?.headers ?? {}).filter((name) => name.includes('signature'))).toEqual([])
    await stage.world.settled(1)
    expect(stage.receiver.requests).toHaveLength(1)
  })

  it.each([[['*']], ['*']])('gets all of them for %j', async (all) => {
    const made = await subscribe({ events: all })
    expect(made.events).toEqual(['*'])
    for (const type of ['reputations.added', 'reputations.updated']) await happened(type)
    const requests = await stage.receiver.until(2)
    expect(requests.map(({ body }) => (JSON.parse(body) as { event: string }).event).sort()).toEqual(['reputations.added', 'reputations.updated'])
  })

  it('may repeat a request with an Idempotency-Key: the same subscription, and no secret in what is kept', async () => {
    const headers = { 'idempotency-key': 'once-1' }
    const body = wanted({ secret: 'a-secret-that-is-not-kept' })
    const first = await argyle<Subscription>('POST', '/webhooks', body, { headers })
    const second = await argyle<Subscription>('POST', '/webhooks', body, { headers })
    expect(second.json).toEqual({ ...first.json, secret: null })
    expect((await argyle('GET', '/webhooks')).json).toMatchObject({ count: 1 })
  })
})

describe('errors in Argyle’s shape', () => {
  const refused = async (body: unknown) => {
    const { status, json, type } = await argyle<Record<string, string[]>>('POST', '/webhooks', body)
    expect([status, type]).toEqual([400, 'application/json'])
    return json
  }

  it('name all bad fields at once', async () => {
    expect(await refused({})).toEqual({ events: ['This field is required.'], name: ['This field is required.'], url: ['This field is required.'] })
    const all = await refused({ events: ['accounts.connected'], name: ' ', url: 'http://169.254.169.254/latest', secret: '', config: { include_resource: true } })
    expect(Object.keys(all).sort()).toEqual(['config', 'events', 'name', 'secret', 'url'])
    for (const messages of Object.values(all)) expect(messages).toEqual([expect.stringMatching(/\.$/)])
    expect(all.events?.[0]).toContain('"accounts.connected"')
  })

  it.each([
    ['events', { events: [] }], ['events', { events: 5 }], ['events', { events: null }], ['events', { events: ['*', {}] }],
    ['name', { name: 5 }], ['name', { name: null }], ['name', { name: 'x'.repeat(201) }], ['name', { name: 'a\u0000' }],
    ['secret', { secret: 7 }], ['secret', { secret: 'x'.repeat(513) }], ['config', { config: 'x' }], ['config', { config: [] }],
    ...['', 'nowhere', 'ftp://example.com/', 'http://10.0.0.1/', 'https://[::1]/', 'https://user:pw@example.com/', 'https://example.com:22/', 'https://exa mple.com/', 7]
      .map((url): [string, object] => ['url', { url }]),
  ])('%s: %j', async (field, change) => {
    expect(Object.keys(await refused(wanted(change)))).toEqual([field])
  })

  it('say who is not let in, without a challenge, and what is not JSON', async () => {
    expect(await argyle('GET', '/webhooks', undefined, { auth: null })).toMatchObject({ status: 401, json: { detail: expect.any(String) } })
    const wrong = await argyle('GET', '/webhooks', undefined, { auth: basic('key-id', 'x'.repeat(40)) })
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, null])
    expect(await argyle('POST', '/webhooks', wanted(), { auth: basic('', await stage.newKey(['integrations:read'])) })).toMatchObject({ status: 403, json: { detail: expect.any(String) } })
    expect(await argyle('POST', '/webhooks', undefined, { raw: '{' })).toMatchObject({ status: 400, json: { detail: expect.any(String) } })
    expect(await argyle('POST', '/webhooks', [])).toMatchObject({ status: 400, json: { non_field_errors: [expect.any(String)] } })
    expect((await argyle('GET', '/webhooks/580dca76-c024-4458-bb10-a2111ad4063e')).json).toEqual({ detail: 'Not found.' })
    expect((await argyle('GET', '/webhooks/1')).status).toBe(404)
  })
})

describe('a subscription and an integration of the preset are one thing', () => {
  const find = async (name: string) =>
    (await call<{ data: IntegrationView[] }>('GET', '/integrations')).data.find((one) => one.name === name) ?? expect.unreachable(name)

  it('made as a subscription it can be read and changed as an integration', async () => {
    const made = await subscribe({ events: '*', name: 'theirs' })
    const view = await find('theirs')
    expect(view).toMatchObject({ preset: 'argyle', enabled: true, signing: { scheme: 'argyle', secret: { set: false } }, policy: { profile: 'standard' } })
    expect(view.triggers.map(({ type, template }) => [type, template])).toEqual([['reputations.added', null], ['reputations.updated', null]])
    const renamed = await call<IntegrationView>('PATCH', `/integrations/${view.id}`, { name: 'renamed', signing: { scheme: 'argyle' } })
    expect(renamed.signing.secret).toEqual({ set: false }) // what was never signed is not signed by a rename
    expect((await argyle<Subscription>('GET', `/webhooks/${made.id}`)).json).toMatchObject({ name: 'renamed', events: ['*'] })
    await call('PATCH', `/integrations/${view.id}`, { triggers: [{ type: 'reputations.added' }] })
    expect((await argyle<Subscription>('GET', `/webhooks/${made.id}`)).json).toMatchObject({ id: made.id, events: ['reputations.added'] })
  })

  it('shows the secret parts of an address only to who may change it', async () => {
    const { id } = await subscribe({ url: `${stage.receiver.url}/hooks?token=0123456789abcdef0123` })
    const auth = basic('', await stage.newKey(['integrations:read']))
    expect((await argyle<Subscription>('GET', `/webhooks/${id}`, undefined, { auth })).json.url).not.toContain('0123456789abcdef')
    expect((await argyle<Subscription>('GET', `/webhooks/${id}`)).json.url).toContain('0123456789abcdef')
  })

  it('made as an integration it is in the list, with an id that stays', async () => {
    const body = { type: 'webhook', name: 'ours', triggers: [{ type: 'reputations.updated' }], destination: { url: stage.receiver.url }, signing: { scheme: 'argyle' } }
    const view = await call<IntegrationView>('POST', '/integrations', { ...body, preset: 'argyle' })
    await call('POST', '/integrations', { ...body, name: 'a plain one' })
    const { results } = (await argyle<{ results: Subscription[] }>('GET', '/webhooks')).json
    expect(results).toMatchObject([{ name: 'ours', events: ['reputations.updated'], secret: null }])
    await call('PATCH', `/integrations/${view.id}`, { name: 'still ours' })
    expect((await argyle('GET', `/webhooks/${results[0]?.id}`)).json).toMatchObject({ id: results[0]?.id, name: 'still ours' })
    expect((await argyle('DELETE', `/webhooks/${results[0]?.id}`)).status).toBe(204)
    expect((await call<{ data: IntegrationView[] }>('GET', '/integrations')).data.map(({ name }) => name)).toEqual(['a plain one'])
  })
})
