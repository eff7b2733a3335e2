import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeApi, type Api } from '@/app/api/v1/testing/call-api'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import type { IntegrationView } from '@/lib/contracts/integration'
import type { Problem } from '@/lib/contracts/problem'
import type { ExecutionDetail, ExecutionView, RuleTestResult, RuleView } from '@/lib/contracts/rule'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { tryOpenSecrets } from '@/lib/integrations/integration-secrets'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

let database: TestDatabase
let api: Api
let viewer: Api
let receiver: Receiver
const workspaceId = newId('ws')
type List<T> = { data: T[]; page: { nextCursor: string | null } }

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
  for (const name of ['olive', 'ann']) {
    const userId = newId('usr')
    await prisma().user.create({ data: { id: userId, name, email: `${name}@example.com`, members: { create: { id: newId('mem'), workspaceId, role: 'admin' } } } })
  }
  api = await makeApi((await createApiKey({ workspaceId, name: 'k', scopes: apiKeyScopes, createdBy: null })).key)
  viewer = await makeApi((await createApiKey({ workspaceId, name: 'v', scopes: ['integrations:read', 'deliveries:read'], createdBy: null })).key)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
beforeEach(async () => { receiver = await startReceiver() })
afterEach(() => receiver.close())

const drop = { kind: 'score_drop', threshold: 50 }
const rule = (more: object = {}) => ({ name: 'Drops', event: drop, scope: { kind: 'followed' }, steps: [{ url: `${receiver.url}/one` }], ...more })
const create = async (more: object = {}) => {
  const made = await api<RuleView>('POST /rules', rule(more))
  expect([made.status, made.json]).toEqual([201, made.json])
  return made.json
}
const refusal = async (how: string, body: unknown) => {
  const { status, json } = await api<Problem>(how, body)
  return [status, ...json.errors.map(({ pointer, code }) => `${pointer} ${code}`)]
}

