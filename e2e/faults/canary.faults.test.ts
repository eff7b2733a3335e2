import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findProjectRoot } from '@/lib/project-root'
import { startRawReceiver, type RawReceiver } from '@/lib/security/testing/raw-receiver'
import { leafKey, selfSigned } from '@/lib/security/testing/test-certificates'
import { startReceiver, type Behaviour, type Receiver } from '@/lib/testing/receiver'
import { prepareProduct, type Product } from './start-product'
import { until } from './until'

// Secrets with characters that JSON, HTML, URLs and base64 each write differently.
const SECRETS: Record<string, string> = {
  signing: 'Canary-Signing "51d0" <&>/+=é',
  password: 'Canary-Password "77aa" <&>/+= ü',
  header: 'Canary-Header "5d1f" <&>/+=',
  token: 'Canary-Token"90ce"<&>/+==',
}
const OWNER = { email: 'owner@example.com', password: 'correct-horse-battery' }
const TRIGGER = 'CustomerCSTARUnderThreshold'

const settings: Record<string, string> = { LOG_LEVEL: 'trace', ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password }
let product: Product
let receiver: Receiver
let untrusted: RawReceiver
/** Everything that anybody could see, by where it was seen. */
const seen: Array<{ where: string; text: string }> = []

/** Each way in which a text may be written down, worked out apart from the product's own redaction. */
const formsOf = (secret: string): string[] => {
  const bytes = Buffer.from(secret)
  const json = JSON.stringify(secret).slice(1, -1)
  const shifted = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
  })
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  const next = json.replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e') // as pages carry data
  const plain = [secret, json, html, next, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret), encodeURI(secret), new URLSearchParams([['', secret]]).toString().slice(1)]
  const base64 = shifted.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
  const visible = [...plain, ...base64, bytes.toString('hex'), bytes.toString('hex').toUpperCase(), bytes.toString('latin1')]
  // Columns of bytes are dumped in hex.
  return [...new Set([...visible, ...visible.map((form) => Buffer.from(form).toString('hex'))])]
}

const expectNowhere = (): void => {
  const forms = Object.entries(SECRETS).flatMap(([name, secret]) => formsOf(secret).map((form) => ({ name, form })))
  const found = seen.flatMap(({ where, text }) => forms.filter(({ form }) => text.includes(form)).map(({ name, form }) => {
    const at = text.indexOf(form)
    return `${name} in ${where}: …${text.slice(Math.max(0, at - 60), at + 30)}…`
  }))
  expect([...new Set(found)]).toEqual([])
}

interface Answered { status: number; text: string; json: { id: string; signing?: { secret?: unknown }; [name: string]: unknown } }

const api = async (how: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> => {
  const [method = '', path = ''] = how.split(' ')
  const response = await fetch(`${product.url}/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const answered = { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) as Answered['json'] : { id: '' } }
  seen.push({ where: `the answer to ${how}`, text })
  return answered
}

// These alone may show the signing secret, each once: it is noted, and taken out of what was seen.
const making = async (how: string, body?: unknown, headers?: Record<string, string>): Promise<string> => {
  const answered = await api(how, body, headers)
  const secret = answered.json.signing?.secret
  expect(answered.status, answered.text).toBeLessThan(300)
  if (typeof secret === 'string') {
    SECRETS[`signing of ${answered.json.id}`] ??= secret.replace(/^whsec_/, '')
    const last = seen.at(-1)
    if (last) last.text = last.text.replace(JSON.stringify(secret), 'null')
  }
  return answered.json.id
}

// Answers with everything that came, in several dresses, in body and headers.
const echo: Behaviour = (response, request) => {
  const { authorization = '', 'x-key': key = '' } = request.headers
  const all = `${authorization} ${String(key)} ${Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('latin1')}`
  if (request.url.includes('hang')) return
  const status = request.url.includes('fail') ? 500 : request.url.includes('gone') ? 410 : 200
  response.writeHead(status, { 'x-echo': encodeURIComponent(all), 'x-key': String(key), 'set-cookie': `s=${encodeURIComponent(String(key))}` })
  response.end(JSON.stringify({ all, url: encodeURIComponent(all), base64: Buffer.from(all, 'latin1').toString('base64'), hex: Buffer.from(all, 'latin1').toString('hex'), headers: request.headers, body: request.body }))
}

const input = (path: string, more: object = {}, auth: object = { kind: 'basic', username: 'robot', password: SECRETS.password }) => ({
  type: 'webhook', name: path, triggers: [{ type: TRIGGER }], ownerEmail: OWNER.email,
  destination: { url: path.startsWith('http') ? path : `${receiver.url}/${path}`, headers: [{ name: 'X-Key', value: SECRETS.header, secret: true }], auth },
  signing: { scheme: 'hmac', secret: SECRETS.signing }, policy: { profile: 'custom', timeoutMs: 1000, retryDelaysSeconds: [1], jitter: false }, ...more,
})
const bearer = { kind: 'bearer', token: SECRETS.token }
const once = () => ({ 'idempotency-key': randomBytes(8).toString('hex') })

const database = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: readFileSync(join(product.dataDir, 'database-url'), 'utf8').trim() })
  await client.connect()
  return work(client).finally(() => client.end())
}

const dumpDatabase = () => database(async (client) => {
  const tables = await client.query<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`)
    seen.push({ where: `table ${name}`, text: rows.map(({ row }) => row).join('\n') })
  }
  return tables.rows.length
})

