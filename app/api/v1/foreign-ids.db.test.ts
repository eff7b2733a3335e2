import * as z from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDb, useDatabase } from '@/lib/db'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { callRoute, insist, type RouteAnswer, type RouteCall } from './testing/call-route'
import { dumpRows } from './testing/dump-rows'
import { bodyContract, exampleBody } from './testing/examples'
import { listRoutes, type ListedRoute } from './testing/list-routes'
import { makeTenant, type Tenant } from './testing/make-tenant'

// I10: no id of another workspace is ever readable, writable or distinguishable from absent.

let database: TestDatabase
let mine: Tenant
let theirs: Tenant
let before: string[]
const routes = await listRoutes()
const named = (name: string) => routes.find((route) => route.name === name) ?? expect.unreachable(`no route ${name}`)
const dumpTheirs = () => dumpRows([theirs.workspaceId, theirs.email, ...Object.values(theirs.ids)])

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  mine = await makeTenant('Mine')
  theirs = await makeTenant('Theirs')
  before = await dumpTheirs()
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const ways = ['byKey', 'bySession'] as const
const HEX = '01JABCDEFGHJKMNPQRSTVWXYZ0'
const absentOf = (id: string) => `${id.slice(0, id.indexOf('_'))}_${HEX}`

// All that may differ between the answers for two ids: the request's own id and address, how many more requests there may
// be, and the id itself.
const comparable = ({ status, headers, text }: RouteAnswer, id: string) => ({
  status,
  headers: [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'ratelimit'),
  text: text.replace(/"(instance|requestId)":"[^"]*"/g, '').replaceAll(id, 'ID'),
})

describe('an id in an address', () => {
  const withId = routes.filter(({ path }) => path.includes('['))
  const kindOf = ({ path }: ListedRoute) => /\/([\w-]+)\/\[(?:id|key)\]/.exec(path)?.[1] ?? expect.unreachable(`which kind of id is in ${path}?`)
  const params = (id: string) => ({ id, key: id })

  it.each(withId.flatMap((route) => ways.map((way) => [route.name, way, route] as const)))('%s %s: of another workspace, of nothing and garbage are the same 404', async (_name, way, route) => {
    const id = theirs.ids[kindOf(route)] ?? expect.unreachable(`make-tenant.ts makes nothing of ${kindOf(route)}`)
    const ask = (text: string) => insist(() => callRoute(route, { params: params(text), body: exampleBody(route), headers: mine[way] }))
    const absent = await ask(absentOf(id))
    expect([absent.status, absent.headers.get('content-type')]).toEqual([404, route.spec.problems ? 'application/json' : 'application/problem+json'])
    const wanted = comparable(absent, absentOf(id))
    expect(comparable(await ask(id), id)).toEqual(wanted)
    for (const garbage of ['x', id.toLowerCase(), `${id} `, `${id}\u0000`, '\ud800', '..', '%00', `' OR 1=1 --`, 'constructor', 'a'.repeat(5000), '0', '\u202e']) {
      const answered = await ask(garbage)
      expect([garbage, answered.status]).toEqual([garbage, 404])
    }
  })

  it('the ids that were tried exist and are readable by their owner', async () => {
    for (const route of withId.filter(({ method, path }) => method === 'GET' && /\[(id|key)\]$/.test(path))) {
      const id = theirs.ids[kindOf(route)] ?? ''
      expect([route.name, (await insist(() => callRoute(route, { params: params(id), headers: theirs.bySession }))).status]).toEqual([route.name, 200])
    }
  })
})

