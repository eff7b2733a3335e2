import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDb, useDatabase } from '@/lib/db'
import { findProjectRoot } from '@/lib/project-root'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { callRoute } from './testing/call-route'
import { dumpRows } from './testing/dump-rows'
import { exampleBody } from './testing/examples'
import { listRoutes, type ListedRoute } from './testing/list-routes'
import { makeTenant, type Tenant } from './testing/make-tenant'

// A browser sends a session's cookie along with whatever any site makes it send: only our own pages may change something.

let database: TestDatabase
let tenant: Tenant
let cookie: string
let before: string[]
const routes = await listRoutes()
const dump = () => dumpRows([tenant.workspaceId, tenant.email, ...Object.values(tenant.ids)])

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  tenant = await makeTenant('Ours')
  cookie = tenant.bySession.cookie ?? ''
  before = await dump()
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const foreign: Array<Record<string, string>> = [
  'https://evil.example', 'null', '', 'http://evil.localhost:3000', 'http://localhost:3001', 'http://localhost', 'https://localhost:3000', 'http://localhost:3000.evil.example',
  'http://localhost:3000@evil.example', 'http://localhost:3000/', 'http://localhost:3000, https://evil.example', 'http://127.0.0.1:3001', 'http://192.168.0.1:3000', 'file://', 'about:blank',
].map((origin): Record<string, string> => ({ origin })).concat([
  {}, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' }, { referer: 'http://localhost:3000/integrations' },
  { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', host: 'evil.example' },
])

const paramsOf = ({ path }: ListedRoute): Record<string, string> => {
  const kind = /\/([\w-]+)\/\[(?:id|key)\]/.exec(path)?.[1] ?? ''
  return { id: tenant.ids[kind] ?? '', key: tenant.ids[kind] ?? '', execution: tenant.ids.executions ?? '' }
}

describe('a session from a page that is not ours', () => {
  it.each(routes.filter(({ method }) => method !== 'GET').map((route) => [route.name, route] as const))('%s is refused', async (_name, route) => {
    for (const headers of foreign) {
      const answered = await callRoute(route, { params: paramsOf(route), body: exampleBody(route), headers: { cookie, ...headers } })
      expect([headers, answered.status]).toEqual([headers, 403])
    }
  })

  it('a GET stays a GET, whatever a header or a parameter says', async () => {
    const overrides = { 'x-http-method-override': 'DELETE', 'x-http-method': 'DELETE', 'x-method-override': 'DELETE' }
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const { status } = await callRoute(route, { params: paramsOf(route), query: '?_method=DELETE', headers: { cookie, ...overrides } })
      expect([route.name, status]).toEqual([route.name, 200])
    }
  })

  it('has changed nothing', async () => {
    expect(await dump()).toEqual(before)
  })
})

it('no route answers without a key or a session', async () => {
  for (const route of routes) {
    const nobody: Array<Record<string, string>> = [{}, { cookie: 'hookwright.session_token=forged.forged' }, { origin: 'http://localhost:3000' }, { 'x-middleware-subrequest': 'proxy:proxy:proxy' }]
    for (const headers of nobody) {
      const { status } = await callRoute(route, { params: paramsOf(route), body: exampleBody(route), headers })
      expect([route.name, headers, status]).toEqual([route.name, headers, 401])
    }
  }
})

describe('what needs no session', () => {
  // Inngest's server calls with a signature of its own.
  const others = readdirSync(join(findProjectRoot(), 'app/api'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/route.ts') && !file.startsWith('v1/') && !/^(inngest|\[\.\.\.path\])\//.test(file))
  const paths = others.flatMap((file) => (file.startsWith('auth/') ? ['sign-in/email', 'sign-out', 'two-factor/disable'].map((name) => [`auth/${name}`, file] as const) : [[file.slice(0, -'/route.ts'.length), file] as const]))

  it.each(paths)('/api/%s takes nothing from another site either', async (path, file) => {
    const { POST }: { POST?: (request: Request) => Promise<Response> } = await import(join(findProjectRoot(), 'app/api', file))
    if (!POST) return
    for (const headers of foreign.filter((one) => 'origin' in one || 'sec-fetch-site' in one)) {
      const request = new Request(`http://localhost:3000/api/${path}`, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain', ...headers } })
      expect([headers, (await POST(request)).status]).toEqual([headers, 403])
    }
    const withCookie = new Request(`http://localhost:3000/api/${path}`, { method: 'POST', body: '{}', headers: { cookie } })
    expect((await POST(withCookie)).status).toBe(403)
  })
})

// Next renders a page that is moved to without the layouts that are there already, so a check in a layout is not enough.
it('each screen asks for the session itself', () => {
  const folder = join(findProjectRoot(), 'app/(admin)')
  const screens = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('page.tsx'))
  expect(screens.length).toBeGreaterThan(10)
  expect(screens.filter((file) => !readFileSync(join(folder, file), 'utf8').includes('await requireSession()'))).toEqual([])
})
