import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeApi, type Api } from '@/app/api/v1/testing/call-api'
import { integrationTo, startWorld, type World } from '@/inngest/testing/start-world'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import type { EventDetail, EventView } from '@/lib/contracts/event'
import type { AcceptedScores, ObservationView, ScorecardView } from '@/lib/contracts/scorecard'
import type { Problem } from '@/lib/contracts/problem'
import { pool } from '@/lib/db'
import { evaluateForgotten, evaluateTriggers, findForgotten } from '@/lib/scores/evaluate-triggers'
import { retrySetAside } from '@/lib/scores/retry-set-aside'
import { dispatch } from '@/inngest/dispatch'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'

let world: World
let receiver: Receiver
let api: Api

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  receiver = await startReceiver()
  api = await makeApi((await createApiKey({ workspaceId: world.workspaceId, name: 'k', scopes: apiKeyScopes, createdBy: null })).key)
})
afterEach(async () => {
  await world.stopWorker()
  await receiver.close()
  await world.newWorkspace()
})

const score = (domain: string, ...scores: number[]) => api<AcceptedScores>('POST /scores', { scores: scores.map((one) => ({ domain, score: one })) })
const mine = (domain: string, more: object = {}) => api<ScorecardView>('POST /scorecards', { domain, kind: 'mine', ...more })
const integrate = (triggers: object[], more: object = {}) =>
  world.create({ ...integrationTo(receiver.url), triggers: triggers.map((one) => ({ params: {}, template: null, ...one })) as never, ...more })
const under = (threshold: number, more: object = {}) => ({ type: 'CustomerCSTARUnderThreshold', params: { threshold }, ...more })
const logged: object[] = []
const log = { warn() {}, error: (details: object) => void logged.push(details) }
const deps = { get pool() { return pool() }, dispatch, now: Date.now, log }
const evaluate = (batchId: string) => evaluateTriggers(deps, { workspaceId: world.workspaceId, batchId })
const events = async () => (await api<{ data: EventView[] }>('GET /events?limit=200')).json.data.reverse()
const contexts = () => receiver.requests.map(({ body }) => (JSON.parse(body) as { notification: { context: object } }).notification.context)

