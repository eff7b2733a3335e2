import { afterAll, beforeAll, expect, it } from 'vitest'
import { POST as createIntegration } from '@/app/api/v1/integrations/route'
import { POST as testIntegration } from '@/app/api/v1/integrations/test/route'
import { POST as createRule } from '@/app/api/v1/rules/route'
import { POST as preview } from '@/app/api/v1/templates/preview/route'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import { closeDb, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { hangingTemplate } from '@/lib/renderers/testing/abusive-templates'
import { renderers } from '@/lib/renderers/renderers'
import { listBodyPresets } from '@/lib/templates/presets/list-body-presets'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

type Handler = (request: Request, context: { params: Promise<Record<string, never>> }) => Promise<Response>

let database: TestDatabase
const newKey = async (): Promise<string> => {
  const workspaceId = newId('ws')
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
  return (await createApiKey({ workspaceId, name: 'k', scopes: apiKeyScopes, createdBy: null })).key
}

const call = async (handler: Handler, key: string, body: object) => {
  const request = new Request('http://localhost:3000/api/v1/x', {
    method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body),
  })
  const response = await handler(request, { params: Promise.resolve({}) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const triggerType = 'CustomerCSTARUnderThreshold'
const integration = (template: string | null) =>
  ({ type: 'webhook', name: 'SIEM', enabled: true, triggers: [{ type: triggerType, template }], destination: { url: 'http://127.0.0.1:19999/hook' } })

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

it('a template that hangs is answered by preview, save and test, each in a workspace of its own', { timeout: 60_000 }, async () => {
  const template = hangingTemplate
  const message = 'The template takes too long to render'
  const [previewed, saved, tested] = await Promise.all([
    newKey().then((key) => call(preview, key, { template, triggerType })),
    newKey().then((key) => call(createIntegration, key, integration(template))),
    newKey().then((key) => call(testIntegration, key, { integration: integration(null), triggerType, template })),
  ])
  const told = [previewed, saved, tested].filter(({ status }) => status !== 503)
  // The last in line may be told to try again; nobody waits for all of them.
  expect(told.length).toBeGreaterThan(0)
  if (previewed.status !== 503) expect(previewed).toMatchObject({ status: 200, body: { valid: false, problems: [{ code: 'limit', message }] } })
  if (saved.status !== 503) expect(saved).toMatchObject({ status: 422, body: { errors: [{ pointer: '/triggers/0/template', code: 'template_limit' }] } })
  if (tested.status !== 503) expect(tested).toMatchObject({ status: 200, body: { ok: false, response: null, error: { code: 'template', message: `Line 1, column 1: ${message}` } } })
})

it('a preset’s placeholder keeps an integration and a rule from being on, not from being kept', async () => {
  const key = await newKey()
  const [pagerduty, jira] = ['pagerduty', 'jira'].map((name) => listBodyPresets().find((one) => one.key === name)?.templateFor(triggerType) ?? '')
  for (const [template = '', field] of [[pagerduty, /routing_key/], [jira, /project key/]] as const) {
    const refused = { status: 422, body: { errors: [{ pointer: '/triggers/0/template', code: 'template_placeholder', message: expect.stringMatching(field) as string }] } }
    expect(await call(createIntegration, key, integration(template))).toMatchObject(refused)
    expect((await call(createIntegration, key, { ...integration(template), enabled: false })).status).toBe(201)
    expect((await call(createIntegration, key, integration(template.replace(/YOUR-[A-Z-]+/, 'MINE')))).status).toBe(201)
  }
  const rule = { name: 'R', event: { kind: 'breach' }, scope: { kind: 'mine' }, steps: [{ url: 'http://127.0.0.1:19999/hook', template: '{"routing_key": "YOUR-INTEGRATION-KEY"}' }] }
  expect(await call(createRule, key, rule)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/steps/0/template', code: 'template_placeholder' }] } })
})

it('the body of a rule’s web request is previewed for its event, its name and its place among the requests', async () => {
  const key = await newKey()
  const template = '{"rule": "{{ rule.name }}", "trigger": {{ notification.context.trigger }}, "earlier": {{ webhooks.size }}, "told": "{{ notification.description }}"}'
  const rule = { name: 'Desk', event: { kind: 'factor_score_drop', factor: 'dns_health', threshold: 25 }, step: 3 }
  const { status, body } = await call(preview, key, { template, triggerType: 'scorecard.factor_score_drop', rule })
  expect([status, body.problems, JSON.parse(String(body.output))]).toEqual([200, [], {
    rule: 'Desk', trigger: { type: 'factor_score_drop', factor: 'dns_health', from: 732, to: 707, threshold: 25 }, earlier: 2,
    told: 'example.com: the score of dns_health dropped from 732 to 707',
  }])
  expect(await call(preview, key, { template, triggerType: 'scorecard.breach', rule })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/rule/event/kind' }] } })
})

it('the body of a later web request is previewed with what the earlier ones are known to have answered', async () => {
  const key = await newKey()
  const template = '{"ticket": {{ webhooks[0].response.body.ticket }}, "webhooks": {{ webhooks }}}'
  const ask = async (answers: unknown) => {
    const rule = { name: 'Desk', event: { kind: 'breach' }, step: 3, answers }
    const { status, body } = await call(preview, key, { template, triggerType: 'scorecard.breach', rule })
    return [status, body.problems, String(body.output)]
  }
  const example = '{"url":"https://example.com/hook","response":{"status":200,"body":{"ok":true}}}'
  const ticket = '{"url":"https://desk.example/tickets","response":{"status":201,"body":{"ticket":12345678901234567890}}}'
  const answer = { url: 'https://desk.example/tickets?key=v', status: 201, body: '{"ticket":12345678901234567890}' }
  expect(await ask([answer, null])).toEqual([200, [], `{"ticket": 12345678901234567890, "webhooks": [${ticket},${example}]}`])
  expect(await ask(undefined)).toEqual([200, [], `{"ticket": null, "webhooks": [${example},${example}]}`])
  expect((await ask(Array.from({ length: 10 }, () => null)))[0]).toBe(422)
})

it('the same template is not run again for a while, and others are as ever', { timeout: 60_000 }, async () => {
  const key = await newKey()
  const first = await call(preview, key, { template: hangingTemplate, triggerType })
  expect(first.body).toMatchObject({ valid: false })
  const pids = renderers().pids
  expect(await call(preview, key, { template: hangingTemplate, triggerType })).toEqual(first)
  expect(await call(preview, key, { template: '{"id": {{ notification.id }}}', triggerType })).toMatchObject({ status: 200, body: { valid: true } })
  expect(renderers().pids).toEqual(expect.arrayContaining(pids))
})