// A place in a body or a query that names something: the call with it, made for an id.
interface Place {
  route: string
  field: string
  kind: string
  call: (id: string) => RouteCall
}
const example = (route: string): object => exampleBody(named(route)) ?? {}
const page = (id: string) => `?cursor=${Buffer.from(id).toString('base64url')}`
const draft = (id: string) => `?draft=${encodeURIComponent(id)}`
const places: Place[] = [
  { route: 'GET /deliveries', field: 'integrationId', kind: 'integrations', call: (id) => ({ query: `?integrationId=${id}` }) },
  { route: 'GET /deliveries', field: 'ruleId', kind: 'rules', call: (id) => ({ query: `?ruleId=${id}` }) },
  { route: 'GET /deliveries', field: 'eventId', kind: 'events', call: (id) => ({ query: `?eventId=${id}` }) },
  { route: 'GET /deliveries', field: 'q', kind: 'deliveries', call: (id) => ({ query: `?q=${id}` }) },
  { route: 'GET /deliveries', field: 'q', kind: 'events', call: (id) => ({ query: `?q=${id}` }) },
  { route: 'POST /bulk-resends', field: 'integrationId', kind: 'integrations', call: (id) => ({ body: { filter: { integrationId: id }, dryRun: true } }) },
  { route: 'POST /bulk-resends', field: 'ruleId', kind: 'rules', call: (id) => ({ body: { filter: { status: 'failed', ruleId: id }, dryRun: true } }) },
  { route: 'POST /bulk-resends', field: 'eventId', kind: 'events', call: (id) => ({ body: { filter: { status: 'failed', eventId: id }, dryRun: true } }) },
  { route: 'POST /bulk-resends', field: 'q', kind: 'deliveries', call: (id) => ({ body: { filter: { status: 'failed', q: id }, dryRun: true } }) },
  { route: 'POST /integrations', field: 'ownerEmail', kind: 'email', call: (id) => ({ body: { ...example('POST /integrations'), ownerEmail: id } }) },
  { route: 'PATCH /integrations/[id]', field: 'ownerEmail', kind: 'email', call: (id) => ({ params: { id: mine.ids.integrations ?? '' }, body: { ownerEmail: id } }) },
  { route: 'POST /integrations/test', field: 'ownerEmail', kind: 'email', call: (id) => ({ body: { ...example('POST /integrations/test'), integration: { destination: { url: 'nowhere' }, ownerEmail: id } } }) },
  { route: 'POST /integrations/test', field: 'integrationId', kind: 'integrations', call: (id) => ({ body: { ...example('POST /integrations/test'), integrationId: id } }) },
  { route: 'POST /integration-drafts', field: 'integrationId', kind: 'integrations', call: (id) => ({ body: { ...example('POST /integration-drafts'), integrationId: id } }) },
  { route: 'PATCH /integration-drafts/[id]', field: 'integrationId', kind: 'integrations', call: (id) => ({ params: { id: mine.ids['integration-drafts'] ?? '' }, body: { integrationId: id } }) },
  { route: 'POST /templates/preview', field: 'eventId', kind: 'events', call: (id) => ({ body: { ...example('POST /templates/preview'), eventId: id } }) },
  { route: 'POST /integrations', field: 'draft', kind: 'integration-drafts', call: (id) => ({ query: draft(id), body: example('POST /integrations') }) },
  { route: 'PATCH /integrations/[id]', field: 'draft', kind: 'integration-drafts', call: (id) => ({ params: { id: mine.ids.integrations ?? '' }, query: draft(id), body: { name: 'x' } }) },
  { route: 'POST /integrations/test', field: 'draft', kind: 'integration-drafts', call: (id) => ({ query: draft(id), body: example('POST /integrations/test') }) },
  { route: 'GET /deliveries', field: 'cursor', kind: 'deliveries', call: (id) => ({ query: page(id) }) },
  { route: 'GET /events', field: 'cursor', kind: 'events', call: (id) => ({ query: page(id) }) },
  { route: 'GET /integrations', field: 'cursor', kind: 'integrations', call: (id) => ({ query: page(id) }) },
  { route: 'GET /integration-drafts', field: 'cursor', kind: 'integration-drafts', call: (id) => ({ query: page(id) }) },
  { route: 'GET /mails', field: 'cursor', kind: 'mails', call: (id) => ({ query: page(id) }) },
  { route: 'GET /scorecards', field: 'portfolio', kind: 'portfolios', call: (id) => ({ query: `?portfolio=${id}` }) },
  { route: 'GET /scorecards', field: 'q', kind: 'scorecards', call: (id) => ({ query: `?q=${id}` }) },
  { route: 'GET /scorecards', field: 'cursor', kind: 'scorecards', call: (id) => ({ query: page(id) }) },
  { route: 'GET /scorecards/[id]/history', field: 'cursor', kind: 'scorecards', call: (id) => ({ params: { id: mine.ids.scorecards ?? '' }, query: page(id) }) },
  { route: 'POST /triggers/backtest', field: 'portfolioId', kind: 'portfolios', call: (id) => ({ body: { event: { kind: 'breach' }, scope: { kind: 'portfolio', portfolioId: id } } }) },
  { route: 'GET /portfolios', field: 'cursor', kind: 'portfolios', call: (id) => ({ query: page(id) }) },
  { route: 'POST /portfolios', field: 'members', kind: 'scorecards', call: (id) => ({ body: { name: 'x', members: [id] } }) },
  { route: 'PATCH /portfolios/[id]', field: 'members', kind: 'scorecards', call: (id) => ({ params: { id: mine.ids.portfolios ?? '' }, body: { members: [id] } }) },
  { route: 'POST /portfolios/[id]/members', field: 'members', kind: 'scorecards', call: (id) => ({ params: { id: mine.ids.portfolios ?? '' }, body: { members: [id] } }) },
  { route: 'GET /audit-log', field: 'cursor', kind: 'audit-log', call: (id) => ({ query: page(id) }) },
  { route: 'GET /audit-log', field: 'target', kind: 'integrations', call: (id) => ({ query: `?target=${id}` }) },
  { route: 'GET /audit-log', field: 'actor', kind: 'api-keys', call: (id) => ({ query: `?actor=${id}` }) },
  { route: 'GET /inbox/requests', field: 'cursor', kind: 'requests', call: (id) => ({ query: page(id) }) },
  { route: 'POST /rules', field: 'ownerEmail', kind: 'email', call: (id) => ({ body: { ...example('POST /rules'), ownerEmail: id } }) },
  { route: 'POST /rules', field: 'portfolioId', kind: 'portfolios', call: (id) => ({ body: { ...example('POST /rules'), scope: { kind: 'portfolio', portfolioId: id } } }) },
  { route: 'PATCH /rules/[id]', field: 'ownerEmail', kind: 'email', call: (id) => ({ params: { id: mine.ids.rules ?? '' }, body: { ownerEmail: id } }) },
  { route: 'PATCH /rules/[id]', field: 'portfolioId', kind: 'portfolios', call: (id) => ({ params: { id: mine.ids.rules ?? '' }, body: { scope: { kind: 'portfolio', portfolioId: id } } }) },
  { route: 'POST /rules/test', field: 'ownerEmail', kind: 'email', call: (id) => ({ body: { rule: { ...Object(Reflect.get(example('POST /rules/test'), 'rule')), steps: [{ url: 'nowhere' }], ownerEmail: id } } }) },
  { route: 'POST /rules/test', field: 'portfolioId', kind: 'portfolios', call: (id) => ({ body: { rule: { ...Object(Reflect.get(example('POST /rules/test'), 'rule')), scope: { kind: 'portfolio', portfolioId: id } } } }) },
  { route: 'POST /rules/[id]/test', field: 'ownerEmail', kind: 'email', call: (id) => ({ params: { id: mine.ids.rules ?? '' }, body: { rule: { steps: [{ url: 'nowhere' }], ownerEmail: id } } }) },
  { route: 'POST /rules/[id]/test', field: 'portfolioId', kind: 'portfolios', call: (id) => ({ params: { id: mine.ids.rules ?? '' }, body: { rule: { scope: { kind: 'portfolio', portfolioId: id } } } }) },
  { route: 'GET /rules', field: 'cursor', kind: 'rules', call: (id) => ({ query: page(id) }) },
  { route: 'GET /rules/[id]/executions', field: 'cursor', kind: 'executions', call: (id) => ({ params: { id: mine.ids.rules ?? '' }, query: page(id) }) },
  { route: 'GET /rules/[id]/executions/[execution]', field: 'execution', kind: 'executions', call: (id) => ({ params: { id: mine.ids.rules ?? '', execution: id } }) },
  { route: 'GET /bulk-resends', field: 'cursor', kind: 'bulk-resends', call: (id) => ({ query: page(id) }) },
]