describe('a rule', () => {
  it('needs a name, an event, a scope and the URL of a step; the rest has its defaults', async () => {
    const made = await create()
    expect(made).toMatchObject({
      enabled: true, ownerEmail: null, event: drop, scope: { kind: 'followed' }, conditions: [], policy: { profile: 'scorecard' }, version: 1,
      steps: [{ url: `${receiver.url}/one`, headers: [], params: [], auth: { kind: 'none' }, template: null }],
      lastExecution: null, counts24h: { running: 0, succeeded: 0, failed: 0, cancelled: 0 },
    })
    expect(made.id).toMatch(/^rul_/)
    expect((await api('GET /rules/' + made.id)).json).toEqual(made)
    expect((await api<List<RuleView>>('GET /rules?limit=1')).json.data).toEqual([made])
    expect(await refusal('POST /rules', {})).toEqual([422, '/name required', '/event required', '/scope required', '/steps required'])
  })

  it('is refused with a pointer to each bad field', async () => {
    expect(await refusal('POST /rules', rule({ steps: [] }))).toEqual([422, '/steps too_small'])
    expect(await refusal('POST /rules', rule({ steps: Array.from({ length: 11 }, () => ({ url: receiver.url })) }))).toEqual([422, '/steps too_big'])
    expect(await refusal('POST /rules', rule({ ownerEmail: 'nobody@example.com' }))).toEqual([422, '/ownerEmail not_a_member'])
    expect(await refusal('POST /rules', rule({ scope: { kind: 'portfolio', portfolioId: 'pfl_none' } }))).toEqual([422, '/scope/portfolioId not_found'])
    const steps = [
      { url: 'https://10.0.0.1/' }, { url: receiver.url, headers: [{ name: 'Host', value: 'x' }] }, { url: receiver.url, auth: { kind: 'bearer' } },
      { url: receiver.url, auth: { kind: 'basic', username: 'a:b', password: 'p' } }, { id: 'int_other', url: receiver.url },
    ]
    expect(await refusal('POST /rules', rule({ steps }))).toEqual([
      422, '/steps/4/id not_found', '/steps/0/url private_address', '/steps/1/headers/0/name reserved', '/steps/2/auth/token required', '/steps/3/auth/username invalid',
    ])
    const bad = rule({ steps: [{ url: receiver.url }, { url: receiver.url, template: '{"a": {{ notification.context.domain' }] })
    expect(await refusal('POST /rules', bad)).toEqual([422, expect.stringMatching(/^\/steps\/1\/template template_/)])
    expect((await api('POST /rules', { ...bad, enabled: false })).status).toBe(201)
  })

  it('may be owned by a member, and belongs to nobody when that member leaves', async () => {
    const made = await create({ ownerEmail: 'ann@example.com' })
    const { id } = await prisma().member.findFirstOrThrow({ where: { user: { email: 'ann@example.com' } } })
    expect((await api(`DELETE /members/${id}`)).status).toBe(204)
    expect((await api<RuleView>(`GET /rules/${made.id}`)).json.ownerEmail).toBeNull()
  })

  it('is no integration: no list, no address, no event and no count knows its steps', async () => {
    const made = await create({ steps: [{ url: receiver.url }, { url: receiver.url }] })
    expect((await api<List<IntegrationView>>('GET /integrations')).json.data).toEqual([])
    for (const { id } of made.steps) {
      for (const how of [`GET /integrations/${id}`, `DELETE /integrations/${id}`, `POST /integrations/${id}/disable`, `POST /integrations/${id}/rotate-secret`, `POST /integrations/${id}/clone`, `GET /integrations/${id}/skipped`]) {
        expect([how, (await api(how)).status]).toEqual([how, 404])
      }
      expect((await api('PATCH /integrations/' + id, { name: 'x' })).status).toBe(404)
      expect((await api('POST /integrations/test', { integrationId: id, triggerType: 'DataLeakPublished' })).status).toBe(404)
    }
  })

  it('is switched off and on, and deleted with its steps; If-Match is honoured', async () => {
    const made = await create()
    const off = (await api<RuleView>(`POST /rules/${made.id}/disable`)).json
    expect([off.enabled, off.version]).toEqual([false, 2])
    expect((await api<RuleView>(`POST /rules/${made.id}/disable`)).json.version).toBe(2)
    expect((await api<RuleView>(`POST /rules/${made.id}/enable`)).json).toMatchObject({ enabled: true, version: 3 })
    const enabled = async () => (await prisma().integration.findMany({ where: { ruleId: made.id } })).map((row) => [row.enabled, row.deletedAt !== null])
    expect(await enabled()).toEqual([[true, false]])
    expect((await api(`DELETE /rules/${made.id}`, undefined, { 'if-match': '"1"' })).status).toBe(412)
    expect((await api(`DELETE /rules/${made.id}`, undefined, { 'if-match': `"${made.id}.3"` })).status).toBe(204)
    expect([(await api(`GET /rules/${made.id}`)).status, await enabled()]).toEqual([404, [[false, true]]])
  })

  it('can be switched off whatever is wrong with it', async () => {
    const made = await create()
    await pool().query(`UPDATE integration SET url = 'https://10.0.0.1/' WHERE rule_id = $1`, [made.id])
    expect((await api<RuleView>(`POST /rules/${made.id}/disable`)).json.enabled).toBe(false)
    expect(await refusal(`POST /rules/${made.id}/enable`, undefined)).toEqual([422, '/steps/0/url private_address'])
  })

  it('tells what was done to it in the audit log, by the names of fields', async () => {
    const made = await create({ steps: [{ url: receiver.url }, { url: receiver.url, headers: [{ name: 'X-Key', value: 'one', secret: true }] }] })
    const [, second] = made.steps
    await api(`PATCH /rules/${made.id}`, { name: 'Other', steps: [{ ...made.steps[0], template: '{}' }, { ...second, headers: [{ name: 'X-Key', value: 'two', secret: true }] }] })
    await api(`PATCH /rules/${made.id}`, { enabled: false })
    await api(`PATCH /rules/${made.id}`, { steps: [second] })
    const { rows } = await pool().query<{ action: string; fields: string[] }>('SELECT action, fields FROM audit_entry WHERE target_id = $1 ORDER BY id', [made.id])
    expect(rows.map(({ action, fields }) => [action, ...fields])).toEqual([
      ['rule.created'], ['rule.updated', 'name', 'steps.1.template', 'steps.2.headers.X-Key'], ['rule.disabled'], ['rule.updated', 'steps.1', 'steps.2'],
    ])
  })
})

