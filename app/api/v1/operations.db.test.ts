import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as listOperations, POST as bulkResend } from '@/app/api/v1/bulk-resends/route'
import { DELETE as cancelOperation, GET as readOperation } from '@/app/api/v1/bulk-resends/[id]/route'
import { GET as listDeliveries } from '@/app/api/v1/deliveries/route'
import { POST as createIntegration } from '@/app/api/v1/integrations/route'
import { GET as readIntegration } from '@/app/api/v1/integrations/[id]/route'
import { POST as clone } from '@/app/api/v1/integrations/[id]/clone/route'
import { POST as disable } from '@/app/api/v1/integrations/[id]/disable/route'
import { POST as enable } from '@/app/api/v1/integrations/[id]/enable/route'
import { GET as readSkipped } from '@/app/api/v1/integrations/[id]/skipped/route'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { loadTargetsById } from '@/lib/integrations/load-targets'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>
type Json = Record<string, unknown> & { id: string; errors: Array<{ pointer: string; code: string; message: string }>; data: Json[] }

let database: TestDatabase
let workspaceId: string
let key: string
let foreignKey: string

const newKey = async (scopes: readonly Scope[] = apiKeyScopes, of?: string): Promise<{ key: string; workspaceId: string }> => {
  const id = of ?? newId('ws')
  if (of === undefined) await prisma().workspace.create({ data: { id, name: 'Acme', slug: id } })
  return { key: (await createApiKey({ workspaceId: id, name: 'k', scopes, createdBy: null })).key, workspaceId: id }
}

interface Call<P> { method?: string; path?: string; body?: unknown; params?: P; headers?: Record<string, string>; as?: string }

const call = async <P>(handler: Handler<P>, { method = 'POST', path = '/x', body, params, headers, as = key }: Call<P> = {}) => {
  const request = new Request(`http://localhost:3000/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${as}`, ...headers }, ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const response = await handler(request, { params: Promise.resolve((params ?? {}) as P) }) // a route without parameters has {}
  const text = await response.text()
  return { status: response.status, text, json: (text ? JSON.parse(text) : null) as Json }
}
const of = (id: string) => ({ params: { id } })
const problems = ({ json }: { json: Json }) => json.errors.map(({ pointer, code }) => [pointer, code])

const input = (more: object = {}) => ({
  type: 'webhook', name: 'SIEM', triggers: [{ type: 'CustomerCSTARUnderThreshold' }],
  destination: { url: 'http://127.0.0.1:19999/hook' }, ...more,
})

const makeFailed = async (integrationId: string, amount: number) => {
  await pool().query(
    `INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, attempt_count, max_attempts, url)
     SELECT id, $2, id, $3, 'CustomerCSTARUnderThreshold', 'failed', 1, 1, 'http://x.example' FROM unnest($1::text[]) AS d(id)`,
    [Array.from({ length: amount }, () => newId('dlv', Date.now() - 1000)), workspaceId, integrationId],
  )
}

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  ;({ key, workspaceId } = await newKey())
  foreignKey = (await newKey()).key
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

