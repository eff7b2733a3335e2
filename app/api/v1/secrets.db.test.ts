import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { startApi, type Answered, type Api } from './testing/start-api'

// Whoever may edit must not be able to read. `receiver` is where the secrets belong, `thief` is the editor's own.
const PASSWORD = 'pass-canary-1b9e7'
const HEADER = 'header-canary-77c02'
const TOKEN = 'token-canary-e41d8'
const SIGNING = 'signing-canary-5f3a2'

let database: TestDatabase
let api: Api
let other: Api
let receiver: Receiver
let thief: Receiver

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  api = await startApi()
  other = await startApi('Other')
  receiver = await startReceiver(answer(200, 'ok'))
  thief = await startReceiver(answer(200, 'ok'))
})
beforeEach(() => {
  receiver.requests.length = 0
  thief.requests.length = 0
})
afterAll(async () => {
  await receiver.close()
  await thief.close()
  await closeDb()
  await database.drop()
})

const TRIGGER = 'CustomerCSTARUnderThreshold'
const header = (value: unknown = HEADER, secret = true) => ({ name: 'X-Key', value, secret })
const basic = (password: unknown = PASSWORD) => ({ kind: 'basic', username: 'robot', password })
const input = (more: object = {}, destination: object = {}) => ({
  type: 'webhook', name: 'SIEM', triggers: [{ type: TRIGGER }],
  destination: { url: `${receiver.url}/hook`, headers: [header()], auth: basic(), ...destination },
  signing: { scheme: 'guard', secret: SIGNING }, ...more,
})
const create = async (more: object = {}, destination: object = {}) => (await api.call('POST /integrations', input(more, destination))).json.id
const SET = { set: true }

const known = [PASSWORD, HEADER, TOKEN, SIGNING]
/** Neither an answer nor what the thief received holds a secret, in clear or as Basic credentials. */
const revealsNothing = (...answers: Answered[]): void => {
  const texts = [...answers.map(({ text }) => text), JSON.stringify(thief.requests)]
  const forms = [...known, ...known.map((one) => Buffer.from(one).toString('base64')), Buffer.from(`robot:${PASSWORD}`).toString('base64')]
  for (const text of texts) for (const form of forms) expect(text).not.toContain(form)
}
const codes = ({ json }: Answered) => json.errors.map(({ code }) => code)

describe('a PATCH or a test that leads elsewhere', () => {
  const places: Array<[string, () => string]> = [
    ['another port', () => `${thief.url}/hook`],
    ['the old host as user info', () => `${receiver.url}@${new URL(thief.url).host}/hook`],
    ['another name of the same machine', () => `${receiver.url.replace('127.0.0.1', 'localhost')}/hook`],
    ['another spelling of another address', () => thief.url.replace('127.0.0.1', '0x7f.1')],
    ['https', () => `${receiver.url.replace('http:', 'https:')}/hook`],
    ['the old host behind a tab', () => `${thief.url}\t${receiver.url}`],
  ]

  it.each(places)('to %s sends no kept secret and changes nothing', async (_, url) => {
    const id = await create()
    for (const destination of [{ url: url() }, { url: url(), headers: [header(SET)], auth: basic(SET) }, { url: url(), auth: { kind: 'none' } }, { url: url(), headers: [] }]) {
      const patched = await api.call(`PATCH /integrations/${id}`, { destination })
      const tested = await api.call('POST /integrations/test', { integrationId: id, triggerType: TRIGGER, integration: { destination } })
      expect([patched.status, tested.status]).toEqual([422, 422])
      revealsNothing(patched, tested)
    }
    expect((await api.call(`GET /integrations/${id}`)).json.destination).toMatchObject({ url: `${receiver.url}/hook`, auth: { password: SET } })
    expect(thief.requests).toEqual([])
  })

  it('sends what is typed anew and nothing else, and forgets what is left behind', async () => {
    const id = await create()
    const patched = await api.call(`PATCH /integrations/${id}`, { destination: { url: thief.url, headers: [], auth: basic('typed-anew') } })
    expect(patched.status).toBe(200)
    const back = await api.call(`PATCH /integrations/${id}`, { destination: { url: receiver.url, headers: [header(SET)], auth: basic('x') } })
    expect(codes(back)).toContain('required')
    revealsNothing(patched, back)
  })

  it('keeps them for another path, query, case, root dot or written default port', async () => {
    const id = await create({}, { url: 'https://example.com/hook' })
    for (const url of ['https://example.com/other?a=1', 'https://EXAMPLE.com/hook', 'https://example.com./hook', 'https://example.com:443/hook']) {
      expect((await api.call(`PATCH /integrations/${id}`, { destination: { url } })).status, url).toBe(200)
    }
  })
})

