import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '@/lib/contracts/problem'
import { closeDb, useDatabase } from '@/lib/db'
import { parseJson } from '@/lib/json/parse-json'
import { sliceJson } from '@/lib/json/slice-json'
import { stringifyJson } from '@/lib/json/stringify-json'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { anyJson } from './testing/arbitrary-of'
import { callRoute, insist, type RouteCall } from './testing/call-route'
import { whatIsWrong } from './testing/check-answer'
import { exampleBody } from './testing/examples'
import { listRoutes } from './testing/list-routes'
import { makeTenant, type Tenant } from './testing/make-tenant'
import { hugeString, naughtyStrings } from './testing/naughty-strings'

// What was written is what is read, character by character, or it is refused with a pointer to it.

let database: TestDatabase
let tenant: Tenant
const routes = await listRoutes()
const named = (name: string) => routes.find((route) => route.name === name) ?? expect.unreachable(`no route ${name}`)
const ask = (name: string, call: RouteCall) => insist(() => callRoute(named(name), { headers: tenant.byKey, ...call }))
const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown> // an object, by the contract

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  tenant = await makeTenant('Exact')
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const at = (value: unknown, pointer: string): unknown =>
  pointer.slice(1).split('/').reduce<unknown>((inner, token) => Reflect.get(Object(inner), token), value)

/** The body with another value at a pointer. */
const withText = (body: object, pointer: string, text: unknown): object => {
  const copy = structuredClone(body)
  const cut = pointer.lastIndexOf('/')
  Reflect.set(cut === 0 ? copy : Object(at(copy, pointer.slice(0, cut))), pointer.slice(cut + 1), text)
  return copy
}

const integration = {
  type: 'webhook', name: 'SIEM', preset: null, enabled: false,
  triggers: [{ type: 'CustomerCSTARUnderThreshold', params: { threshold: 600 }, template: 'x' }],
  destination: {
    url: 'http://127.0.0.1:19999/hook', headers: [{ name: 'X-Team', value: 'red', secret: false }], params: [{ name: 'source', value: 'hookwright' }],
    auth: { kind: 'basic', username: 'u', password: 'p' },
  },
}
const event = { ...exampleBody(named('POST /events')), description: 'd', scorecard: 's', occurredAt: '2026-01-01T00:00:00Z' }
const asIs = (text: string) => text
const trimmed = (text: string) => text.trim()

/** A text field: where it is written, where it is read, and what of a text is kept. */
interface Field {
  pointer: string
  readAt?: string
  kept?: (text: string) => string
}
interface Written {
  write: string
  body: object
  read: string
  fields: Field[]
}
const all: Written[] = [
  {
    write: 'POST /integrations', body: integration, read: 'GET /integrations/[id]',
    fields: [
      { pointer: '/name', kept: trimmed }, { pointer: '/preset' }, { pointer: '/triggers/0/template' }, { pointer: '/destination/headers/0/name' },
      { pointer: '/destination/headers/0/value' }, { pointer: '/destination/params/0/name' }, { pointer: '/destination/params/0/value' }, { pointer: '/destination/auth/username' },
    ],
  },
  {
    write: 'POST /rules', read: 'GET /rules/[id]',
    body: {
      name: 'Drops', enabled: false, event: { kind: 'breach' }, scope: { kind: 'mine' }, conditions: [{ field: 'tier', op: 'is', value: '1' }],
      steps: [{ ...integration.destination, template: 'x' }],
    },
    fields: [
      { pointer: '/name', kept: trimmed }, { pointer: '/conditions/0/value', kept: trimmed }, { pointer: '/steps/0/template' }, { pointer: '/steps/0/headers/0/name' },
      { pointer: '/steps/0/headers/0/value' }, { pointer: '/steps/0/params/0/name' }, { pointer: '/steps/0/params/0/value' }, { pointer: '/steps/0/auth/username' },
    ],
  },
  {
    write: 'POST /events', body: event, read: 'GET /events/[id]',
    fields: [{ pointer: '/description' }, { pointer: '/scorecard' }, { pointer: '/id', readAt: '/externalId' }, { pointer: '/context/Note' }],
  },
  { write: 'POST /integration-drafts', body: { step: 'type', data: { name: 'x' } }, read: 'GET /integration-drafts/[id]', fields: [{ pointer: '/data/name' }, { pointer: '/data/more' }] },
  {
    write: 'PATCH /event-types/[key]', body: { label: 'l', descriptionTemplate: 'd', sample: { context: { Note: 'x', more: [{ a: 'x' }] }, description: 'd' } },
    read: 'GET /event-types/[key]',
    fields: [
      { pointer: '/label', kept: trimmed }, { pointer: '/descriptionTemplate', readAt: '/own/descriptionTemplate' },
      { pointer: '/sample/context/Note' }, { pointer: '/sample/context/more/0/a' }, { pointer: '/sample/description' },
    ],
  },
  { write: 'POST /api-keys', body: { name: 'k', scopes: ['events:write'] }, read: 'GET /api-keys', fields: [{ pointer: '/name', readAt: '/data/0/name', kept: trimmed }] },
]
const idOf = (text: string): string => String(['/id', '/key', '/events/0/id'].map((pointer) => at(json(text), pointer)).find((id) => id !== undefined))