describe('/bulk-resends', () => {
  let integrationId: string
  beforeAll(async () => {
    integrationId = (await call(createIntegration, { body: input() })).json.id
    await makeFailed(integrationId, 3)
  })

  it('estimates, starts, shows progress, lists newest first in pages, and cancels', async () => {
    const body = { filter: { status: ['failed'], integrationId } }
    const estimate = await call(bulkResend, { body: { ...body, dryRun: true } })
    expect([estimate.status, estimate.json]).toEqual([200, { count: 3 }])
    expect((await call(listOperations, { method: 'GET' })).json.data).toEqual([])
    const started = await call(bulkResend, { body })
    expect(started.status).toBe(202)
    expect(started.json).toEqual({
      id: expect.stringMatching(/^blk_/), kind: 'bulk_resend', status: 'running', body: 'original', filter: body.filter,
      total: 3, sent: 0, failed: 0, error: null, createdAt: expect.any(String), finishedAt: null,
    })
    const second = await call(bulkResend, { body: { ...body, body: 'render' } })
    expect((await call(readOperation, { method: 'GET', ...of(started.json.id) })).json).toEqual(started.json)
    const page = await call(listOperations, { method: 'GET', path: '/bulk-resends?limit=1' })
    expect(page.json.data).toEqual([second.json])
    const { nextCursor } = page.json.page as { nextCursor: string }
    expect((await call(listOperations, { method: 'GET', path: `/bulk-resends?limit=1&cursor=${nextCursor}` })).json)
      .toEqual({ data: [started.json], page: { nextCursor: null } })
    const cancelled = await call(cancelOperation, { method: 'DELETE', ...of(started.json.id) })
    expect([cancelled.status, cancelled.text]).toEqual([204, ''])
    expect((await call(readOperation, { method: 'GET', ...of(started.json.id) })).json)
      .toEqual({ ...started.json, status: 'cancelled', finishedAt: expect.any(String) })
  })

  it('asks for a filter that is narrower than everything, and names the field', async () => {
    for (const filter of [{}, { q: 'x' }, { test: 'false' }, { until: '2026-01-01T00:00:00Z' }]) {
      const refused = await call(bulkResend, { body: { filter } })
      expect(refused.status).toBe(422)
      expect(problems(refused)).toEqual([['/filter', 'invalid']])
      expect(refused.json.errors[0]?.message).toContain('at least one of id, status, since and integrationId')
    }
    expect(problems(await call(bulkResend, { body: {} }))).toEqual([['/filter', 'required']])
  })

  it.each([
    ['a field that there is not', { filter: { status: 'failed', statuss: 'x' } }, '/filter/statuss'],
    ['a page', { filter: { status: 'failed', limit: 5 } }, '/filter/limit'],
    ['an unknown status', { filter: { status: ['nope'] } }, '/filter/status/0'],
    ['no status at all', { filter: { status: [] } }, '/filter/status'],
    ['a time that is none', { filter: { since: 'yesterday' } }, '/filter/since'],
    ['another body', { filter: { status: 'failed' }, body: 'both' }, '/body'],
    ['a dry run that is a word', { filter: { status: 'failed' }, dryRun: 'yes' }, '/dryRun'],
  ])('refuses %s', async (_name, body, pointer) => {
    const refused = await call(bulkResend, { body })
    expect(refused.status).toBe(422)
    expect(refused.json.errors.map((error) => error.pointer)).toEqual([pointer])
  })

  it('counts what the list shows for the same filter', async () => {
    const { json } = await call(listDeliveries, { method: 'GET', path: `/deliveries?status=failed&integrationId=${integrationId}` })
    const estimate = await call(bulkResend, { body: { filter: { status: 'failed', integrationId }, dryRun: true } })
    expect(estimate.json).toEqual({ count: json.data.length })
  })

  it('repeats its answer for the same Idempotency-Key and starts nothing twice', async () => {
    const request = { body: { filter: { status: 'failed' } }, headers: { 'idempotency-key': 'bulk-1' } }
    const first = await call(bulkResend, request)
    const again = await call(bulkResend, request)
    expect([again.status, again.json.id]).toEqual([202, first.json.id])
    expect((await call(bulkResend, { ...request, body: { filter: { status: 'cancelled' } } })).status).toBe(422)
  })

  it('needs the scope, and knows nothing of another workspace', async () => {
    const body = { filter: { integrationId } }
    const reader = (await newKey(['deliveries:read'], workspaceId)).key
    const { json: { id } } = await call(bulkResend, { body })
    expect((await call(bulkResend, { body, as: reader })).status).toBe(403)
    expect((await call(cancelOperation, { method: 'DELETE', ...of(id), as: reader })).status).toBe(403)
    expect((await call(readOperation, { method: 'GET', ...of(id), as: reader })).status).toBe(200)
    expect((await call(readOperation, { method: 'GET', ...of(id), as: foreignKey })).status).toBe(404)
    expect((await call(cancelOperation, { method: 'DELETE', ...of(id), as: foreignKey })).status).toBe(404)
    expect((await call(readOperation, { method: 'GET', ...of(id) })).json.status).toBe('running')
    expect((await call(listOperations, { method: 'GET', as: foreignKey })).json.data).toEqual([])
    expect((await call(bulkResend, { body: { ...body, dryRun: true }, as: foreignKey })).json).toEqual({ count: 0 })
  })
})

describe('POST /integrations/{id}/enable', () => {
  it('answers the integration, or with replaySkipped an operation, also for one that is on', async () => {
    const { json: { id } } = await call(createIntegration, { body: input({ enabled: false }) })
    const since = '2026-11-01T00:00:00+01:00'
    const replayed = await call(enable, { ...of(id), body: { replaySkipped: { since } } })
    expect(replayed.status).toBe(202)
    expect(replayed.json).toMatchObject({ kind: 'replay_skipped', status: 'running', body: 'render', filter: { integrationId: id, since }, total: 0 })
    expect((await call(readIntegration, { method: 'GET', ...of(id) })).json.enabled).toBe(true)
    expect((await call(readOperation, { method: 'GET', ...of(replayed.json.id) })).status).toBe(200)
    expect((await call(enable, { ...of(id), body: { replaySkipped: { since } } })).status).toBe(202)
    expect(await call(enable, { ...of(id), body: {} })).toMatchObject({ status: 200, json: { id, enabled: true } })
    expect(await call(enable, of(id))).toMatchObject({ status: 200, json: { id } })
    expect((await call(enable, { ...of(id), body: { replaySkipped: {} } })).json.errors[0]?.pointer).toBe('/replaySkipped/since')
    const foreign = { ...of(id), as: foreignKey }
    expect((await call(enable, { ...foreign, body: { replaySkipped: { since } } })).status).toBe(404)
    expect((await call(readSkipped, { method: 'GET', ...foreign })).status).toBe(404)
  })

  it('repeats its answer for the same Idempotency-Key, and the count of what was skipped begins before the switch', async () => {
    const { json: { id } } = await call(createIntegration, { body: input() })
    await call(disable, of(id))
    const skipped = await call(readSkipped, { method: 'GET', ...of(id) })
    expect(skipped.json).toMatchObject({ count: 0 })
    expect(Date.now() - Date.parse(String(skipped.json.since))).toBeGreaterThanOrEqual(60_000)
    const request = { ...of(id), body: { replaySkipped: { since: skipped.json.since } }, headers: { 'idempotency-key': 'replay-1' } }
    const first = await call(enable, request)
    expect((await call(enable, request)).json.id).toBe(first.json.id)
  })
})