describe('a secret header', () => {
  it('made plain does not show its kept value, neither by leaving it out nor by sending back what was read', async () => {
    const id = await create()
    for (const value of [undefined, SET, { set: true, lastFour: '7c02' }]) {
      const patched = await api.call(`PATCH /integrations/${id}`, { destination: { headers: [{ name: 'X-Key', value, secret: false }] } })
      expect([patched.status, codes(patched)]).toEqual([422, ['required']])
      revealsNothing(patched)
    }
  })

  it('is removed by null, and only by that; one that was never set cannot be', async () => {
    const id = await create({}, { headers: [header(), { name: 'X-Plain', value: 'plain' }] })
    const plain = { name: 'X-Plain', value: 'plain', secret: false }
    const patched = await api.call(`PATCH /integrations/${id}`, { destination: { headers: [header(null), plain] } })
    expect(patched).toMatchObject({ status: 200, json: { destination: { headers: [plain] } } })
    const back = await api.call(`PATCH /integrations/${id}`, { destination: { headers: [plain, header(SET)] } })
    expect([back.status, back.json.errors.map(({ pointer }) => pointer)]).toEqual([422, ['/destination/headers/1/value']])
    expect((await api.call('POST /integrations', input({}, { headers: [header(null)] }))).status).toBe(422)
    revealsNothing(patched, back)
  })

  it('does not lend its value to another name', async () => {
    const id = await create()
    for (const name of ['X-Key2', 'X-Key ', 'constructor', '__proto__', 'toString']) {
      const patched = await api.call(`PATCH /integrations/${id}`, { destination: { headers: [{ name, value: SET, secret: true }] } })
      expect(patched.status, name).toBe(422)
      revealsNothing(patched)
    }
  })
})

it('a password that only says that it is set is asked for where none is kept', async () => {
  const at = '/destination/auth/password'
  const whatIsAsked = async (call: Promise<Answered>) => (await call).json.errors?.map(({ pointer, code }) => `${pointer} ${code}`)
  expect(await whatIsAsked(api.call('POST /integrations', input({}, { auth: basic(SET) })))).toEqual([`${at} required`])
  const id = await create({}, { auth: { kind: 'bearer', token: TOKEN } })
  expect(await whatIsAsked(api.call(`PATCH /integrations/${id}`, { destination: { auth: basic(SET) } }))).toEqual([`${at} required`])
  const without = await api.call(`PATCH /integrations/${id}`, { destination: { auth: basic({ set: false }) } })
  expect(without).toMatchObject({ status: 200, json: { destination: { auth: { kind: 'basic', password: { set: false } } } } })
})

