import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDb, useDatabase } from '@/lib/db'
import { listOperations, type PlacedOperation } from '@/lib/openapi/describe-api'
import { toTemplate } from '@/lib/openapi/describe-operation'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { GET } from './openapi.json/route'
import { callRoute, type RouteAnswer } from './testing/call-route'
import { bodyContract, exampleBody } from './testing/examples'
import { listRoutes, type ListedRoute } from './testing/list-routes'
import { makeTenant, type Tenant } from './testing/make-tenant'

// The document says what the routes do: it is held against their files, and real answers against its schemas.

let database: TestDatabase
let receiver: Receiver
let tenant: Tenant
const routes = await listRoutes()
const operations = listOperations()

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  receiver = await startReceiver()
  tenant = await makeTenant('Openly')
})
afterAll(async () => {
  await receiver.close()
  await closeDb()
  await database.drop()
})

// Clients are told that fields may be added; here one that is not described is a defect.
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)]))
  return 'properties' in members && members.type === 'object' ? { additionalProperties: false, ...members } : members
}

type Responses = Record<string, { content?: Record<string, unknown>; $ref?: string }>
const read = async () => (await GET(new Request('http://localhost/api/v1/openapi.json')).json()) as { paths: Record<string, Record<string, { responses: Responses }>> }
const document = await read()
const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(closed(document) as object, 'api')
const escape = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1')

/** What is wrong with an answer by the document; null when nothing is. */
const whatIsUndescribed = ({ method, place }: PlacedOperation, { status, headers, text }: RouteAnswer): unknown => {
  const at = `/paths/${escape(toTemplate(place))}/${method.toLowerCase()}/responses/${status}`
  const described = document.paths[toTemplate(place)]?.[method.toLowerCase()]?.responses[status]
  if (!described) return `status ${status}: ${text}`
  if (status === 204) return text === '' ? null : text
  const type = headers.get('content-type')?.split(';', 1)[0] ?? ''
  const check = ajv.getSchema(`api#${described.$ref?.slice(1) ?? at}/content/${escape(type)}/schema`)
  if (!check) return `content-type ${type} is not described`
  return check(type.endsWith('json') ? JSON.parse(text) : text) === true ? null : check.errors
}

const find = (name: string): { route: ListedRoute; operation: PlacedOperation } => {
  const route = routes.find((one) => one.name === name)
  const operation = operations.find((one) => one.name === name)
  if (!route || !operation) throw new Error(`There is no ${name}`)
  return { route, operation }
}

const paramsOf = ({ path }: ListedRoute): Record<string, string> => {
  const kind = /\/([\w-]+)\/\[(?:id|key)\]/.exec(path)?.[1] ?? ''
  return { key: tenant.ids[kind] ?? '', id: tenant.ids[kind] ?? '', member: tenant.ids.scorecards ?? '', execution: tenant.ids.executions ?? '' }
}

async function ask(name: string, more: { body?: unknown; query?: string; headers?: Record<string, string>; params?: Record<string, string> } = {}) {
  const { route, operation } = find(name)
  const who = operation.operation.peopleOnly ? tenant.bySession : tenant.byKey
  const body = more.body ?? exampleBody(route)
  const answer = await callRoute(route, {
    params: { ...paramsOf(route), ...more.params }, query: more.query, headers: { ...who, ...more.headers }, ...(bodyContract(route) && { body }),
  })
  expect([name, answer.status, whatIsUndescribed(operation, answer)]).toEqual([name, answer.status, null])
  return answer
}

describe('the document and the files', () => {
  it('have the same routes and methods', () => {
    const described = operations.map(({ name }) => name)
    expect(described.toSorted()).toEqual([...routes.map(({ name }) => name), 'GET /openapi.json'].toSorted())
  })

  it.each(routes.map((route) => [route.name, route] as const))('%s asks for the same scope, body and query', (name, route) => {
    const { operation } = find(name).operation
    const { scope, query, bodyOptional, problems } = route.spec
    expect([operation.scope, operation.bodyOptional ?? false, operation.argyle ?? false]).toEqual([scope, bodyOptional ?? false, problems !== undefined])
    expect(operation.body).toBe(bodyContract(route)) // the very contract, not one like it
    expect(operation.query).toBe(query)
  })
})

describe('the address', () => {
  it('needs no key and is not read twice', async () => {
    const first = GET(new Request('http://localhost/api/v1/openapi.json'))
    expect([first.status, first.headers.get('content-type'), first.headers.get('cache-control')]).toEqual([200, 'application/json', 'public, max-age=300'])
    const again = GET(new Request('http://localhost/api/v1/openapi.json', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } }))
    expect([again.status, await again.text()]).toEqual([304, ''])
  })
})

const ofMethod = (...methods: string[]) => routes.filter(({ method }) => methods.includes(method)).map(({ name }) => name)

