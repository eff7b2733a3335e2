import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeApi, type Api } from '@/app/api/v1/testing/call-api'
import { dispatch } from '@/inngest/dispatch'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import type { Problem } from '@/lib/contracts/problem'
import type { AcceptedScores, Backtest, ScorecardView } from '@/lib/contracts/scorecard'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { ingestEvents } from '@/lib/events/ingest-events'
import { IngestQueue } from '@/lib/events/ingest-queue'
import { newId } from '@/lib/ids'
import { evaluateTriggers } from '@/lib/scores/evaluate-triggers'
import { applyRetention } from '@/lib/retention/apply-retention'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

let database: TestDatabase
let api: Api
let mineId: string
const workspaceId = newId('ws')
const DAY_MS = 24 * 3600 * 1000
const start = Date.now()
const at = (daysAgo: number) => new Date(start - daysAgo * DAY_MS).toISOString()

const post = async (domain: string, ...scores: Array<[days: number, score: number, more?: object]>) => observe(domain, false, ...scores)
const observe = async (domain: string, evaluate: boolean, ...scores: Array<[days: number, score: number, more?: object]>) => {
  const { json } = await api<AcceptedScores>('POST /scores', {
    evaluate, scores: scores.map(([days, score, more]) => ({ domain, score, observedAt: at(days), ...more })),
  })
  await evaluateTriggers({ pool: pool(), dispatch, now: Date.now, log: { warn() {}, error() {} } }, { workspaceId, batchId: json.batchId })
}
const test = async (body: object) => (await api<Backtest>('POST /triggers/backtest', body)).json

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
  api = await makeApi((await createApiKey({ workspaceId, name: 'k', scopes: apiKeyScopes, createdBy: null })).key)
  mineId = (await api<ScorecardView>('POST /scorecards', { domain: 'mine.example', kind: 'mine', tier: '1' })).json.id
  // Also in another order than that of time: an import.
  await post('mine.example', [3, 590], [40, 700], [35, 500], [20, 650], [10, 550], [5, 700])
  await post('v.example', [6, 700, { factors: { dns_health: 900 } }], [4, 695], [2, 689, { factors: { dns_health: 500 }, breach: {} }])
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

it('finds when a trigger would have fired, from scores that were imported in any order', async () => {
  expect(await test({ triggerType: 'CustomerCSTARUnderThreshold' })).toEqual({
    count: 2, hits: [{ at: at(3), domain: 'mine.example', from: 700, to: 590 }, { at: at(10), domain: 'mine.example', from: 650, to: 550 }],
  })
  expect((await test({ triggerType: 'CustomerCSTARUnderThreshold', days: 36 })).count).toBe(3)
  expect((await test({ triggerType: 'CustomerCSTARUnderThreshold', params: { threshold: 560 } })).count).toBe(1)
  expect((await test({ triggerType: 'VendorCSTARDropped' })).hits).toEqual([{ at: at(2), domain: 'v.example', from: 700, to: 689 }])
  expect((await test({ triggerType: 'VendorCSTARUnderThreshold' })).count).toBe(0)
})

it('keeps to conditions, scopes and portfolios', async () => {
  const tier = (value: string) => ({ triggerType: 'CustomerCSTARUnderThreshold', conditions: [{ field: 'tier', op: 'is', value }] })
  expect([(await test(tier('1'))).count, (await test(tier('2'))).count]).toEqual([2, 0])
  const event = { kind: 'score_drop', threshold: 100 }
  expect((await test({ event })).count).toBe(2)
  expect((await test({ event, scope: { kind: 'mine' } })).count).toBe(2)
  expect((await test({ event, scope: { kind: 'followed' } })).count).toBe(0)
  const { json } = await api<{ id: string }>('POST /portfolios', { name: 'P', members: [mineId] })
  expect((await test({ event, scope: { kind: 'portfolio', portfolioId: json.id } })).count).toBe(2)
})

it('knows the kinds of rules', async () => {
  expect((await test({ event: { kind: 'factor_grade_drop', factor: 'dns_health' } })).hits).toEqual([{ at: at(2), domain: 'v.example', from: 'A', to: 'F' }])
  expect((await test({ event: { kind: 'breach' } })).hits).toEqual([{ at: at(2), domain: 'v.example', from: null, to: null }])
})

