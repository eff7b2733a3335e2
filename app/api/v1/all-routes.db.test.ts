import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { callRoute } from './testing/call-route'
import { exampleBody } from './testing/examples'
import { listRoutes, type ListedRoute } from './testing/list-routes'
import { makeTenant, type Tenant } from './testing/make-tenant'

const routes = await listRoutes()
const each = routes.map((route) => [route.name, route] as const)

let database: TestDatabase
let tenant: Tenant
const keys = new Map<Scope, string>()
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  tenant = await makeTenant('Acme')
  for (const scope of apiKeyScopes) {
    keys.set(scope, (await createApiKey({ workspaceId: tenant.workspaceId, name: scope, scopes: [scope], createdBy: null })).key)
  }
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const absent = { params: { id: 'x', key: 'x', member: 'x', execution: 'x' } } // nothing is changed: who may call is asked before
const bearer = (scope: Scope) => ({ authorization: `Bearer ${keys.get(scope)}` })
const call = (route: ListedRoute, headers: Record<string, string>) => callRoute(route, { ...absent, headers })

describe('the audit log', () => {
  const unsafe = routes.filter(({ method }) => method !== 'GET')
  it.each(unsafe.map((route) => [route.name, route.spec] as const))('%s says what it writes there, or why nothing', (_name, { audit }) => {
    expect(audit).toBeDefined()
    if (audit && typeof audit === 'object' && 'none' in audit) expect(audit.none).toMatch(/\w/)
  })
})

describe('who may call', () => {
  it.each(each)('%s: a key of one scope is refused but for the scope of the route', async (_name, route) => {
    for (const scope of apiKeyScopes) {
      const { status, text } = await call(route, bearer(scope))
      // With the right one it is judged further: no such id, no body.
      if (scope !== route.spec.scope) expect([scope, status, text.includes('lacks the scope')]).toEqual([scope, 403, true])
      else expect([scope, status === 401 || text.includes(`lacks the scope ${scope}`)]).toEqual([scope, false])
    }
  })

  const garbage: Array<Record<string, string>> = [
    {}, { authorization: 'Bearer' }, { authorization: 'Bearer ' }, { authorization: 'Basic' }, { authorization: 'Basic !!!!' },
    { authorization: 'Basic Og==' }, { authorization: `Basic ${'A'.repeat(9000)}` }, { authorization: 'Bearer \u00e4\u00f6\u00fc\u00ff0123456789abcdef' },
    { authorization: `Bearer ${'x'.repeat(5000)}` }, { authorization: 'Digest username="x"' }, { authorization: 'Bearer null, Bearer undefined' },
    { cookie: 'hookwright.session_token=garbage' }, { cookie: '=;;==;%ff%00' },
  ]
  it.each(each)('%s: without a key or a session, and with garbage in their place, it is 401', async (_name, route) => {
    for (const headers of garbage) expect([headers, (await call(route, headers)).status]).toEqual([headers, 401])
  })

  it('a key is taken as Bearer in any case and as the password of Basic, and refused with a character more', async () => {
    const route = routes.find(({ name }) => name === 'GET /event-types') ?? expect.unreachable()
    const key = keys.get('integrations:read') ?? ''
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
    for (const authorization of [`Bearer ${key}`, `bearer  ${key}`, basic(`:${key}`), basic(`any:${key}`)]) {
      expect([authorization, (await call(route, { authorization })).status]).toEqual([authorization, 200])
    }
    for (const authorization of [`Bearer ${key}x`, `Bearer x${key}`, `Basic ${key}`, basic(key.slice(0, -1))]) {
      expect([authorization, (await call(route, { authorization })).status]).toEqual([authorization, 401])
    }
  })
})