describe('naughty texts', () => {
  // All fields at once, then once more without those that were refused.
  const writeAll = async ({ write, body, read, fields }: Written, text: string, taken: Map<string, number>): Promise<void> => {
    if (fields.length === 0) return
    const sent = fields.reduce((made, { pointer }) => withText(made, pointer, text), body)
    const answered = await ask(write, { body: sent, params: { key: tenant.ids['event-types'] ?? '' } })
    expect(whatIsWrong(named(write), answered, sent), JSON.stringify(text).slice(0, 200)).toBeNull()
    if (answered.status >= 400) {
      const refused = problem.parse(json(answered.text)).errors.map(({ pointer }) => pointer)
      const covers = (pointer: string) => (field: Field) => field.pointer === pointer || (pointer !== '' && field.pointer.startsWith(`${pointer}/`))
      for (const pointer of refused) expect(fields.some(covers(pointer)), `${pointer}: ${JSON.stringify(text).slice(0, 200)}`).toBe(true)
      const left = fields.filter((field) => !refused.some((pointer) => covers(pointer)(field)))
      return writeAll({ write, body, read, fields: left }, text, taken)
    }
    const seen = json((await ask(read, { params: { id: idOf(answered.text), key: idOf(answered.text) } })).text)
    for (const { pointer, readAt = pointer, kept = asIs } of fields) {
      expect([pointer, at(seen, readAt)]).toEqual([pointer, kept(text)])
      taken.set(pointer, (taken.get(pointer) ?? 0) + 1)
    }
  }

  it.each(all.map((one) => [one.write, one] as const))('%s gives them back, or says which field does not take them', async (_name, one) => {
    const taken = new Map<string, number>()
    for (const text of [...naughtyStrings, ' x ', '\ufeffx']) await writeAll(one, text, taken)
    for (const field of one.fields) await writeAll({ ...one, fields: [field] }, hugeString, taken) // all together are too large
    for (const { pointer } of one.fields) expect([pointer, taken.get(pointer) ?? 0]).toEqual([pointer, expect.toSatisfy((times: number) => times > 5)])
  }, 60_000)

  it.each(['/triggers/0/type', '/ownerEmail', '/destination/url', '/destination/auth/kind', '/destination/auth/password', '/destination/headers/0/secret', '/type'])(
    'an integration takes or explains them as %s', async (pointer) => {
      for (const text of [...naughtyStrings, hugeString]) {
        const sent = withText(integration, pointer, text)
        expect(whatIsWrong(named('POST /integrations'), await ask('POST /integrations', { body: sent }), sent), JSON.stringify(text).slice(0, 200)).toBeNull()
      }
    },
  )
})