it('counts events that clients have posted, by their level', async () => {
  const events = [
    { type: 'RisksAdded', scorecard: 'mine.example', context: { Severity: 'high' } }, { type: 'RisksAdded', context: { Severity: 'low' } },
    { type: 'CompanyCSTARUnderThreshold', context: { LatestScore: 10, PrevScore: 20, Threshold: 30 } },
  ]
  await ingestEvents(new IngestQueue(dispatch), { workspace: { id: workspaceId, name: 'Acme' }, body: { events }, rawBody: JSON.stringify({ events }), now: Date.now() })
  expect(await test({ triggerType: 'RisksAdded', params: { minSeverity: 'medium' } }))
    .toMatchObject({ count: 1, hits: [{ domain: 'mine.example', from: null, to: null }] })
  expect((await test({ triggerType: 'CompanyCSTARUnderThreshold' })).hits).toHaveLength(3)
})

it('says what live evaluation said, also where scores are rare', async () => {
  const params = [{ points: 10, days: 7 }, { points: 60, days: 30 }]
  for (const one of params) {
    await api('POST /integrations', { type: 'webhook', name: 'I', triggers: [{ type: 'VendorCSTARDropped', params: one }], destination: { url: 'https://example.com/' } })
  }
  let seed = 3
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  await observe('rare.example', true, [366, 800])
  for (let day = 362; day > 0; day -= [1, 3, 7, 10, 40][random(5)] ?? 1) {
    const score = 500 + random(30) * 10
    await observe('rare.example', true, [day, score], ...(random(3) === 0 ? [[day, 1000] as [number, number]] : []))
  }
  const { json: { data: events } } = await api<{ data: Array<{ occurredAt: string; context: Record<string, unknown> }> }>('GET /events?type=VendorCSTARDropped&limit=200')
  for (const one of params) {
    const told = events.filter(({ context }) => context['Days'] === one.days)
      .map(({ occurredAt, context }) => ({ at: occurredAt, domain: 'rare.example', from: context['PrevScore'], to: context['LatestScore'] }))
    const { hits } = await test({ triggerType: 'VendorCSTARDropped', params: one, days: 365 })
    expect(told.sort((a, b) => (a.at < b.at ? 1 : -1))).toEqual(hits.filter(({ domain }) => domain === 'rare.example'))
    expect(told.length).toBeGreaterThan(5)
  }
})

it('says what is wrong', async () => {
  const pointers = async (body: object) => (await api<Problem>('POST /triggers/backtest', body)).json.errors.map(({ pointer }) => pointer)
  expect(await pointers({ triggerType: 'Nothing' })).toEqual(['/triggerType'])
  expect(await pointers({ triggerType: 'VendorCSTARDropped', params: { points: 0 } })).toEqual(['/params/points'])
  expect(await pointers({})).toEqual(['/triggerType'])
  expect(await pointers({ event: { kind: 'score_drop' } })).toEqual(['/event/threshold'])
})

it('says the same after retention has removed what is old', async () => {
  let seed = 7
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  for (const domain of ['a.example', 'b.example', 'old.example', 'once.example']) {
    const days = domain === 'once.example' ? [900, 800] : Array.from({ length: 60 }, () => (domain === 'old.example' ? 700 : 0) + random(1100))
    await post(domain, ...days.map((day): [number, number] => [day, 400 + random(400)]))
  }
  await post('once.example', [1, 100])
  const asked = [
    { triggerType: 'VendorCSTARUnderThreshold' }, { triggerType: 'VendorCSTARDropped', params: { points: 50, days: 90 } }, { triggerType: 'VendorCSTARDropped', params: { points: 100, days: 7 } },
    { event: { kind: 'score_drop', threshold: 100 } }, { event: { kind: 'grade_raise' } },
  ]
  const answers = () => Promise.all(asked.map((one) => test({ ...one, days: 365 })))
  const before = await answers()
  expect(before.filter(({ count }) => count === 0)).toEqual([])
  const stored = async () => Number((await pool().query<{ count: string }>('SELECT count(*) FROM observation')).rows[0]?.count)
  const all = await stored()
  const { removed } = await applyRetention({ pool: pool(), now: () => start }, { days: 90, bodyDays: 30, budgetMs: 60_000, restFactor: 0, batch: 2 })
  expect(removed.observation).toBeGreaterThan(50)
  expect(await stored()).toBe(all - (removed.observation ?? 0))
  expect(await answers()).toEqual(before)
  // The windows of one that was not seen for long are left, too: the next score is compared with them.
  const { rows } = await pool().query(`SELECT 1 FROM observation o JOIN scorecard s ON s.id = scorecard_id WHERE domain = 'old.example' AND observed_at < $1`, [at(455)])
  expect(rows.length).toBeGreaterThan(1)
})