describe('scores become webhooks', () => {
  it('732 → 599 sends one with the right context, 590 none, 700 → 580 another', async () => {
    await mine('example.com', { name: 'Example Company' })
    await integrate([under(600)])
    await world.startWorker()
    expect((await score('example.com', 732)).status).toBe(202)
    await score('example.com', 599)
    await receiver.until(1)
    await score('example.com', 590)
    await score('example.com', 700)
    await score('example.com', 580)
    await receiver.until(2)
    await world.settled(2)
    expect(contexts()).toEqual([
      { LatestScore: 599, PrevScore: 732, Threshold: 600, CompanyName: 'Example Company', Domain: 'example.com' },
      { LatestScore: 580, PrevScore: 700, Threshold: 600, CompanyName: 'Example Company', Domain: 'example.com' },
    ])
    const [first] = await events()
    expect(first).toMatchObject({ description: "The score for 'Example Company' dropped below 600 with a score of 599", scorecard: 'example.com' })
    await world.send({ type: 'TrustPageAccessRequested', scorecard: 'EXAMPLE.com', context: {} })
    for (const domain of ['example.com', 'Example.COM.']) expect((await api<{ data: EventView[] }>(`GET /events?scorecard=${domain}`)).json.data, domain).toHaveLength(3)
  })

  it('an event of evaluation is for triggers with its parameters; one that a client posts goes by its level', async () => {
    await mine('example.com')
    const [six, five] = [await integrate([under(600)]), await integrate([under(500)])]
    await world.startWorker()
    await score('example.com', 700, 550, 450)
    await receiver.until(2)
    await world.send({ type: 'CustomerCSTARUnderThreshold', context: { LatestScore: 450, PrevScore: 700, Threshold: 650 } })
    await world.settled(4)
    const details = await Promise.all((await events()).map(async ({ id }) => (await api<EventDetail>(`GET /events/${id}`)).json))
    expect(details.map((one) => [one.deliveries.map(({ integrationId }) => integrationId).sort(), one.skips])).toEqual([
      [[six.id], [{ integrationId: five.id, ruleId: null, reason: 'below_threshold' }]],
      [[five.id], [{ integrationId: six.id, ruleId: null, reason: 'below_threshold' }]],
      [[six.id, five.id].sort(), []],
    ])
  })

  it('a scorecard that does not meet a trigger\'s conditions is a skip', async () => {
    const card = await mine('eu.example', { tier: 'Tier 1', labels: ['EU'] })
    const portfolio = await api<{ id: string }>('POST /portfolios', { name: 'Critical', members: [card.json.id] })
    await mine('us.example', { tier: 'Tier 1' })
    const conditions = [{ field: 'tier', op: 'is', value: 'tier 1' }, { field: 'label', op: 'is', value: 'eu' }, { field: 'portfolio', op: 'is', value: portfolio.json.id }]
    const made = await integrate([under(600, { conditions })])
    expect(made.triggers[0]?.conditions).toEqual(conditions)
    await world.startWorker()
    await score('us.example', 700, 500)
    await score('eu.example', 700, 500)
    await receiver.until(1)
    await world.settled(1)
    const [us, eu] = await events()
    expect((await api<EventDetail>(`GET /events/${us?.id}`)).json.skips).toEqual([{ integrationId: made.id, ruleId: null, reason: 'condition' }])
    expect((await api<EventDetail>(`GET /events/${eu?.id}`)).json.deliveries).toHaveLength(1)
  })

  it('a condition names a portfolio that is there, and one that is named stays', async () => {
    const { json: portfolio } = await api<{ id: string }>('POST /portfolios', { name: 'Critical', members: [] })
    const named = (value: string) => [{ field: 'tier', op: 'is', value: '1' }, { field: 'portfolio', op: 'is_not', value }]
    const integration = (value: string) => ({
      type: 'webhook', name: 'Named', triggers: [{ type: 'RisksAdded' }, { ...under(600), conditions: named(value) }], destination: { url: receiver.url },
    })
    const rule = (value: string) => ({ name: 'Rule', event: { kind: 'breach' }, scope: { kind: 'mine' }, conditions: named(value), steps: [{ url: receiver.url }] })
    const errors = async (call: string, body: object) => (await api<Problem>(call, body)).json.errors.map(({ pointer, code }) => `${pointer} ${code}`)
    expect(await errors('POST /integrations', integration('pfl_none'))).toEqual(['/triggers/1/conditions/1/value not_found'])
    expect(await errors('POST /rules', rule('pfl_none'))).toEqual(['/conditions/1/value not_found'])
    const made = [await api<{ id: string }>('POST /integrations', integration(portfolio.id.toLowerCase())), await api<{ id: string }>('POST /rules', rule(portfolio.id))]
    expect(made.map(({ status }) => status)).toEqual([201, 201])
    expect(await errors(`PATCH /integrations/${made[0]?.json.id}`, { triggers: integration('pfl_none').triggers })).toEqual(['/triggers/1/conditions/1/value not_found'])
    const refused = await api<Problem>(`DELETE /portfolios/${portfolio.id}`)
    expect([refused.status, refused.json.detail]).toEqual([409, expect.stringMatching(/: (Named, Rule|Rule, Named)\./)])
    await api(`DELETE /integrations/${made[0]?.json.id}`)
    expect((await api<Problem>(`DELETE /portfolios/${portfolio.id}`)).json.detail).toContain(': Rule.')
    await api(`DELETE /rules/${made[1]?.json.id}`)
    expect((await api(`DELETE /portfolios/${portfolio.id}`)).status).toBe(204)
  })

  it('each kind of scorecard has its own types, and a change is told once', async () => {
    await api('POST /scorecards', { domain: '192.0.2.7', kind: 'domain' })
    await integrate(['CompanyCSTARUnderThreshold', 'VendorCSTARUnderThreshold', 'DomainCSTARUnderThreshold', 'VendorCSTARDropped', 'scorecard.changed'].map((type) => ({ type })))
    const batches = [await score('192.0.2.7', 700, 500), await score('vendor.example', 700, 695, 690, 500), await score('vendor.example', 500)]
    for (const { json } of batches) await evaluate(json.batchId)
    expect((await events()).map(({ type, context }) => [type, context])).toEqual(expect.arrayContaining([
      ['DomainCSTARUnderThreshold', { LatestScore: 500, PrevScore: 700, Threshold: 600, Hostname: '192.0.2.7', Domain: '192.0.2.7' }],
      ['VendorCSTARDropped', { LatestScore: 690, PrevScore: 700, Domain: 'vendor.example', Days: 7 }],
      ['VendorCSTARUnderThreshold', { LatestScore: 500, PrevScore: 690, Threshold: 600, Domain: 'vendor.example' }],
      ['CompanyCSTARUnderThreshold', { LatestScore: 500, PrevScore: 690, Threshold: 600, Domain: 'vendor.example' }],
    ]))
    expect((await events()).filter(({ type }) => type === 'scorecard.changed')).toHaveLength(4)
    expect(await events()).toHaveLength(8)
  })

  it('a scorecard.changed that a client posts is evaluated like a score, and made no second time', async () => {
    await mine('example.com')
    await integrate([under(600), { type: 'scorecard.changed' }])
    await world.startWorker()
    const changed = (value: unknown, more: object = {}) => ({ type: 'scorecard.changed', context: { domain: 'Example.COM.', score: value, ...more } })
    await world.send(changed(700, { observedAt: '2026-01-01T00:00:00Z' }), changed(5000), changed(590), { type: 'scorecard.changed', context: { score: 1 } })
    await receiver.until(5)
    await world.settled(5)
    expect((await events()).map(({ type }) => type).sort()).toEqual(['CustomerCSTARUnderThreshold', ...Array<string>(4).fill('scorecard.changed')])
  })
})

