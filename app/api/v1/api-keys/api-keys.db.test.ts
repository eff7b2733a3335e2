import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callRoute, type RouteCall } from '@/app/api/v1/testing/call-route'
import { listRoutes } from '@/app/api/v1/testing/list-routes'
import { makeTenant, type Tenant } from '@/app/api/v1/testing/make-tenant'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

let database: TestDatabase
let tenant: Tenant
const routes = await listRoutes()
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  tenant = await makeTenant('Acme')
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const call = async (name: string, as: Record<string, string>, { headers, ...options }: RouteCall = {}) => {
  const route = routes.find((one) => one.name === name) ?? expect.unreachable(`no route ${name}`)
  const answered = await callRoute(route, { ...options, headers: { ...as, ...headers } })
  return { ...answered, json: (answered.text === '' ? {} : JSON.parse(answered.text)) as Record<string, unknown> }
}
const keyOf = async (...scopes: Scope[]) => {
  const { key } = await createApiKey({ workspaceId: tenant.workspaceId, name: 'k', scopes, createdBy: null })
  return { authorization: `Bearer ${key}` }
}
const make = (as: Record<string, string>, scopes: readonly Scope[], headers = {}) =>
  call('POST /api-keys', as, { body: { name: 'made', scopes }, headers })

describe('a key that makes keys', () => {
  it('cannot give what it does not have', async () => {
    const admin = await keyOf('admin', 'events:write')
    expect((await make(admin, ['admin'])).status).toBe(201)
    expect((await make(admin, ['events:write', 'admin'])).status).toBe(201)
    for (const scope of apiKeyScopes.filter((one) => one !== 'admin' && one !== 'events:write')) {
      const refused = await make(admin, ['events:write', scope])
      expect([refused.status, refused.json.code, refused.json.detail]).toEqual([403, 'forbidden', expect.stringContaining(scope)])
    }
    expect((await make(tenant.bySession, apiKeyScopes)).status).toBe(201)
  })
})

describe('an Idempotency-Key is one for the workspace, and', () => {
  const once = (key: string) => ({ 'idempotency-key': key })

  it.each<[string, string, object]>([
    ['POST /api-keys', 'api_key', { name: 'made', scopes: ['events:write'] }],
    ['POST /invitations', 'invitation', { email: 'new@example.com', role: 'viewer' }],
    ['POST /workspaces', 'workspace', { name: 'Another' }],
    ['POST /integration-drafts', 'integration_draft', { step: 'type', data: {} }],
  ])('%s keeps its answer in the transaction of what it makes: a crash between the two would let it make another', async (name, table, body) => {
    const { bySession } = await makeTenant(table) // a new workspace is opened in the session that makes it
    const made = await call(name, bySession, { body, headers: once('made') })
    expect(made.status).toBe(201)
    const { rows } = await pool().query(`SELECT k.status FROM idempotency_key k JOIN ${table} made ON made.xmin = k.xmin WHERE made.id = $1`, [made.json.id])
    expect(rows).toEqual([{ status: 201 }])
  })

  it('gives the stored answer only to who may make the call', async () => {
    const first = await make(tenant.byKey, ['events:write'], once('a'))
    const again = await make(await keyOf('admin', 'events:write'), ['events:write'], once('a'))
    expect([first.status, again.status, again.json.id]).toEqual([201, 201, first.json.id])
    for (const scope of apiKeyScopes.filter((one) => one !== 'admin')) {
      const refused = await make(await keyOf(scope), ['events:write'], once('a'))
      expect([scope, refused.status, refused.text.includes(String(first.json.id))]).toEqual([scope, 403, false])
    }
  })

  it("does not give one person's answer to another, nor to a key", async () => {
    expect((await make(tenant.bySession, ['events:write'], once('b'))).status).toBe(201)
    expect((await make(tenant.bySession, ['events:write'], once('b'))).headers.get('idempotent-replayed')).toBe('true')
    expect((await make(tenant.byKey, ['events:write'], once('b'))).status).toBe(422)
    await prisma().member.create({ data: { id: 'mem_other', workspaceId: tenant.workspaceId, role: 'admin', userId: (await otherPerson()).id } })
    expect((await make(await sessionOfOther(), ['events:write'], once('b'))).status).toBe(422)
  })

  it('counts the query as part of the request', async () => {
    const body = { type: 'webhook', name: 'x', triggers: [{ type: 'DataLeakPublished' }], destination: { url: 'http://127.0.0.1:19999/hook' } }
    const ask = (query: string) => call('POST /integrations', tenant.byKey, { body, query, headers: once('c') })
    expect((await ask('')).status).toBe(201)
    expect((await ask(`?draft=${tenant.ids['integration-drafts']}`)).status).toBe(422)
  })

  it('keeps no secret, neither given nor made', async () => {
    const [password, header] = ['p4ssw0rd-of-the-hook', 'value-of-a-secret-header']
    const body = {
      type: 'webhook', name: 'x', triggers: [{ type: 'DataLeakPublished' }], signing: { scheme: 'standard' },
      destination: {
        url: 'http://127.0.0.1:19999/hook', auth: { kind: 'basic', username: 'u', password }, headers: [{ name: 'X-Key', value: header, secret: true }],
      },
    }
    const created = await call('POST /integrations', tenant.byKey, { body, headers: once('d') })
    const params = { id: String(created.json.id) }
    const rotated = await call('POST /integrations/[id]/rotate-secret', tenant.byKey, { params, headers: once('e') })
    const cloned = await call('POST /integrations/[id]/clone', tenant.byKey, { params, headers: once('f') })
    const tested = await call('POST /integrations/test', tenant.byKey, { body: { integrationId: params.id, triggerType: 'DataLeakPublished' }, headers: once('g') })
    const made = await make(tenant.byKey, ['events:write'], once('h'))
    const shown = [created, rotated, cloned].map(({ json }) => String((json.signing as { secret: string }).secret))
    expect([...shown, String(made.json.key)].every((secret) => /^(whsec|hw)_/.test(secret))).toBe(true)
    expect(tested.status).toBe(200)
    const { rows } = await pool().query<{ key: string; body: string }>('SELECT key, body FROM idempotency_key')
    expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(['d', 'e', 'f', 'g', 'h']))
    for (const secret of [password, header, Buffer.from(`u:${password}`).toString('base64'), ...shown, String(made.json.key)]) {
      for (const { key, body: stored } of rows) expect([key, stored.includes(secret)]).toEqual([key, false])
    }
  })

  // Another tenant's owner, who is a member here too.
  let other: Tenant | undefined
  const otherTenant = async () => (other ??= await makeTenant('Other'))
  const otherPerson = async () => prisma().user.findUniqueOrThrow({ where: { email: (await otherTenant()).email } })
  const sessionOfOther = async () => ({ ...(await otherTenant()).bySession, 'x-workspace': tenant.workspaceId })
})