describe('a draft', () => {
  const draft = async (data: unknown = input()) => (await api.call('POST /integration-drafts', { step: 'destination', data })).json.id
  const typed = { headers: [header(SET)], auth: basic(SET) }

  it('keeps what was typed from all answers', async () => {
    const made = await api.call('POST /integration-drafts', { step: 'destination', data: input() })
    revealsNothing(made, await api.call(`GET /integration-drafts/${made.json.id}`), await api.call('GET /integration-drafts'))
  })

  it('lends nothing to a saved integration of another destination, not by a PATCH, a test or a create', async () => {
    const draftId = await draft()
    const mine = (await api.call('POST /integrations', input({ signing: { scheme: 'none' } }, { url: thief.url, headers: [], auth: { kind: 'none' } }))).json.id
    for (const url of [undefined, thief.url, `${thief.url}/hook`, '', receiver.url]) {
      const destination = { ...(url !== undefined && { url }), ...typed }
      const patched = await api.call(`PATCH /integrations/${mine}?draft=${draftId}`, { destination })
      const tested = await api.call(`POST /integrations/test?draft=${draftId}`, { integrationId: mine, triggerType: TRIGGER, integration: { destination } })
      if (url !== receiver.url) await api.call(`PATCH /integrations/${mine}`, { destination: { url: thief.url } })
      revealsNothing(patched, tested)
    }
  })

  it('does not give a secret header away as a plain one', async () => {
    const draftId = await draft()
    const made = await api.call(`POST /integrations?draft=${draftId}`, input({}, { headers: [header(SET, false)], auth: basic(SET) }))
    expect(made.status).toBe(422)
    const changed = await api.call(`PATCH /integration-drafts/${draftId}`, { data: input({}, { headers: [header(SET, false)], auth: basic(SET) }) })
    revealsNothing(made, changed, await api.call(`GET /integration-drafts/${draftId}`))
  })

  it('does not show the signing secret that it kept when it becomes an integration; that one signs', async () => {
    const draftId = await draft()
    const made = await api.call(`POST /integrations?draft=${draftId}`, input({ signing: { scheme: 'guard', secret: SET } }, typed), { headers: { 'idempotency-key': draftId } })
    expect([made.status, made.json.signing.secret]).toEqual([201, expect.objectContaining(SET)])
    revealsNothing(made)
    await api.call('POST /integrations/test', { integrationId: made.json.id, triggerType: TRIGGER })
    const [request] = await receiver.until(1)
    expect(request?.headers).toMatchObject({ 'x-key': HEADER, authorization: `Basic ${Buffer.from(`robot:${PASSWORD}`).toString('base64')}` })
    expect(request?.headers['x-guard-signature']).toMatch(/^[\da-f]{64}$/)
  })

  it('that only changes its URL loses what was typed for the former one', async () => {
    const draftId = await draft()
    const moved = await api.call(`PATCH /integration-drafts/${draftId}`, { data: input({ signing: { scheme: 'none' } }, { url: thief.url, ...typed }) })
    const made = await api.call(`POST /integrations?draft=${draftId}`, input({ signing: { scheme: 'none' } }, { url: thief.url, ...typed }))
    const tested = await api.call(`POST /integrations/test?draft=${draftId}`, { triggerType: TRIGGER, integration: { destination: { url: thief.url, ...typed } } })
    revealsNothing(moved, made, tested)
  })

  it.each([
    ['with its parts in lists', { destination: [{ name: 'auth', kind: 'basic', password: SET }] }],
    ['with paths in names', { 'destination/auth': { password: SET }, destination: { url: 'x:y' } }],
    ['without a destination', { name: 'x' }],
  ])('lends nothing to a draft %s', async (_, data) => {
    const draftId = await draft()
    const changed = await api.call(`PATCH /integration-drafts/${draftId}`, { data })
    const made = await api.call(`POST /integrations?draft=${draftId}`, input({ signing: { scheme: 'none' } }, { url: thief.url, ...typed }))
    revealsNothing(changed, made)
  })

  it('of another workspace is not there', async () => {
    const draftId = await draft()
    const made = await other.call(`POST /integrations?draft=${draftId}`, input({}, typed))
    const tested = await other.call('POST /integrations/test', { integrationId: await create(), triggerType: TRIGGER })
    expect([made.status, tested.status]).toEqual([404, 404])
    revealsNothing(made, tested)
  })
})