describe('an id in a body or a query', () => {
  it.each(places.map((place) => [place.route, place.field, place] as const))('%s %s: of another workspace is like one of nothing', async (name, _field, { kind, call }) => {
    const route = named(name)
    const id = kind === 'email' ? theirs.email : (theirs.ids[kind] ?? '')
    // Of the same time, so that what comes before and after it is the same too.
    const absent = kind === 'email' ? 'nobody@example.com' : `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
    for (const way of ways) {
      const ask = async (text: string) => comparable(await insist(() => callRoute(route, { headers: mine[way], ...call(text) })), text)
      const answered = await ask(id)
      expect(answered).toEqual(await ask(absent))
      for (const own of [theirs.workspaceId, ...Object.values(theirs.ids).filter((one) => one !== id)]) expect(answered.text).not.toContain(own)
    }
  })

  // A field that names something must be in the list above, also one that comes later.
  const fieldsOf = (schema: z.ZodType | undefined): string[] => {
    const found = new Set<string>()
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'properties') Object.keys(Object(inner)).filter((name) => /(Id|Email|Ids)$|^(cursor|q)$/.test(name)).forEach((name) => found.add(name))
        walk(inner)
      }
    }
    if (schema) walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
    return [...found]
  }
  it.each(routes.map((route) => [route.name, route] as const))('%s: each field that names something is tried', (name, route) => {
    const tried = new Set(places.filter((place) => place.route === name).map(({ field }) => field))
    expect([...fieldsOf(bodyContract(route)), ...fieldsOf(route.spec.query)].filter((field) => !tried.has(field))).toEqual([])
  })
})

// What a person has and a key has not.
const isPersonal = ({ path }: ListedRoute) => /^\/api\/v1\/(?:account|workspaces)\b/.test(path)

describe('lists', () => {
  it.each(routes.filter(({ method, path }) => method === 'GET' && !path.includes('[')).map((route) => [route.name, route] as const))('%s holds nothing of another workspace', async (_name, route) => {
    for (const way of ways) {
      const { status, text } = await insist(() => callRoute(route, { headers: mine[way] }))
      expect(status).toBe(way === 'byKey' && isPersonal(route) ? 404 : 200)
      for (const id of [theirs.workspaceId, ...Object.values(theirs.ids)]) expect(text).not.toContain(id)
    }
  })
})

it('a session or a key says which workspace, whatever else a request claims', async () => {
  const claims = { 'x-workspace-id': theirs.workspaceId, 'x-organization-id': theirs.workspaceId, 'x-forwarded-user': theirs.email }
  for (const way of ways) {
    const { text } = await insist(() => callRoute(named('GET /integrations'), { headers: { ...mine[way], ...claims }, query: `?workspaceId=${theirs.workspaceId}` }))
    expect(text).toContain(mine.ids.integrations)
    expect(text).not.toContain(theirs.ids.integrations)
  }
})

it('nothing of the other workspace was changed by all of this', async () => {
  expect(await dumpTheirs()).toEqual(before)
})