describe('any values', () => {
  const word = fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !text.includes('\u0000') && text.isWellFormed())
  const parts = fc.record({
    name: word.filter((text) => text.trim() !== ''),
    params: fc.array(fc.record({ name: word.filter(Boolean), value: word }), { maxLength: 5 }),
    headers: fc.uniqueArray(fc.record({ name: fc.stringMatching(/^x-[!#$%&'*+.^_`|~0-9A-Za-z-]{1,30}$/), value: fc.stringMatching(/^[!-~]([ -~]{0,50}[!-~])?$/), secret: fc.constant(false) }), { selector: ({ name }) => name.toLowerCase(), maxLength: 5 }),
    template: fc.option(word),
    limits: fc.record({ perSecond: fc.option(fc.integer({ min: 1, max: 10_000 })), concurrency: fc.option(fc.integer({ min: 1, max: 1000 })) }),
    delays: fc.array(fc.integer({ min: 1, max: 86_400 }), { maxLength: 15 }),
  })

  it('an integration is read as it was created, and as it was changed', async () => {
    await fc.assert(fc.asyncProperty(parts, parts, async (first, second) => {
      const bodyOf = ({ name, params, headers, template, limits, delays }: typeof first) => ({
        ...integration, name, limits, policy: { profile: 'custom', timeoutMs: 1000, retryDelaysSeconds: delays },
        triggers: [{ ...integration.triggers[0], template }], destination: { url: integration.destination.url, params, headers, auth: { kind: 'none' } },
      })
      const created = await ask('POST /integrations', { body: bodyOf(first) })
      expect([created.status, created.text]).toEqual([201, expect.anything()])
      const params = { id: idOf(created.text) }
      const read = async () => json((await ask('GET /integrations/[id]', { params })).text)
      const wanted = (of: typeof first) => ({ ...bodyOf(of), name: of.name.trim(), triggers: [expect.objectContaining({ template: of.template })] })
      expect(await read()).toMatchObject(wanted(first))
      expect((await ask('PATCH /integrations/[id]', { params, body: bodyOf(second) })).status).toBe(200)
      expect(await read()).toMatchObject(wanted(second))
    }), { numRuns: 60, endOnFailure: true })
  })

  // JSON texts whose numbers and keys no JavaScript value could hold.
  const number = fc.oneof(
    fc.constantFrom('-0', '1.50', '1e999', '-1E-400', '9007199254740993', '0.1000', '123456789012345678901234567890', '7'.repeat(400)),
    fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/),
  )
  const jsonText = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { depthSize: 'small' }, number, fc.json({ maxDepth: 1 }), fc.string({ unit: 'binary', maxLength: 20 }).map((text) => JSON.stringify(text)), fc.constantFrom('"\\u0000"', '"\\ud800"', 'null'),
      fc.array(tie('text'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
      fc.array(fc.tuple(fc.oneof(fc.nat().map(String), fc.constantFrom('__proto__', 'constructor', 'b', 'a', ''), fc.string()), tie('text')), { maxLength: 4 })
        .map((members) => `{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`),
    ),
  })).text

  it('the context of an event is given back with its numbers, its key order and its characters', async () => {
    await fc.assert(fc.asyncProperty(jsonText, async (text) => {
      const context = `{"zz":${text},"LatestScore":599,"PrevScore":732,"Threshold":600,"10":1,"9":${text}}`
      const sent = await ask('POST /events', { raw: `{"type":"CustomerCSTARUnderThreshold","context":${context}}` })
      expect([sent.status, sent.text]).toEqual([202, expect.anything()])
      const read = await ask('GET /events/[id]', { params: { id: idOf(sent.text) } })
      expect(sliceJson(read.text, ['context'])).toBe(stringifyJson(parseJson(context)))
    }), { numRuns: 150, endOnFailure: true })
  })

  it.each(['2020-06-29T01:14:11.323507851Z', '2020-06-29t01:14:11z', '2016-12-31T23:59:59.123456789012345678901234567890+14:00', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999-23:59', '2024-02-29 12:00:00Z'])(
    'occurredAt %s is kept to the last digit', async (occurredAt) => {
      const sent = await ask('POST /events', { body: { ...exampleBody(named('POST /events')), occurredAt } })
      expect([sent.status, sent.text]).toEqual([202, expect.anything()])
      expect(json((await ask('GET /events/[id]', { params: { id: idOf(sent.text) } })).text).occurredAt).toBe(occurredAt)
    },
  )

  // A form has no field of that name, and the libraries between drop it.
  const typed = fc.dictionary(fc.string(), anyJson, { noNullPrototype: true }).map((data) => json(JSON.stringify(data).replaceAll('"__proto__":', '"proto":')))

  it('a draft gives back what was typed, whatever it is', async () => {
    await fc.assert(fc.asyncProperty(typed, async (data) => {
      const sent = await ask('POST /integration-drafts', { body: { step: 'type', data } })
      expect([sent.status, sent.text]).toEqual([201, expect.anything()])
      const { text } = await ask('GET /integration-drafts/[id]', { params: { id: idOf(sent.text) } })
      expect(JSON.stringify(json(text).data)).toBe(JSON.stringify(data))
    }), { numRuns: 100, endOnFailure: true })
  })
})