describe('the secrets of a step', () => {
  const secret = 'a-secret-of-a-step-0123456789'
  const withSecrets = () => [
    { url: `${receiver.url}/one`, auth: { kind: 'bearer', token: secret } },
    { url: `${receiver.url}/two`, headers: [{ name: 'X-Key', value: `header-${secret}`, secret: true }], auth: { kind: 'basic', username: 'u', password: `password-${secret}` } },
  ]
  const stored = async (id: string) => (await prisma().integration.findMany({ where: { ruleId: id, deletedAt: null }, orderBy: { rulePosition: 'asc' } }))
    .map((row) => tryOpenSecrets(row, row.secrets)).map((box) => [box?.token?.reveal(), box?.password?.reveal(), box?.headers['x-key']?.reveal()])

  it('are sealed, never shown, and kept by a PATCH that sends back what was read, in any order', async () => {
    const made = await create({ steps: withSecrets() })
    expect(made.steps.map(({ auth, headers }) => [auth, headers[0]?.value])).toEqual([
      [{ kind: 'bearer', token: { set: true, lastFour: '6789' } }, undefined],
      [{ kind: 'basic', username: 'u', password: { set: true } }, { set: true, lastFour: '6789' }],
    ])
    const before = await stored(made.id)
    expect(before).toEqual([[secret, undefined, undefined], [undefined, `password-${secret}`, `header-${secret}`]])
    const turned = await api<RuleView>(`PATCH /rules/${made.id}`, { steps: [...made.steps].reverse() })
    expect([turned.status, turned.json.steps]).toEqual([200, [...made.steps].reverse()])
    expect(await stored(made.id)).toEqual([...before].reverse())
    expect(JSON.stringify(turned.json)).not.toContain(secret)
    for (const table of ['integration', 'rule', 'audit_entry']) {
      expect((await pool().query(`SELECT t::text AS row FROM ${table} t WHERE strpos(t::text, $1) > 0`, [secret])).rows).toEqual([])
    }
  })

  it('are kept by the URL where no id is given, and asked for when a step leads elsewhere', async () => {
    const made = await create({ steps: withSecrets() })
    const plain = made.steps.map(({ id: _id, ...step }) => step)
    const kept = await api<RuleView>(`PATCH /rules/${made.id}`, { steps: [...plain].reverse() })
    expect(kept.json.steps.map(({ id }) => id)).toEqual([...made.steps].reverse().map(({ id }) => id))
    const [, first] = kept.json.steps
    expect(await refusal(`PATCH /rules/${made.id}`, { steps: [{ ...first, url: 'https://elsewhere.example.com/' }] })).toEqual([422, '/steps/0/auth/token secret_required'])
    expect(await refusal(`POST /rules/${made.id}/test`, { rule: { steps: [{ ...first, url: 'https://elsewhere.example.com/' }] } })).toEqual([422, '/rule/steps/0/auth/token secret_required'])
    expect((await api<RuleView>(`PATCH /rules/${made.id}`, { steps: [{ ...first, url: 'https://elsewhere.example.com/', auth: { kind: 'bearer', token: 'new' } }] })).status).toBe(200)
    expect(await stored(made.id)).toEqual([['new', undefined, undefined]])
  })

  it('and what looks like one is masked for those who may not edit', async () => {
    const token = 'tok0123456789abcdef0123456789'
    const made = await create({ steps: [{ url: `${receiver.url}/${token}`, params: [{ name: 'sig', value: token }], headers: [{ name: 'X-Plain', value: token }] }] })
    for (const how of [`GET /rules/${made.id}`, 'GET /rules']) {
      expect(JSON.stringify((await viewer(how)).json)).not.toContain(token)
      expect(JSON.stringify((await api(how)).json)).toContain(token)
    }
  })
})

