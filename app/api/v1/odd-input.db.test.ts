import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiKey } from '@/lib/auth/api-keys'
import { listEventTypes } from '@/lib/catalogue/find-event-type'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { anyJson, arbitraryOf, mutated, type Hints } from './testing/arbitrary-of'
import { callRoute, insist, type RouteCall } from './testing/call-route'
import { invalidStatus, whatIsWrong } from './testing/check-answer'
import { bodyContract, exampleBody } from './testing/examples'
import { listRoutes, type ListedRoute } from './testing/list-routes'
import { makeTenant, type Tenant } from './testing/make-tenant'
import { hugeString, naughtyStrings } from './testing/naughty-strings'

// No input breaks a route: it is taken, or refused with a problem that says what is wrong. fast-check prints the seed.

let database: TestDatabase
let receiver: Receiver
let tenant: Tenant
const routes = await listRoutes()
const withBody = routes.filter((route) => bodyContract(route))
const named = <R extends ListedRoute>(all: R[]) => all.map((route) => [route.name, route] as const)

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  receiver = await startReceiver()
  tenant = await makeTenant('Odd')
})
afterAll(async () => {
  await receiver.close()
  await closeDb()
  await database.drop()
})

// A key for each route: what is limited per key must not end the tests of another route.
const keys = new Map<string, Record<string, string>>()
async function headersFor(route: ListedRoute): Promise<Record<string, string>> {
  const known = keys.get(route.name)
  if (known) return known
  const { key } = await createApiKey({ workspaceId: tenant.workspaceId, name: route.name, scopes: apiKeyScopes, createdBy: null })
  const made = { authorization: `Bearer ${key}` }
  keys.set(route.name, made)
  return made
}

const paramsOf = ({ path }: ListedRoute): Record<string, string> => {
  const kind = /\/([\w-]+)\/\[(?:id|key)\]/.exec(path)?.[1] ?? ''
  return { id: tenant.ids[kind] ?? '', key: tenant.ids[kind] ?? '' }
}

const ask = async (route: ListedRoute, call: RouteCall) => {
  const headers = { ...(await headersFor(route)), ...call.headers }
  return insist(() => callRoute(route, { params: paramsOf(route), ...call, headers }))
}

// A problem of a stored integration may be about what the body does not say.
const SAYS_LESS = /^(PATCH |POST .*\/enable$)/
const check = async (route: ListedRoute, call: RouteCall) => {
  const answered = await ask(route, call)
  const seen = SAYS_LESS.test(route.name) ? { ...STORED, ...Object(call.body) } : call.body
  expect(whatIsWrong(route, answered, seen), `${route.name} ${JSON.stringify(call).slice(0, 2000)}`).toBeNull()
  return answered
}
const STORED = { triggers: Array.from({ length: 100 }, () => ({})), destination: {}, signing: {}, policy: {}, limits: {}, data: {} }

// Tests may only reach this machine: destinations are the own receiver or nothing that has an address.
const urls = fc.oneof(
  fc.tuple(fc.constant(''), fc.webPath(), fc.webQueryParameters()).map(([, path, query]) => `${receiver.url}${path}${query === '' ? '' : `?${query}`}`),
  fc.constantFrom('', 'nowhere', 'http://', 'http://127.0.0.1:1/', 'ftp://127.0.0.1/', 'http://localhost/', 'http://x.invalid/', '\u0000', 'http://127.0.0.1\\@x.test/'),
)
const types = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...listEventTypes().map(({ key }) => key)) }, { weight: 1, arbitrary: fc.string() })
const scores = fc.record({ LatestScore: fc.integer(), PrevScore: fc.double({ noNaN: true, noDefaultInfinity: true }), Threshold: fc.nat() })
const headers = fc.uniqueArray(
  fc.record({ name: fc.stringMatching(/^x-[a-z0-9-]{1,20}$/), value: fc.stringMatching(/^[!-~]{1,40}$/), secret: fc.boolean() }),
  { selector: ({ name }) => name, maxLength: 4 },
)
const hints = (): Hints => ({
  url: urls,
  headers,
  triggerType: types,
  type: types,
  context: fc.tuple(scores, fc.dictionary(fc.string(), anyJson, { noNullPrototype: true })).map(([known, more]) => ({ ...more, ...known })),
  template: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(null, '{"a":{{ notification | json }}}') }, { weight: 1, arbitrary: fc.constantFrom('{{ x', ...naughtyStrings) }),
  'params:object': fc.constantFrom({}, {}, {}, { threshold: 1 }),
  signing: fc.constantFrom({ scheme: 'standard' }, { scheme: 'guard' }, { scheme: 'hmac', header: 'X-Sig', algorithm: 'sha512', encoding: 'base64' }),
  ownerEmail: fc.constantFrom(null, null, null, 'odd@example.com', 'nobody@example.com'),
  integrationId: fc.constantFrom(tenant.ids.integrations, tenant.ids.integrations, null, 'int_x'),
})