describe('POST /integrations/{id}/clone', () => {
  const secrets = async (id: string) => (await loadTargetsById(pool(), [id])).get(id)?.secrets
  const full = input({
    preset: 'slack', ownerEmail: null,
    triggers: [{ type: 'CustomerCSTARUnderThreshold', params: { threshold: 550 }, template: '{"a": 1}' }, { type: 'reputations.added' }],
    destination: {
      url: 'http://127.0.0.1:19999/hook', params: [{ name: 'p', value: 'v' }], auth: { kind: 'basic', username: 'u', password: 'pass-word' },
      headers: [{ name: 'X-Open', value: 'red', secret: false }, { name: 'X-Token', value: 'top-secret-value-1234', secret: true }],
    },
    policy: { profile: 'custom', timeoutMs: 2000, retryDelaysSeconds: [3] }, limits: { perSecond: 7, concurrency: 2 },
  })

  it('copies everything but the signing secret, switched off, and shows the new one this once', async () => {
    const { json: source } = await call(createIntegration, { body: full })
    const made = await call(clone, { ...of(source.id), headers: { 'idempotency-key': 'clone-1' } })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({ name: 'SIEM (copy)', enabled: false, disabledBy: 'person', lastDeliveryAt: null, version: 1 })
    for (const field of ['preset', 'destination', 'policy', 'limits', 'type'] as const) expect(made.json[field]).toEqual(source[field])
    const bare = (triggers: unknown) => (triggers as Json[]).map(({ id: _id, ...rest }) => rest)
    expect(bare(made.json.triggers)).toEqual(bare(source.triggers))
    const [before, after] = [await secrets(source.id), await secrets(made.json.id)]
    expect([after?.password?.reveal(), after?.headers['x-token']?.reveal()]).toEqual(['pass-word', 'top-secret-value-1234'])
    const own = String(after?.signing?.reveal())
    expect(own).toMatch(/^whsec_/)
    expect(own).not.toBe(before?.signing?.reveal())
    expect(made.json.signing).toMatchObject({ scheme: 'standard', secret: own })
    expect(made.text).not.toContain('pass-word')
    const again = await call(clone, { ...of(source.id), headers: { 'idempotency-key': 'clone-1' } })
    expect([again.status, again.json.id]).toEqual([201, made.json.id])
    expect(again.text).not.toContain(own)
    expect((await call(readIntegration, { method: 'GET', ...of(made.json.id) })).text).not.toContain(own)
  })

  it.each([['argyle', undefined, false], ['argyle', 'own-secret-of-ours', true], ['guard', 'own-secret-of-ours', true], ['none', undefined, false]])(
    'signs where the original does (%s, %s)', async (scheme, secret, signs) => {
      const { json: source } = await call(createIntegration, { body: input({ signing: { scheme, ...(secret === undefined ? (scheme === 'argyle' && { secret: null }) : { secret }) } }) })
      const { json } = await call(clone, of(source.id))
      const { signing } = (await secrets(json.id)) ?? {}
      expect(signing !== undefined).toBe(signs)
      expect(signing === undefined || signing.reveal() !== secret).toBe(true)
    })

  it('keeps the name within its length, and is for those who may create', async () => {
    const { json: source } = await call(createIntegration, { body: input({ name: `${'x'.repeat(192)}😀${'y'.repeat(6)}` }) })
    const { json } = await call(clone, of(source.id))
    expect(String(json.name)).toMatch(/^x{192} \(copy\)$/)
    expect((await call(clone, { ...of(source.id), as: foreignKey })).status).toBe(404)
    const reader = (await newKey(['integrations:read'], workspaceId)).key
    expect((await call(clone, { ...of(source.id), as: reader })).status).toBe(403)
  })
})
