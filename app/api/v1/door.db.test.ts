import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import { closeDb, useDatabase } from '@/lib/db'
import { createDoor, type Door } from '@/lib/security/create-door'
import { destinationPolicy } from '@/lib/security/outgoing'
import { answer, startRawReceiver, type RawReceiver } from '@/lib/security/testing/raw-receiver'
import { ALLOWED_URLS, LOOPBACK_HOSTS, REFUSED_URLS } from '@/lib/security/testing/url-vectors'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { startApi, type Answered, type Api } from './testing/start-api'

// As a product on the internet is set up: nothing private is allowed. Read when the settings are first asked for.
process.env.ALLOWED_PRIVATE_DESTINATIONS = ''
process.env.ALLOW_HTTP_DESTINATIONS = 'true'

const TRIGGER = 'CustomerCSTARUnderThreshold'
const VECTORS = join(process.cwd(), '../shared/vectors/ssrf.json')
const vector = z.object({ input: z.string(), expect: z.string(), why: z.string(), kind: z.string().nullable() })

let database: TestDatabase
let api: Pick<Api, 'call'>
let listener: RawReceiver
let saved: string
let door: Door
const ANSWERS: Record<string, string[]> = {
  'loopback.example.com': ['127.0.0.1'],
  '127.0.0.1.nip.example.com': ['127.0.0.1'],
  'metadata.example.com': ['169.254.169.254'],
  'mapped.example.com': ['::ffff:10.0.0.1'],
  'nat64.example.com': ['64:ff9b::7f00:1'],
  'six-to-four.example.com': ['2002:7f00:1::1'],
  'compatible.example.com': ['::7f00:1'],
  'zone.example.com': ['fe80::1%lo'],
  'mixed.example.com': ['93.184.216.34', '127.0.0.1'],
  'mixed-too.example.com': ['127.0.0.1', '93.184.216.34'],
  'mixed-six.example.com': ['2606:4700::1111', '::1'],
  'unspecified.example.com': ['0.0.0.0'],
  'unspecified-six.example.com': ['::'],
  'odd.example.com': ['0x7f.1'],
}

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  api = withManyKeys(await startApi())
  listener = await startRawReceiver({ behave: (socket) => socket.write(answer(200)) })
  // The process's door with name servers of our own; what it makes of their answers is its own.
  door = createDoor({
    policy: destinationPolicy(),
    lookup: async (name) => (ANSWERS[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  })
  Object.assign(globalThis, { hookwrightDoor: door })
  saved = (await api.call('POST /integrations', input('https://example.com/'))).json.id
})
afterAll(async () => {
  await door.close()
  await listener.close()
  await closeDb()
  await database.drop()
})

// More requests than one key may make in a second. On a busy machine a template may find no renderer: then again, as asked.
const withManyKeys = (started: Api): Pick<Api, 'call'> => {
  const CALLS_OF_ONE = 100
  let made = 0
  let key = started.key
  return {
    call: async (how, body) => {
      if (++made % CALLS_OF_ONE === 0) key = await started.keyFor(apiKeyScopes)
      for (;;) {
        const answered = await started.call(how, body, { as: key })
        if (answered.status !== 503) return answered
      }
    },
  }
}

const input = (url: string) => ({ type: 'webhook', name: 'SIEM', triggers: [{ type: TRIGGER }], destination: { url } })

const test = (url: string) => api.call('POST /integrations/test', { triggerType: TRIGGER, integration: { destination: { url } } })

const createFromDraft = async (url: string): Promise<Answered> => {
  const draft = await api.call('POST /integration-drafts', { step: 'destination', data: input(url) })
  const { json } = await api.call(`GET /integration-drafts/${draft.json.id}`)
  return api.call(`POST /integrations?draft=${draft.json.id}`, json.data)
}

const refusesField = ({ status, json }: Answered): boolean => status === 422 && json.errors.some(({ pointer }) => pointer.endsWith('/destination/url'))