describe('bodies made from the contract', () => {
  it.each(named(withBody))('%s takes or explains any of them', async (_name, route) => {
    const contract = bodyContract(route) ?? expect.unreachable()
    const example = fc.constant(exampleBody(route))
    const good = arbitraryOf(contract, hints())
    const bodies = fc.oneof(
      { weight: 3, arbitrary: good }, { weight: 4, arbitrary: mutated(good) }, { weight: 2, arbitrary: mutated(example) }, { weight: 1, arbitrary: anyJson },
    )
    await fc.assert(fc.asyncProperty(bodies, async (body) => { await check(route, { body }) }), { numRuns: 60, endOnFailure: true })
  })
})

describe('bodies that are odd JSON', () => {
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  const within = (route: ListedRoute, extra: string) => `${JSON.stringify(exampleBody(route)).slice(0, -1)}${exampleBody(route) && Object.keys(exampleBody(route) ?? {}).length > 0 ? ',' : ''}${extra}}`
  const utf8 = (text: string, ...bytes: number[]) => Uint8Array.from([...Buffer.from(text), ...bytes])

  it.each(named(withBody))('%s refuses what is no JSON, too deep, too large or no object', async (_name, route) => {
    const tried: Array<[what: string, raw: string | Uint8Array<ArrayBuffer>, status: number]> = [
      ['201 levels', deep(201), 400], ['100 000 levels', deep(100_000), 400], ['lists 100 000 deep', '['.repeat(100_000), 400],
      ['a byte order mark', `\ufeff${JSON.stringify(exampleBody(route))}`, 400],
      ['no UTF-8', utf8('{"a":"', 0xff, 0xfe, 0x22, 0x7d), 400], ['an overlong form', utf8('{"a":"', 0xc0, 0xaf, 0x22, 0x7d), 400],
      ['UTF-16', Uint8Array.from(Buffer.from('{}', 'utf16le')), 400],
      ['one quote', '"', 400], ['a comment', '{} // x', 400], ['two documents', '{}{}', 400], ['NaN', '{"a":NaN}', 400], ['a trailing comma', '{"a":1,}', 400],
      ['single quotes', `{'a':1}`, 400], ['a control character', '{"a":"\u0001"}'.replace('\\u0001', '\u0001'), 400],
      ['a list', '[]', invalidStatus(route)], ['a text', '"x"', invalidStatus(route)], ['null', 'null', invalidStatus(route)], ['a number', '1e999', invalidStatus(route)], ['true', 'true', invalidStatus(route)],
      ['5 MB and one byte', `{"a":"${'x'.repeat(5 * 1024 * 1024 - 7)}"}`, 413],
    ]
    for (const [what, raw, status] of tried) {
      const answered = await check(route, { raw })
      expect([what, answered.status]).toEqual([what, status])
    }
    const brokenOff = new ReadableStream<Uint8Array>({
      pull(stream) {
        stream.enqueue(Buffer.from('{"a":'))
        stream.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })) // as node:http says it
      },
    })
    const answered = await ask(route, { raw: brokenOff })
    expect([answered.status, answered.text]).toEqual([400, expect.stringContaining('ended before its body was complete')])
    expect((await check(route, { raw: '' })).status === 400).toBe(!route.spec.bodyOptional)
  })

  it.each(named(withBody))('%s takes or explains odd members', async (_name, route) => {
    for (const extra of [
      '"__proto__":{"scopes":["admin"],"enabled":true}', '"constructor":{"prototype":{"x":1}}', '"toString":1,"then":"x","toJSON":"x","length":-1', '"a\\u0000b":1', '"\\ud800":1',
      '"x":1e999,"y":9007199254740993,"z":-0', `"x":${'9'.repeat(400)}`, '"x":1,"x":2', `"x":${deep(190)}`, `"${'k'.repeat(100_000)}":1`, '"":""',
      ...Object.keys(exampleBody(route) ?? {}).flatMap((field) => [
        `"${field}":1e999`, `"${field}":null`, `"${field}":${deep(190)}`, `"${field}":"\\ud83d"`, `"${field}":"\\u0000"`, `"${field}":${'1'.repeat(400)}`, `"${field}":-0`,
        `"${field}":[[[]]]`, `"${field}":{"__proto__":null}`, `"${field}":{"length":1e9}`,
      ]),
    ]) {
      const raw = within(route, extra)
      const answered = await ask(route, { raw })
      expect(whatIsWrong(route, answered, { ...STORED, ...JSON.parse(raw) }), `${route.name} ${extra.slice(0, 200)}`).toBeNull()
    }
    expect(Reflect.get({}, 'enabled')).toBeUndefined() // no prototype was changed
  })
})