const readFiles = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (statSync(file).isDirectory()) readFiles(file)
    else if (name !== 'secrets.json') seen.push({ where: `file ${file}`, text: readFileSync(file).toString('latin1') })
  }
}

const pagePaths = (folder: string, path: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  if (entry.isDirectory() && entry.name !== 'api') return pagePaths(join(folder, entry.name), entry.name.startsWith('(') ? path : `${path}/${entry.name}`)
  return entry.name === 'page.tsx' ? [path || '/'] : []
})

const readPages = async (ids: Record<string, string>): Promise<number> => {
  const signedIn = await fetch(`${product.url}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin: product.url }, body: JSON.stringify(OWNER) })
  expect(signedIn.status).toBe(200)
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  const paths = pagePaths(join(findProjectRoot(), 'app'), '').map((path) => path.replace(/(\w+)\/\[\w+\]/g, (_all, kind: string) => `${kind}/${ids[kind] ?? ids.integrations}`))
  for (const path of [...paths, `/integrations/new?draft=${ids.drafts}`]) {
    const page = await fetch(`${product.url}${path}`, { headers: { cookie }, redirect: 'manual' })
    seen.push({ where: `page ${path} (${page.status})`, text: await page.text() })
  }
  return paths.length
}

// On a slow machine the failures last long enough to open a breaker: then what is sent again waits for a probe or two.
const settled = async (count: number) => {
  let all: Array<{ id: string; status: string; url: string; test: boolean }> = []
  return until(async () => {
    all = (await api('GET /deliveries?limit=200')).json.data as typeof all
    return all.length >= count && all.every(({ status }) => ['succeeded', 'failed', 'cancelled'].includes(status)) ? all : undefined
  }, 200_000, () => `${all.length} of ${count} deliveries: ${all.map(({ status, url, test }) => `${status} ${url}${test ? ' (test)' : ''}`).join(', ')}`)
}

const RULE_STEPS = 3
const ruleSteps = () => {
  const step = (path: string, auth: object) => ({ url: `${receiver.url}/${path}`, headers: [{ name: 'X-Key', value: SECRETS.header, secret: true }], auth })
  return [step('rule-ok', bearer), step('rule-next', { kind: 'basic', username: 'robot', password: SECRETS.password }), step('rule-fail', bearer)]
}

// The steps of a rule have secrets too, and what one receiver echoes is told to the next. The last one fails: its owner gets a mail.
const playRule = async (): Promise<string> => {
  const [first, second] = ruleSteps()
  const rule = await making('POST /rules', {
    name: 'Canary rule', ownerEmail: OWNER.email, event: { kind: 'score_drop', threshold: 50 }, scope: { kind: 'mine' },
    policy: { profile: 'custom', timeoutMs: 10_000, retryDelaysSeconds: [] }, steps: ruleSteps(),
  }, once())
  await api('POST /rules', { name: '', steps: ruleSteps() }) // 422
  await api(`GET /rules/${rule}`)
  await api(`PATCH /rules/${rule}`, { steps: [first, { ...second, url: 'https://elsewhere.example.com/', auth: { kind: 'basic', username: 'robot' } }] }) // 422
  await api('POST /scorecards', { domain: 'canary.example', kind: 'mine' })
  for (const score of [700, 600]) await api('POST /scores', { scores: [{ domain: 'canary.example', score }] })
  const executions = async () => (await api(`GET /rules/${rule}/executions`)).json.data as Array<{ id: string; status: string }>
  const fired = await until(async () => (await executions()).find(({ status }) => status === 'failed'), 200_000, () => 'the rule is not through')
  await api(`GET /rules/${rule}/executions/${fired.id}`)
  await api(`POST /rules/${rule}/test`, { rule: { name: 'Tried' } })
  for (const { id } of await executions()) await api(`GET /rules/${rule}/executions/${id}`)
  await api(`POST /rules/${rule}/disable`)
  return rule
}

beforeAll(async () => {
  receiver = await startReceiver(echo)
  untrusted = await startRawReceiver({ behave: () => {}, tls: { key: leafKey, cert: selfSigned } })
  product = await prepareProduct(settings)
  await product.start()
}, 240_000)
afterAll(async () => {
  await product.stop().catch(() => {})
  await product.remove()
  await receiver.close()
  await untrusted.close()
})

it('secrets are seen by their receiver and nobody else: not in the database, logs, answers, pages, files', async () => {
  const key = once()
  const ok = await making('POST /integrations', input('ok'), key)
  await api('POST /integrations', input('ok'), key) // the first answer again, without the secret
  await api('POST /integrations', input('other'), key) // 422
  for (const path of ['fail', 'hang', 'gone', `https://127.0.0.1:${untrusted.port}/tls`]) await making('POST /integrations', input(path, { signing: { scheme: 'standard' } }, bearer))
  for (const broken of [JSON.stringify(input('x')).slice(0, -1), input('x', { name: '' }), input('x', { signing: { scheme: 'standard', secret: SECRETS.signing } }), input('x', {}, { kind: 'bearer', token: `${SECRETS.token} x` })]) await api('POST /integrations', broken)
  await api(`PATCH /integrations/${ok}`, { name: 'renamed', destination: input('ok').destination })
  await api(`PATCH /integrations/${ok}`, { destination: { url: `${receiver.url.replace('127.0.0.1', 'localhost')}/ok` } })
  const draft = await api('POST /integration-drafts', { step: 'payload', data: input('draft') }, once())
  await api(`PATCH /integration-drafts/${draft.json.id}`, { data: input('draft', { name: 'again' }) })
  await api(`GET /integration-drafts/${draft.json.id}`)
  await api(`POST /integrations/test?draft=${draft.json.id}`, { triggerType: TRIGGER, integration: draft.json.data })
  for (const path of ['ok', 'fail', 'hang']) await api('POST /integrations/test', { triggerType: TRIGGER, integration: input(path), integrationId: ok }, once())
  await api('POST /integrations/test', { triggerType: TRIGGER, integrationId: ok, template: '{% oops' })
  const fromDraft = { ...(draft.json.data as object), enabled: false }
  await making(`POST /integrations?draft=${draft.json.id}`, fromDraft, once())
  const rotation = once()
  await making(`POST /integrations/${ok}/rotate-secret`, {}, rotation)
  await api(`POST /integrations/${ok}/rotate-secret`, {}, rotation)
  await making(`POST /integrations/${ok}/clone`, undefined, once())
  const { json: accepted } = await api('POST /events', { type: TRIGGER, context: { LatestScore: 599, PrevScore: 732, Threshold: 600 } })
  const rule = await playRule()
  const deliveries = await settled(10 + 2 * RULE_STEPS) // fired, and tried out
  for (const { id } of deliveries) await api(`GET /deliveries/${id}`)
  const failed = deliveries.find(({ status, test, url }) => status === 'failed' && !test && !url.includes('/rule-'))?.id ?? ''
  await api(`POST /deliveries/${failed}/resend`, { body: 'original' }, once())
  await api(`POST /deliveries/${failed}/resend`, { body: 'render' }, once())
  await api('POST /bulk-resends', { filter: { status: ['failed'] }, body: 'original', dryRun: false }, once())
  const after = await settled(11 + 2 * RULE_STEPS)
  for (const { id } of after) await api(`GET /deliveries/${id}`)
  for (const path of ['/integrations', '/rules', `/integrations/${ok}`, '/integration-drafts', '/mails', '/audit-log', '/events', '/bulk-resends', '/api-keys', '/openapi.json']) await api(`GET ${path}`)
  await api('GET /deliveries', undefined, { accept: 'text/csv' })
  const { events: [event] } = accepted as unknown as { events: [{ id: string }] }
  await api(`GET /events/${event.id}`)
  expect(await readPages({ integrations: ok, rules: rule, deliveries: failed, events: event.id, drafts: draft.json.id })).toBeGreaterThan(8)
  for (const page of ['/', `/integrations/${ok}/edit`, `/rules/${rule}`, `/rules/${rule}/edit`, `/deliveries/${failed}`]) expect(seen.map(({ where }) => where)).toContain(`page ${page} (200)`)
  expect(await dumpDatabase()).toBeGreaterThan(20)
  await product.stop()
  readFiles(product.dataDir)
  seen.push({ where: 'the logs', text: product.output() })

  // They did leave, and the ways to find them work.
  expect(receiver.requests.some(({ headers }) => headers['x-key'] === SECRETS.header && headers.authorization === `Bearer ${SECRETS.token}`)).toBe(true)
  expect(receiver.requests.some(({ headers }) => headers.authorization === `Basic ${Buffer.from(`robot:${SECRETS.password}`).toString('base64')}`)).toBe(true)
  expect(seen.some(({ where, text }) => where === 'table attempt' && text.includes(Buffer.from('[secret]').toString('hex')))).toBe(true)
  expect(seen.find(({ where }) => where === 'the logs')?.text).toContain('"level":20')
  expectNowhere()
})