describe('limits', () => {
  const unlimited = ['GET /events', 'GET /events/[id]', 'POST /events', 'POST /scores']
  const sends = ['POST /bulk-resends', 'POST /deliveries/[id]/resend', 'POST /integrations/test', 'POST /mails/[id]/send', 'POST /rules/[id]/test', 'POST /rules/test']

  it('all count but events and scores; tests and resends count as such too', () => {
    expect(routes.filter(({ spec }) => spec.limit === 'none').map(({ name }) => name).sort()).toEqual(unlimited)
    expect(routes.filter(({ spec }) => spec.limit !== undefined && spec.limit !== 'none').map(({ name }) => name).sort()).toEqual(sends)
  })

  it.each(each)('%s: every answer says how the caller stands', async (name, route) => {
    const { headers } = await call(route, bearer(route.spec.scope))
    const policy = headers.get('ratelimit-policy')
    if (unlimited.includes(name)) expect(policy).toBeNull()
    else expect([policy?.startsWith('"requests";q=500;w=5'), headers.get('ratelimit')]).toEqual([true, expect.stringMatching(/^"requests";r=\d+;t=[1-5]/)])
  })

  it('a test too many is 429 with Retry-After, for this caller only, and is not sent', async () => {
    const route = routes.find(({ name }) => name === 'POST /integrations/test') ?? expect.unreachable()
    const test = (headers: Record<string, string>) => callRoute(route, { body: exampleBody(route) ?? {}, headers })
    const { key, id } = await createApiKey({ workspaceId: tenant.workspaceId, name: 'k', scopes: ['integrations:write'], createdBy: null })
    const authorization = `Bearer ${key}`
    const first = await test({ authorization })
    expect([first.status, first.headers.get('ratelimit')]).toEqual([200, expect.stringMatching(/"sends";r=59;t=60$/)])
    await pool().query(`UPDATE send_log SET times = array_fill(times[1], ARRAY[60]) WHERE strpos(key, $1) > 0`, [id])
    const count = async () => (await pool().query('SELECT 1 FROM delivery WHERE test')).rowCount
    const before = await count()
    const refused = await test({ authorization })
    expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'application/problem+json'])
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'rate_limited', detail: expect.stringMatching(/60 tests and resends/) as string })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.get('ratelimit')).toMatch(/"sends";r=0;t=\d+$/)
    expect(await count()).toBe(before)
    expect((await test(tenant.bySession)).status).toBe(200)
  })

  it('what is refused or may not leave is none', async () => {
    const route = routes.find(({ name }) => name === 'POST /integrations/test') ?? expect.unreachable()
    const { key, id } = await createApiKey({ workspaceId: tenant.workspaceId, name: 'k', scopes: ['integrations:write'], createdBy: null })
    const test = (destination: object, triggerType: string) =>
      callRoute(route, { body: { triggerType, integration: { destination } }, headers: { authorization: `Bearer ${key}` } })
    const triggerType = 'CustomerCSTARUnderThreshold'
    const answers = [
      await test({ url: 'https://10.0.0.1/' }, triggerType), await test({ url: 'https://a b/' }, triggerType), await test({ url: 'https://example.com/' }, 'no.such'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 422, 422])
    expect(answers[0]?.text).toContain('blocked_address')
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([
      expect.stringMatching(/"sends";r=60;/), expect.not.stringMatching(/"sends";r=5/), expect.not.stringMatching(/"sends";r=5/),
    ])
    const { rows } = await pool().query('SELECT cardinality(times) AS counted FROM send_log WHERE strpos(key, $1) > 0', [id])
    expect(rows).toEqual([{ counted: 0 }])
  })

  it('an estimate of a bulk resend is none, a bulk resend is one', async () => {
    const route = routes.find(({ name }) => name === 'POST /bulk-resends') ?? expect.unreachable()
    const ask = async (dryRun: boolean) => (await callRoute(route, {
      body: { filter: { status: ['failed'] }, body: 'original', dryRun }, headers: bearer('deliveries:write'),
    })).headers.get('ratelimit')
    expect(await ask(true)).not.toContain('sends')
    expect(await ask(false)).toMatch(/"sends";r=5\d/)
  })
})