describe('texts in queries, addresses and headers', () => {
  const parameters = ({ spec }: ListedRoute): string[] => (spec.query && 'shape' in spec.query ? Object.keys(Object(spec.query.shape)) : [])
  const broken = ['?limit=%', '?cursor=%zz', '?%=%&%', '?&&&=', '?a[b]=c&a[]=d', '?__proto__=1&constructor=2', `?x=${'y'.repeat(20_000)}`, '?limit=1&limit=2', '?cursor=a&cursor=b', '?limit=%EF%BB%BF1', '??', '?;', '?\u0000']

  it.each(named(routes.filter(({ method }) => method === 'GET')))('%s takes or explains any query', async (_name, route) => {
    const names = parameters(route)
    for (const query of broken) await check(route, { query })
    for (const [at, name] of names.entries()) {
      for (const value of naughtyStrings.filter((_, index) => name === 'q' || name === 'cursor' || index % 3 === at % 3)) {
        const { status, text } = await check(route, { query: `?${name}=${encodeURIComponent(value.toWellFormed())}` })
        if (status >= 400) expect(text).toContain(route.spec.problems ? `"${name}":` : `"pointer":"?${name}"`)
      }
    }
    if (!names.includes('limit')) return
    for (const limit of ['0', '-1', '1e9', 'NaN', 'Infinity', '1.5', '', 'x', '5;']) {
      const { status, text } = await check(route, { query: `?limit=${encodeURIComponent(limit)}` })
      expect([limit, status]).toEqual([limit, invalidStatus(route)])
      expect(text).toContain(route.spec.problems ? '"limit":' : '"pointer":"?limit"')
    }
    if (!names.includes('cursor')) return
    for (const cursor of ['', 'x', 'evt_1', Buffer.from('evt_1').toString('base64'), '%00', 'é']) {
      expect([cursor, (await check(route, { query: `?cursor=${encodeURIComponent(cursor)}` })).status]).toEqual([cursor, 422])
    }
  })

  // A key that the tests before have made up, by chance, is one of these texts now and then, and rightly found.
  beforeAll(async () => {
    await pool().query('DELETE FROM event_type WHERE key = ANY($1)', [naughtyStrings.filter((text) => !text.includes('\u0000'))])
  })
  it.each(named(routes.filter(({ path }) => path.includes('['))))('%s answers 404 to any text in place of an id', async (_name, route) => {
    for (const text of [...naughtyStrings.filter((_, index) => index % 3 === 0), '\u0000', '\ud800', hugeString.slice(0, 8000), '.', '..', '/', '%2e%2e%2f']) {
      const params = Object.fromEntries(Object.keys(paramsOf(route)).map((name) => [name, text]))
      const answered = await check(route, { params, body: exampleBody(route) })
      expect([text, answered.status]).toEqual([text, 404])
    }
  })

  const names = ['cookie', 'idempotency-key', 'if-match', 'accept', 'content-type', 'origin', 'x-forwarded-for', 'user-agent', 'content-encoding', 'accept-language']
  const values = [
    '', '"', 'Basic', 'Basic !!!', 'Basic ====', 'Bearer', 'Bearer a b c', `Bearer ${'x'.repeat(600)}`, `Basic ${Buffer.from('\u0000:\u0000').toString('base64')}`, '*', 'W/"x"', ',,,',
    'ü', '\u00ff'.repeat(30), ';;=;', 'hookwright.session_token=%', 'hookwright.session_token=x.y', 'text/csv', 'null', '-1', 'a'.repeat(8000),
  ]
  // Each route gets each header with a few of the values; all routes together get all of them.
  it.each(routes.map((route, index) => [route.name, route, index] as const))('%s takes or explains odd headers', async (_name, route, index) => {
    const body = bodyContract(route) && { body: exampleBody(route) }
    for (const value of values.filter((_, at) => at % 3 === index % 3)) {
      const { status } = await check(route, { headers: { authorization: value }, ...body })
      expect([value, status]).toEqual([value, 401])
    }
    if (route.method === 'DELETE') return // would really delete
    for (const [at, name] of names.entries()) {
      for (const turn of [0, 11]) await check(route, { headers: { [name]: values[(index + at + turn) % values.length] ?? '' }, ...body })
    }
  })
})