it('a start without a key that is needed is refused with its name; after a re-wrapping the old key may go', async () => {
  const { encryptionKeys: old } = JSON.parse(readFileSync(join(product.dataDir, 'secrets.json'), 'utf8')) as { encryptionKeys: string }
  const fresh = `k2:${randomBytes(32).toString('base64')}`
  settings.ENCRYPTION_KEYS = fresh
  await expect(product.start()).rejects.toThrow(/ENCRYPTION_KEYS lacks the key "k1", with which the secrets of \d+ rows are encrypted/)
  settings.ENCRYPTION_KEYS = `${fresh},${old}`
  await product.start()
  const done = spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/keys-rewrap.ts'], {
    cwd: findProjectRoot(), encoding: 'utf8', env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', DATA_DIR: product.dataDir, ENCRYPTION_KEYS: settings.ENCRYPTION_KEYS },
  })
  expect(done.stdout, done.stderr).toMatch(/Re-wrapped: \d+\. Still under another key: 0\./)
  expect(done.status).toBe(0)
  await product.stop()
  settings.ENCRYPTION_KEYS = fresh
  await product.start()
  const { json } = await api('GET /integrations')
  const ok = (json.data as Array<{ id: string; name: string }>).find(({ name }) => name === 'renamed')
  const count = receiver.requests.length
  expect((await api('POST /integrations/test', { triggerType: TRIGGER, integrationId: ok?.id })).json).toMatchObject({ ok: true })
  expect(receiver.requests[count]?.headers['x-key']).toBe(SECRETS.header)
  const [rule] = (await api('GET /rules')).json.data as Array<{ id: string }>
  await api(`POST /rules/${rule?.id}/test`)
  expect(receiver.requests.slice(count + 1).map(({ url, headers }) => [url, headers['x-key'], headers.authorization?.split(' ')[0]])).toEqual([
    ['/rule-ok', SECRETS.header, 'Bearer'], ['/rule-next', SECRETS.header, 'Basic'], ['/rule-fail', SECRETS.header, 'Bearer'],
  ])
}, 300_000)