describe('what is not the place for a secret', () => {
  it('an answer to broken JSON has no piece of it', async () => {
    const text = JSON.stringify(input())
    for (const broken of [text.slice(0, -1), text.replace(`"${PASSWORD}"`, `"${PASSWORD}`), text.replace('"robot"', 'robot'), `${text}x`]) {
      const answered = await api.call('POST /integrations', broken)
      expect(answered.status).toBe(400)
      expect(answered.json.detail).toMatch(/line 1, column \d+/)
      revealsNothing(answered)
    }
  })

  it('an answer to fields that are wrong has none', async () => {
    const wrong = [
      input({ name: '' }), input({}, { auth: { kind: 'bearer', token: `${TOKEN} with space` } }), input({}, { headers: [header(`${HEADER}\n`)] }),
      input({}, { auth: { ...basic(), password: { set: PASSWORD } } }), input({}, { headers: [{ ...header(), extra: HEADER }] }),
      input({ signing: { scheme: 'standard', secret: SIGNING } }), input({}, { url: `https://robot:${PASSWORD}@example.com/` }),
      input({}, { auth: { kind: 'basic', username: 'a:b', password: PASSWORD } }), input({}, { auth: { kind: PASSWORD } }),
    ]
    for (const body of wrong) {
      const answered = await api.call('POST /integrations', body)
      expect(answered.status).toBe(422)
      revealsNothing(answered)
    }
  })

  it('a deleted integration keeps none', async () => {
    const id = await create()
    const sealed = async () => (await pool().query<{ secrets: Buffer }>('SELECT secrets FROM integration WHERE id = $1', [id])).rows[0]?.secrets.length ?? 0
    const before = await sealed()
    await api.call(`DELETE /integrations/${id}`)
    expect(await sealed()).toBeLessThan(before)
  })

  it('who may only read sees masks for what looks like a token in URL, parameters and plain headers', async () => {
    const token = 'Canary0Token1Canary2Token3'
    const id = await create({}, {
      url: `https://hooks.example.com/services/${token}/in?sig=short&team=red`,
      params: [{ name: 'api_key', value: 'k1' }, { name: 'team', value: 'red' }], headers: [{ name: 'X-Api-Key', value: 'plain-key' }, { name: 'X-Team', value: 'red' }], auth: { kind: 'none' },
    })
    const reader = await api.keyFor(['integrations:read'])
    const read = await api.call(`GET /integrations/${id}`, undefined, { as: reader })
    expect(read.json.destination).toMatchObject({
      url: 'https://hooks.example.com/services/***/in?sig=***&team=red', params: [{ value: '***' }, { value: 'red' }], headers: [{ value: '***' }, { value: 'red' }],
    })
    const drafts = await api.call('POST /integration-drafts', { step: 'type', data: { name: 'N', destination: { url: `https://x.example/${token}` } } })
    const seen = [await api.call('GET /integrations', undefined, { as: reader }), await api.call('GET /integration-drafts', undefined, { as: reader }), await api.call(`GET /integration-drafts/${drafts.json.id}`, undefined, { as: reader })]
    for (const { text } of [read, ...seen]) expect(text).not.toContain(token)
    expect((await api.call(`GET /integrations/${id}`)).text).toContain(token)
  })
})

describe('bytes that do not open', () => {
  const swap = (a: string, b: string) => pool().query(
    `UPDATE integration i SET secrets = o.secrets, version = i.version + 1 FROM integration o WHERE (i.id = $1 AND o.id = $2) OR (i.id = $2 AND o.id = $1)`, [a, b])

  it('neither overwrite nor lose what is stored: each secret is asked for again', async () => {
    const [id, twin] = [await create(), await create()]
    await swap(id, twin)
    const health = (await api.call(`GET /integrations/${id}`)).json.health
    expect(health).toMatchObject({ state: 'failing', reason: expect.stringContaining('ENCRYPTION_KEYS') })
    const renamed = await api.call(`PATCH /integrations/${id}`, { name: 'Renamed' })
    expect([renamed.status, renamed.json.code]).toEqual([422, 'secret_required'])
    expect(renamed.json.errors.map(({ pointer }) => pointer)).toEqual(['/destination/headers/0/value', '/destination/auth/password', '/signing/secret'])
    const rotated = await api.call(`POST /integrations/${id}/rotate-secret`)
    const tested = await api.call('POST /integrations/test', { integrationId: id, triggerType: TRIGGER })
    const cloned = await api.call(`POST /integrations/${id}/clone`)
    expect([rotated.status, tested.status, cloned.status]).toEqual([409, 422, 422])
    expect(receiver.requests).toEqual([])
    await swap(id, twin)
    expect((await api.call(`PATCH /integrations/${id}`, { name: 'Renamed' })).status).toBe(200)
    await api.call('POST /integrations/test', { integrationId: id, triggerType: TRIGGER })
    expect((await receiver.until(1))[0]?.headers['x-key']).toBe(HEADER)
  })

  it('can be replaced by entering all of them again', async () => {
    const [id, twin] = [await create(), await create()]
    await swap(id, twin)
    expect((await api.call(`PATCH /integrations/${id}`, input())).status).toBe(200)
    expect((await prisma().integration.findUniqueOrThrow({ where: { id } })).secrets).toBeDefined()
    expect((await api.call(`GET /integrations/${id}`)).json.health).toMatchObject({ state: 'healthy' })
  })
})