describe('nothing is lost or told twice', () => {
  it('batches are evaluated in the order in which they were accepted', async () => {
    await mine('example.com')
    await integrate([under(600)])
    const [first, second, third] = [await score('example.com', 700), await score('example.com', 500), await score('example.com', 700)]
    expect(await evaluate(second.json.batchId)).toBe(1) // and the first one before it
    expect(await evaluate(first.json.batchId)).toBe(0)
    await Promise.all([evaluate(third.json.batchId), evaluate(third.json.batchId)])
    expect(await events()).toHaveLength(1)
  })

  it('a crash in the middle changes nothing, and repeating makes it once', async () => {
    await mine('example.com')
    await integrate([under(600)])
    const { json } = await score('example.com', 700, 500)
    const crash = { ...deps, pool: pool(), dispatch: () => Promise.reject(new Error('killed')) }
    await expect(evaluateTriggers(crash, { workspaceId: world.workspaceId, batchId: json.batchId })).rejects.toThrow('killed')
    expect(await events()).toEqual([])
    await evaluate(json.batchId)
    await evaluate(json.batchId)
    expect(await events()).toHaveLength(1)
    // Even if all of it were evaluated anew.
    await pool().query(`UPDATE observation SET outcome = 'pending' WHERE batch_id = $1`, [json.batchId])
    await pool().query('UPDATE scorecard SET last_at = NULL, score = NULL WHERE workspace_id = $1', [world.workspaceId])
    await pool().query('INSERT INTO score_batch (id, workspace_id) VALUES ($1, $2)', [json.batchId, world.workspaceId])
    await evaluate(json.batchId)
    expect(await events()).toHaveLength(1)
  })

  it('a batch whose message was lost is found', async () => {
    const { json } = await score('example.com', 700)
    expect(await findForgotten(pool())).toEqual([])
    expect(await findForgotten(pool(), '0 seconds')).toContainEqual({ workspaceId: world.workspaceId, batchId: json.batchId })
    await evaluate(json.batchId) // so that no other test finds it
  })

  it('a batch that cannot be evaluated is set aside after some tries: what of it can be is, and those behind it go on', async () => {
    await mine('good.example')
    await integrate([under(600)])
    const { json: bad } = await api<AcceptedScores>('POST /scores', { scores: ['bad.example', 'good.example'].map((domain) => ({ domain, score: 700 })) })
    const { json: behind } = await score('good.example', 500)
    const [badId] = bad.scores.map(({ scorecardId }) => scorecardId)
    await pool().query(`UPDATE scorecard SET kind = 'nonsense' WHERE id = $1`, [badId])
    for (let tries = 0; tries < 6; tries++) await expect(evaluate(behind.batchId)).rejects.toThrow() // too young to be given up
    expect(logged).toEqual([])
    await pool().query(`UPDATE score_batch SET created_at = now() - interval '2 minutes' WHERE workspace_id = $1`, [world.workspaceId])
    expect(await evaluate(behind.batchId)).toBe(1)
    expect(logged).toMatchObject([{ batchId: bad.batchId, scorecards: 1 }])
    expect((await events()).map(({ context }) => context)).toEqual([{ LatestScore: 500, PrevScore: 700, Threshold: 600, Domain: 'good.example' }])
    const { rows: [kept] } = await pool().query<object>('SELECT id, tries, error, set_aside_at FROM score_batch WHERE workspace_id = $1', [world.workspaceId])
    expect(kept).toMatchObject({ id: bad.batchId, tries: 7, error: expect.stringContaining('vendor') as string, set_aside_at: expect.any(Date) as Date })
    expect((await findForgotten(pool(), '0 seconds')).filter(({ workspaceId }) => workspaceId === world.workspaceId)).toEqual([])

    await pool().query(`UPDATE scorecard SET kind = 'vendor' WHERE id = $1`, [badId])
    const history = async () => (await api<{ data: ObservationView[] }>(`GET /scorecards/${badId}/history`)).json.data.map(({ outcome }) => outcome)
    expect(await history()).toEqual(['set_aside'])
    expect(await retrySetAside(pool())).toEqual({ batches: 1, observations: 1 })
    expect(await evaluateForgotten(deps)).toBe(1)
    expect(await history()).toEqual(['baseline'])
    expect((await pool().query('SELECT 1 FROM score_batch WHERE workspace_id = $1', [world.workspaceId])).rowCount).toBe(0)
  })

  it('late and repeated observations are kept or left out, and change nothing', async () => {
    await mine('example.com')
    await integrate([under(600)])
    const at = (day: number, value: number) => ({ domain: 'example.com', score: value, observedAt: `2026-01-0${day}T00:00:00Z` })
    const { json } = await api<AcceptedScores>('POST /scores', { scores: [at(2, 700), at(1, 100), at(2, 100), at(3, 650), at(4, 100)] })
    expect(json.scores.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'duplicate', 'accepted', 'accepted'])
    await evaluate(json.batchId)
    expect((await events()).map(({ context }) => context)).toEqual([{ LatestScore: 100, PrevScore: 650, Threshold: 600, Domain: 'example.com' }])
    const history = await api<{ data: ObservationView[]; page: { nextCursor: string } }>(`GET /scorecards/${json.scores[0]?.scorecardId}/history?limit=3`)
    expect(history.json.data.map(({ score: value, outcome, grade }) => [value, outcome, grade])).toEqual([[100, 'evaluated', 'F'], [650, 'evaluated', 'D'], [700, 'baseline', 'C']])
    const rest = await api<{ data: ObservationView[] }>(`GET /scorecards/${json.scores[0]?.scorecardId}/history?cursor=${history.json.page.nextCursor}`)
    expect(rest.json.data.map(({ score: value, outcome }) => [value, outcome])).toEqual([[100, 'late']])
  })

  it('an import moves on without telling', async () => {
    await mine('example.com')
    await integrate([under(600)])
    const { json } = await api<AcceptedScores>('POST /scores', { evaluate: false, scores: [{ domain: 'example.com', score: 700 }, { domain: 'example.com', score: 500 }] })
    await evaluate(json.batchId)
    await evaluate((await score('example.com', 490)).json.batchId)
    expect(await events()).toEqual([])
    const card = await api<ScorecardView>(`GET /scorecards/${json.scores[0]?.scorecardId}`)
    expect(card.json).toMatchObject({ score: 490, grade: 'F', change7d: null })
  })
})