describe('a trial event', () => {
  const body = (n: number) => JSON.parse(receiver.requests[n]?.body.toString() ?? '{}') as Record<string, unknown>

  it('goes through all steps in order, with what the earlier ones answered, and is in the executions as a test', async () => {
    receiver.behave((response, _request, n) => response.writeHead(200, { 'content-type': 'application/json' }).end(`{"ticket":${n}}`))
    const made = await create({ enabled: false, steps: [{ url: `${receiver.url}/one`, params: [{ name: 'key', value: 'v' }] }, { url: `${receiver.url}/two` }] })
    const tried = await api<RuleTestResult>(`POST /rules/${made.id}/test`)
    expect(tried.json).toMatchObject({ ok: true, trigger: { type: 'score_drop', from: 732, to: 682, threshold: 50 }, steps: [{ number: 1, status: 'succeeded', result: { status: 200 } }, { number: 2, status: 'succeeded' }] })
    const executionId = tried.json.executionId ?? ''
    expect(Object.keys(body(0))).toEqual(['scorecard_id', 'domain', 'trigger', 'execution_id', 'created_at'])
    expect(body(1)).toEqual({ ...body(0), webhooks: [{ url: `${receiver.url}/one`, response: { status: 200, body: { ticket: 1 } } }] })
    const { json: execution } = await api<ExecutionDetail>(`GET /rules/${made.id}/executions/${executionId}`)
    expect(execution).toMatchObject({
      id: executionId, ruleId: made.id, status: 'succeeded', test: true, eventId: null, scorecard: { domain: 'example.com' }, trigger: { type: 'score_drop' },
      steps: [{ number: 1, status: 'succeeded', attempts: [{ trigger: 'test', response: { status: 200 } }] }, { number: 2, status: 'succeeded', statusCode: 200 }],
    })
    const listed = (await api<List<ExecutionView>>(`GET /rules/${made.id}/executions?test=true`)).json.data
    expect(listed.map(({ id, steps }) => [id, steps.map(({ status }) => status)])).toEqual([[executionId, ['succeeded', 'succeeded']]])
    expect((await api<List<ExecutionView>>(`GET /rules/${made.id}/executions?test=false`)).json.data).toEqual([])
    expect((await api<RuleView>(`GET /rules/${made.id}`)).json.lastExecution).toBeNull()
    const delivery = (await api(`GET /deliveries/${tried.json.steps[1]?.result?.deliveryId ?? ''}`)).json
    expect(delivery).toMatchObject({ test: true, integration: null, ruleId: made.id, rule: { name: 'Drops' }, execution: { id: executionId, number: 2 } })
  })

  it('stops at the first that fails: the rest is not run, nothing is tried again, and nobody gets a mail', async () => {
    receiver.behave(answer(500))
    const made = await create({ ownerEmail: 'olive@example.com', steps: [{ url: receiver.url }, { url: receiver.url }] })
    const { json } = await api<RuleTestResult>(`POST /rules/${made.id}/test`)
    expect(json).toMatchObject({ ok: false, steps: [{ status: 'failed', result: { status: 500, error: { code: 'http_status' } } }, { status: 'not_run', result: null }] })
    expect((await api<ExecutionView>(`GET /rules/${made.id}/executions/${json.executionId ?? ''}`)).json).toMatchObject({ status: 'failed', steps: [{ status: 'failed' }, { status: 'not_run' }] })
    expect([receiver.requests.length, await prisma().mail.count()]).toEqual([1, 0])
  })

  it('tries what is on the screen, of a saved rule with its secrets and of one that is not saved yet', async () => {
    const made = await create({ steps: [{ url: receiver.url, auth: { kind: 'bearer', token: 'kept' } }] })
    const steps = [{ ...made.steps[0], url: `${receiver.url}/edited`, template: '{"grade":"{{ notification.context.trigger.to }}","rule":"{{ rule.name }}"}' }]
    expect((await api<RuleTestResult>(`POST /rules/${made.id}/test`, { rule: { name: 'Edited', event: { kind: 'grade_drop' }, steps } })).json.ok).toBe(true)
    expect([receiver.requests[0]?.url, receiver.requests[0]?.headers.authorization, body(0)]).toEqual(['/edited', 'Bearer kept', { grade: 'C', rule: 'Edited' }])
    const unsaved = (await api<RuleTestResult>('POST /rules/test', { rule: rule({ steps: [{ url: `${receiver.url}/new` }] }) })).json
    expect([unsaved.ok, unsaved.executionId, receiver.requests[1]?.url]).toEqual([true, null, '/new'])
    expect((await api<RuleView>(`GET /rules/${made.id}`)).json).toEqual(made)
  })

  it('is about a scorecard of the group, if it has one', async () => {
    const { id: portfolioId } = (await api<{ id: string }>('POST /portfolios', { name: 'P', members: [] })).json
    const { id } = (await api<{ id: string }>('POST /scorecards', { domain: 'vendor.example', name: 'Vendor' })).json
    await api(`POST /portfolios/${portfolioId}/members`, { members: [id] })
    const made = await create({ scope: { kind: 'portfolio', portfolioId } })
    await api(`POST /rules/${made.id}/test`)
    expect(body(0)).toMatchObject({ scorecard_id: id, domain: 'vendor.example' })
    expect((await api<Problem>(`DELETE /portfolios/${portfolioId}`)).status).toBe(409)
    await api(`DELETE /rules/${made.id}`)
    expect((await api(`DELETE /portfolios/${portfolioId}`)).status).toBe(204)
  })
})