/** Which of the ways in take this URL. */
const waysIn = async (url: string): Promise<string[]> => {
  const checked = await api.call('POST /integrations/check-url', { url })
  const tested = await test(url)
  const ways = {
    'check-url': !(checked.json.ok === false && /^[A-Z"].{12}/.test(String(checked.json.message))),
    create: !refusesField(await api.call('POST /integrations', input(url))),
    PATCH: !refusesField(await api.call(`PATCH /integrations/${saved}`, { destination: { url } })),
    draft: !refusesField(await createFromDraft(url)),
    test: !(refusesField(tested) || (tested.json.ok === false && (tested.json.error as { code: string }).code === 'blocked_address')),
  }
  return Object.entries(ways).filter(([, isOpen]) => isOpen).map(([way]) => way)
}

// Some at a time: each waits for the database now and then.
const AT_ONCE = 6
const ofEach = async (urls: readonly string[], look: (url: string) => Promise<string[]>): Promise<string[]> => {
  const left = [...urls]
  const found: string[] = []
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let url = left.shift(); url !== undefined; url = left.shift()) found.push(...(await look(url)).map((said) => `${JSON.stringify(url)}: ${said}`))
  }))
  return found
}

const openWays = (urls: readonly string[]): Promise<string[]> => ofEach(urls, waysIn)

// Without the test, which would dial a stranger.
const closedWays = (urls: readonly string[]): Promise<string[]> => ofEach(urls, async (url) => {
  const { json: { id } } = await api.call('POST /integrations', input('https://example.com/'))
  const answers = [
    await api.call('POST /integrations/check-url', { url }), await api.call('POST /integrations', input(url)),
    await api.call(`PATCH /integrations/${id}`, { destination: { url } }), await createFromDraft(url),
  ]
  return answers.filter(({ status, json }) => status >= 300 || json.ok === false).map(({ text }) => text)
})

describe.skipIf(!existsSync(VECTORS))('the shared vectors, by every way in', () => {
  const vectors = existsSync(VECTORS) ? z.array(vector).parse(JSON.parse(readFileSync(VECTORS, 'utf8'))) : []

  it('are refused, with a reason in words', { timeout: 120_000 }, async () => {
    expect(await openWays(vectors.filter((one) => one.expect === 'block' && one.kind !== 'dns').map((one) => one.input))).toEqual([])
  })

  it('are taken', { timeout: 120_000 }, async () => {
    expect(await closedWays(vectors.filter((one) => one.expect === 'allow').map((one) => one.input))).toEqual([])
  })
})

describe('our own vectors, by every way in', () => {
  it('are refused, with a reason in words', { timeout: 300_000 }, async () => {
    expect(await openWays(REFUSED_URLS)).toEqual([])
  })

  it('are taken', { timeout: 120_000 }, async () => {
    expect(await closedWays(ALLOWED_URLS)).toEqual([])
  })
})

it('a URL that is too long only with its parameters is refused at save, not at each delivery', async () => {
  const params = Array.from({ length: 3 }, (_, index) => ({ name: `p${index}`, value: '&'.repeat(300) }))
  const made = await api.call('POST /integrations', { ...input('https://example.com/'), destination: { url: 'https://example.com/', params } })
  expect([made.status, made.json.errors.map(({ pointer }) => pointer)]).toEqual([422, ['/destination/params']])
})

describe('a listener inside', () => {
  it('sees no connection, however its address is spelled', async () => {
    for (const host of LOOPBACK_HOSTS) {
      const { json } = await test(`http://${host}:${listener.port}/`)
      expect(json.ok ?? false, host).toBe(false)
    }
    expect(listener.connections()).toBe(0)
  })

  it.each(Object.keys(ANSWERS))('sees no connection by %s, which name servers lead there', async (name) => {
    const url = `http://${name}:${listener.port}/`
    expect((await api.call('POST /integrations', input(url))).status).toBe(201) // a name is judged when it is resolved
    expect((await test(url)).json).toMatchObject({ ok: false, response: null, error: { code: 'blocked_address' } })
    expect(listener.connections()).toBe(0)
  })
})