describe('real answers are as described', () => {
  it.each(ofMethod('GET'))('%s', async (name) => {
    expect((await ask(name)).status).toBe(200)
  })

  it('lists as CSV', async () => {
    for (const { name, operation } of operations) if (operation.csv) await ask(name, { headers: { accept: 'text/csv' } })
  })

  // Keys do not change owners; a delivery that failed is over; there is no mail server; the example has a wrong password.
  const refused: Record<string, number> = {
    'PATCH /members/[id]': 403, 'POST /deliveries/[id]/cancel': 409, 'POST /mails/[id]/send': 409, 'POST /account/password': 422,
  }
  const bodies = (name: string) => (name === 'POST /portfolios/[id]/members' ? { body: { members: [tenant.ids.scorecards] } } : {})
  it.each(ofMethod('POST', 'PATCH'))('%s', async (name) => {
    const { status } = await ask(name, { ...bodies(name), headers: { 'idempotency-key': name.replaceAll(/\W/g, '-') } })
    expect(status < 300 ? undefined : status).toBe(refused[name])
  })

  it('with everything filled in', async () => {
    const condition = { field: 'tier', op: 'is', value: '1' }
    const destination = {
      url: `${receiver.url}/hook`, headers: [{ name: 'X-Team', value: 'red' }, { name: 'X-Key', value: 'a secret of 16 chars', secret: true }],
      params: [{ name: 'a', value: 'b' }], auth: { kind: 'basic', username: 'u', password: 'p' },
    }
    const body = {
      type: 'webhook', name: 'Full', triggers: [{ type: 'CustomerCSTARUnderThreshold', conditions: [condition] }], destination,
      signing: { scheme: 'hmac', header: 'X-Sig', algorithm: 'sha512', encoding: 'base64' },
      policy: { profile: 'custom', timeoutMs: 2000, retryDelaysSeconds: [5], jitter: true }, limits: { perSecond: 5, concurrency: 2 },
    }
    const { id } = JSON.parse((await ask('POST /integrations', { body })).text) as { id: string }
    await ask('GET /integrations/[id]', { params: { id } })
    const tried = JSON.parse((await ask('POST /integrations/test', { body: { integrationId: id, triggerType: 'CustomerCSTARUnderThreshold' } })).text) as { deliveryId: string; ok: boolean }
    expect(tried.ok).toBe(true)
    await ask('GET /deliveries/[id]', { params: { id: tried.deliveryId } })
    await ask('POST /integrations/[id]/enable', { params: { id }, body: { replaySkipped: { since: new Date(Date.now() - 60_000).toISOString() } } })
    await ask('POST /bulk-resends', { body: { filter: { status: ['cancelled'] } } })
    await ask('POST /templates/preview', { body: { template: '{"a":{{ notification.nothing }}{{', triggerType: 'reputations.added' } })
    await ask('POST /scores', { body: { scores: [{ domain: 'full.example', score: 500, factors: { dns_health: 90 }, issues: { x: { severity: 'high', active: { count: 2 } } }, breach: { a: 1 } }] } })
    const step = { ...destination, template: '{"a":{{ webhooks }}}' }
    const rule = { name: 'Full', event: { kind: 'factor_score_drop', factor: 'dns_health', threshold: 5 }, scope: { kind: 'mine' }, conditions: [condition], steps: [step, step] }
    const made = JSON.parse((await ask('POST /rules', { body: rule })).text) as { id: string }
    const trial = JSON.parse((await ask('POST /rules/[id]/test', { params: { id: made.id } })).text) as { executionId: string; ok: boolean }
    expect(trial.ok).toBe(true)
    await ask('GET /rules/[id]/executions/[execution]', { params: { id: made.id, execution: trial.executionId } })
    await ask('GET /rules/[id]/executions', { params: { id: made.id }, query: '?test=true&status=succeeded' })
    for (const name of ['GET /scorecards', 'GET /events', 'GET /audit-log', 'GET /mails', 'GET /bulk-resends']) await ask(name)
  })

  it('refusals', async () => {
    for (const { name, operation } of operations) {
      if (operation.scope === null) continue
      await ask(name, { headers: { authorization: 'Bearer unknown-unknown-unknown', cookie: '' } })
      if (!operation.body) continue
      await ask(name, { body: 'no object' })
      await ask(name, { body: {} })
    }
    await ask('PATCH /integrations/[id]', { body: { name: 'X' }, headers: { 'if-match': '"0"' } })
    await ask('GET /webhooks', { query: '?limit=x' })
    await ask('GET /deliveries', { query: '?cursor=x' })
  })

  it.each(ofMethod('DELETE').toSorted((a, b) => b.length - a.length))('%s', async (name) => {
    const { status } = await ask(name)
    expect(name === 'DELETE /members/[id]' ? [403] : [200, 204]).toContain(status) // keys do not remove owners
  })
})