describe('POST /scores', () => {
  it('creates unknown domains as vendors, not followed, each once', async () => {
    await api('POST /scores', { scores: [{ domain: 'Bücher.example.', score: 1, factors: { dns_health: 2 } }, { domain: 'xn--bcher-kva.example', score: 2 }] })
    const { json } = await api<{ data: ScorecardView[] }>('GET /scorecards')
    expect(json.data).toMatchObject([{ domain: 'xn--bcher-kva.example', kind: 'vendor', followed: false, name: null }])
  })

  it('takes all or nothing and names what is wrong', async () => {
    const { status, json } = await api<Problem>('POST /scores', {
      scores: [
        { domain: 'good.example', score: 1 }, { domain: 'no domain', score: 1 }, { domain: 'a.example', score: 1001 },
        { domain: 'a.example', score: 1, factors: { dns: 1 } }, { domain: 'a.example', score: 1, observedAt: 'yesterday' }, { domain: 'a.example' },
      ],
    })
    expect([status, json.errors.map(({ pointer }) => pointer)]).toEqual([422, [
      '/scores/1/domain', '/scores/2/score', '/scores/3/factors/dns', '/scores/4/observedAt', '/scores/5/score',
    ]])
    const ahead = await api<Problem>('POST /scores', { scores: [{ domain: 'a.example', score: 1, observedAt: '2999-01-01T00:00:00Z' }] })
    expect([ahead.status, ahead.json.errors[0]?.pointer]).toEqual([422, '/scores/0/observedAt'])
    const many = await api<Problem>('POST /scores', { scores: Array.from({ length: 1001 }, () => ({ domain: 'a.example', score: 1 })) })
    expect(many.status).toBe(422)
    expect((await api<{ data: [] }>('GET /scorecards')).json.data).toEqual([])
  })

  it('takes 1000 at once, and the same request again by its key', async () => {
    const body = { scores: Array.from({ length: 1000 }, (_, i) => ({ domain: `v${i}.example`, score: 500 })) }
    const key = { 'idempotency-key': 'once' }
    const [first, again] = [await api<AcceptedScores>('POST /scores', body, key), await api<AcceptedScores>('POST /scores', body, key)]
    expect(again.json).toEqual(first.json)
    expect(await evaluate(first.json.batchId)).toBe(0)
    const { rows } = await pool().query<{ outcome: string; count: number }>('SELECT outcome, count(*) FROM observation WHERE batch_id = $1 GROUP BY 1', [first.json.batchId])
    expect(rows).toEqual([{ outcome: 'baseline', count: 1000 }])
  })

  it('needs the scope events:write', async () => {
    const reader = await makeApi((await createApiKey({ workspaceId: world.workspaceId, name: 'r', scopes: ['integrations:read'], createdBy: null })).key)
    expect((await reader('POST /scores', { scores: [{ domain: 'a.example', score: 1 }] })).status).toBe(403)
  })
})
