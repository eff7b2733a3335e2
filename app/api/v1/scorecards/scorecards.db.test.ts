import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeApi, type Api } from '@/app/api/v1/testing/call-api'
import { dispatch } from '@/inngest/dispatch'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import type { Problem } from '@/lib/contracts/problem'
import type { AcceptedScores, PortfolioDetail, PortfolioView, ScorecardView } from '@/lib/contracts/scorecard'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { evaluateTriggers } from '@/lib/scores/evaluate-triggers'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

let database: TestDatabase
let api: Api
const workspaceId = newId('ws')
const DAY_MS = 24 * 3600 * 1000
type List<T> = { data: T[]; page: { nextCursor: string | null } }

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId, scoreMax: 950 } })
  api = await makeApi((await createApiKey({ workspaceId, name: 'k', scopes: apiKeyScopes, createdBy: null })).key)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const create = async (domain: string, more: object = {}) => (await api<ScorecardView>('POST /scorecards', { domain, ...more })).json
const list = async (query: string) => (await api<List<ScorecardView>>(`GET /scorecards?${query}`)).json.data.map(({ domain }) => domain)

it('a scorecard is created, changed and deleted; its domain is there once', async () => {
  const made = await api<ScorecardView>('POST /scorecards', { domain: 'Shop.Example.com.', kind: 'mine', tier: '1', labels: ['EU', 'EU'], attributes: { owner: 'Ann', seats: 3 } })
  expect(made).toMatchObject({
    status: 201, json: { domain: 'shop.example.com', kind: 'mine', followed: false, labels: ['EU'], attributes: { owner: 'Ann', seats: 3 }, score: null, grade: null, trend: [] },
  })
  const again = await api<Problem>('POST /scorecards', { domain: 'shop.example.com' })
  expect([again.status, again.json.errors[0]?.pointer]).toEqual([409, '/domain'])
  const { id } = made.json
  const changed = await api<ScorecardView>(`PATCH /scorecards/${id}`, { followed: true, tier: null, labels: [] })
  expect(changed.json).toMatchObject({ followed: true, tier: null, labels: [], attributes: { owner: 'Ann' }, kind: 'mine' })
  expect((await api(`PATCH /scorecards/${id}`, { domain: 'other.example' })).status).toBe(422)
  expect((await api(`DELETE /scorecards/${id}`)).status).toBe(204)
  expect((await api(`GET /scorecards/${id}`)).status).toBe(404)
})

it('lists by kind, followed, tier, label, portfolio and words, in pages', async () => {
  const a = await create('a.example', { kind: 'mine', name: 'Alpha GmbH', tier: '1' })
  await create('b.example', { followed: true, labels: ['EU'] })
  await create('c.example')
  await api('POST /portfolios', { name: 'P', members: [a.id] })
  const { data: [portfolio] } = (await api<List<PortfolioView>>('GET /portfolios')).json
  expect(await list('kind=mine')).toEqual(['a.example'])
  expect(await list('followed=true')).toEqual(['b.example'])
  expect(await list('followed=false')).toEqual(['c.example', 'a.example'])
  expect(await list('tier=1')).toEqual(['a.example'])
  expect(await list('label=EU')).toEqual(['b.example'])
  expect(await list(`portfolio=${portfolio?.id}`)).toEqual(['a.example'])
  expect(await list('q=ALPHA')).toEqual(['a.example'])
  expect(await list('q=%25')).toEqual([])
  const { json } = await api<List<ScorecardView>>('GET /scorecards?limit=2')
  expect(json.data.map(({ domain }) => domain)).toEqual(['c.example', 'b.example'])
  expect(await list(`cursor=${json.page.nextCursor}`)).toEqual(['a.example'])
  expect((await api(`GET /scorecards?cursor=${Buffer.from(portfolio?.id ?? '').toString('base64url')}`)).status).toBe(422)
})

it('shows score, grade, the change in seven days and a month by days', async () => {
  const at = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS).toISOString()
  const scores = [[60, 100], [10, 800], [8, 790], [2, 780], [0, 855]].map(([days = 0, score]) => ({ domain: 'trend.example', score, observedAt: at(days) }))
  const { json } = await api<AcceptedScores>('POST /scores', { scores: [...scores.slice(0, 4), { ...scores[4], factors: { dns_health: 900 } }] })
  await evaluateTriggers({ pool: pool(), dispatch, now: Date.now, log: { warn() {}, error() {} } }, { workspaceId, batchId: json.batchId })
  const card = (await api<ScorecardView>(`GET /scorecards/${json.scores[0]?.scorecardId}`)).json
  expect(card).toMatchObject({ score: 855, grade: 'A', change7d: 65, factors: { dns_health: 900 } })
  expect(card.trend.map(({ score }) => score)).toEqual([800, 790, 780, 855])
})

it('a portfolio has members by id or domain, which come and go', async () => {
  const [x, y] = [await create('x.example'), await create('y.example')]
  const { status, json } = await api<PortfolioDetail>('POST /portfolios', { name: 'Vendors', members: [x.id, 'X.example', 'y.example.'] })
  expect([status, json.memberCount, json.members.map(({ domain }) => domain)]).toEqual([201, 2, ['x.example', 'y.example']])
  const unknown = await api<Problem>(`POST /portfolios/${json.id}/members`, { members: ['x.example', 'none.example'] })
  expect([unknown.status, unknown.json.errors[0]?.pointer]).toEqual([422, '/members/1'])
  expect((await api(`DELETE /portfolios/${json.id}/members/${x.id}`)).status).toBe(204)
  expect((await api(`DELETE /portfolios/${json.id}/members/x.example`)).status).toBe(404)
  const patched = await api<PortfolioDetail>(`PATCH /portfolios/${json.id}`, { name: 'V', members: ['x.example'] })
  expect(patched.json).toMatchObject({ name: 'V', memberCount: 1, members: [{ domain: 'x.example' }] })
  await api(`DELETE /scorecards/${x.id}`)
  expect((await api<PortfolioDetail>(`GET /portfolios/${json.id}`)).json.memberCount).toBe(0)
  expect((await api(`DELETE /portfolios/${json.id}`)).status).toBe(204)
  expect((await api(`GET /scorecards/${y.id}`)).status).toBe(200)
})

it('an import creates what is new and leaves alone what it does not name', async () => {
  const known = await create('known.example', { kind: 'mine', tier: '1', labels: ['EU'], followed: true })
  const scorecards = [{ domain: 'Known.example', name: 'Known' }, { domain: 'new.example', labels: ['US'] }, { domain: 'new.example', labels: ['EU', 'A'] }]
  expect((await api('POST /scorecards/import', { scorecards })).json).toEqual({ created: 1, changed: 1 })
  expect((await api<ScorecardView>(`GET /scorecards/${known.id}`)).json).toMatchObject({ name: 'Known', kind: 'mine', tier: '1', labels: ['EU'], followed: true })
  expect((await api<List<ScorecardView>>('GET /scorecards?q=new.example')).json.data).toMatchObject([{ kind: 'vendor', labels: ['EU', 'A'] }])
})
