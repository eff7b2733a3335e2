import { beforeEach, describe, expect, it } from 'vitest'
import * as cancel from '@/app/api/v1/deliveries/[id]/cancel/route'
import * as delivery from '@/app/api/v1/deliveries/[id]/route'
import * as deliveries from '@/app/api/v1/deliveries/route'
import * as resend from '@/app/api/v1/deliveries/[id]/resend/route'
import * as event from '@/app/api/v1/events/[id]/route'
import * as events from '@/app/api/v1/events/route'
import * as mails from '@/app/api/v1/mails/route'
import * as portfolios from '@/app/api/v1/portfolios/route'
import * as disable from '@/app/api/v1/rules/[id]/disable/route'
import * as execution from '@/app/api/v1/rules/[id]/executions/[execution]/route'
import * as executions from '@/app/api/v1/rules/[id]/executions/route'
import * as rule from '@/app/api/v1/rules/[id]/route'
import * as rules from '@/app/api/v1/rules/route'
import * as scorecards from '@/app/api/v1/scorecards/route'
import * as scores from '@/app/api/v1/scores/route'
import { playVendor } from '@/app/api/v1/testing/play-vendor'
import { dispatch } from '@/inngest/dispatch'
import type { DeliveryView } from '@/lib/contracts/delivery'
import type { EventDetail, EventView } from '@/lib/contracts/event'
import type { MailView } from '@/lib/contracts/mail'
import type { ExecutionDetail, ExecutionView, RuleView } from '@/lib/contracts/rule'
import { createPool, inTransaction, pool, prisma } from '@/lib/db'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { DELIVERY_RETRY } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import { executeRules } from '@/lib/rules/execute-rules'
import { sweepExecutions } from '@/lib/rules/sweep-executions'
import { door } from '@/lib/security/outgoing'
import { answer } from '@/lib/testing/receiver'

// SecurityScorecard's rules, played from end to end: a client that creates them and reports scores, a receiver that takes
// their web requests, and the words of the vendor's own documentation.

const stage = playVendor({
  '/events': events, '/events/:id': event, '/deliveries': deliveries, '/deliveries/:id': delivery, '/deliveries/:id/resend': resend, '/deliveries/:id/cancel': cancel, '/mails': mails,
  '/rules': rules, '/rules/:id': rule, '/rules/:id/disable': disable, '/rules/:id/executions': executions, '/rules/:id/executions/:execution': execution,
  '/scorecards': scorecards, '/scores': scores, '/portfolios': portfolios,
})
const { ask, call } = stage
type List<T> = { data: T[] }

beforeEach(() => stage.world.addOwner('olive@example.com'))
const drop = { kind: 'score_drop', threshold: 100 }
const create = (more: object = {}) => call<RuleView>('POST', '/rules', {
  name: 'Tell the desk', ownerEmail: 'olive@example.com', event: drop, scope: { kind: 'mine' }, steps: [{ url: `${stage.receiver.url}/one` }], ...more,
})
const three = () => ({ steps: ['one', 'two', 'three'].map((name) => ({ url: `${stage.receiver.url}/${name}?who=us`, params: [{ name: 'sig', value: 'topsecret' }] })) })
const card = (domain = 'example.com', more: object = {}) => call<{ id: string }>('POST', '/scorecards', { domain, kind: 'mine', name: 'Example Company', ...more })
const report = (...entries: object[]) => call('POST', '/scores', { scores: entries })
const fire = async (domain = 'example.com') => {
  await report({ domain, score: 732 })
  await report({ domain, score: 599 })
}
const listed = async ({ id }: RuleView) => (await call<List<ExecutionView>>('GET', `/rules/${id}/executions`)).data
const over = async (made: RuleView, status: string): Promise<ExecutionDetail> => {
  await expect.poll(async () => (await listed(made))[0]?.status, { timeout: 30_000 }).toBe(status)
  return call<ExecutionDetail>('GET', `/rules/${made.id}/executions/${(await listed(made))[0]?.id ?? ''}`)
}
const bodies = () => stage.receiver.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>)

/** The wait of the schedule is over. */
const hurry = async (): Promise<void> => {
  const { rows } = await pool().query<{ id: string; attempt: number }>(
    `UPDATE delivery SET next_attempt_at = now() WHERE workspace_id = $1 AND status = 'retrying' RETURNING id, attempt_count AS attempt`, [stage.world.workspaceId])
  await inTransaction((tx) => dispatch(tx, rows.map(({ id, attempt }) => ({ name: DELIVERY_RETRY, data: { deliveryId: id, attempt } }))))
}
const retrying = (attempts: number) => expect.poll(async () => (await call<List<DeliveryView>>('GET', '/deliveries')).data
  .map(({ status, attemptCount }) => [status, attemptCount]), { timeout: 30_000 }).toContainEqual(['retrying', attempts])

describe('a web request of a rule', () => {
  it('is the documented body, byte for byte, to a URL with its parameters, headers and authentication', async () => {
    const { id } = await card()
    const made = await create({ steps: [{
      url: `${stage.receiver.url}/one?who=us`, params: [{ name: 'a b', value: '1&2' }], headers: [{ name: 'X-Team', value: 'red' }, { name: 'X-Key', value: 'header-secret', secret: true }],
      auth: { kind: 'basic', username: 'u', password: 'p' },
    }] })
    await fire()
    const [request] = await stage.receiver.until(1)
    const { id: executionId, createdAt } = await over(made, 'succeeded')
    expect(request?.body).toBe(`{
  "scorecard_id": "${id}",
  "domain": "example.com",
  "trigger": {"type":"score_drop","from":732,"to":599,"threshold":100},
  "execution_id": "${executionId}",
  "created_at": "${createdAt}"
}`)
    expect([request?.method, request?.url]).toEqual(['POST', '/one?who=us&a%20b=1%262'])
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json', 'x-team': 'red', 'x-key': 'header-secret', authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
      'webhook-id': expect.stringMatching(/^dlv_/) as string,
    })
    expect(request?.headers['webhook-signature']).toBeUndefined()
    expect(executionId).toMatch(/^rex_/)
  })

  it.each<[string, object, object, object]>([
    ['a rise', { kind: 'score_rise', threshold: 10 }, { score: 700 }, { type: 'score_rise', from: 650, to: 700, threshold: 10 }],
    ['a grade', { kind: 'grade_drop' }, { score: 599 }, { type: 'grade_drop', from: 'D', to: 'F' }],
    ['a raised grade', { kind: 'grade_raise' }, { score: 900 }, { type: 'grade_raise', from: 'D', to: 'A' }],
    ['a factor', { kind: 'factor_score_drop', factor: 'dns_health', threshold: 5 }, { score: 650, factors: { dns_health: 80 } }, { type: 'factor_score_drop', factor: 'dns_health', from: 90, to: 80, threshold: 5 }],
    ['the grade of a factor', { kind: 'factor_grade_raise', factor: 'dns_health' }, { score: 650, factors: { dns_health: 950 } }, { type: 'factor_grade_raise', factor: 'dns_health', from: 'F', to: 'A' }],
    ['issues', { kind: 'new_issues', by: 'severity', severity: 'low' }, { score: 650, issues: { csp_no_policy_v2: { severity: 'low', active: { count: 2 }, departed: { count: 3 } }, other: { severity: 'high', active: { count: 1 } } } },
      { type: 'new_issues', selected: 'by_severity', severity: 'low', issues: { csp_no_policy_v2: { active: { count: 2 }, departed: { count: 3 } } } }],
    ['a breach', { kind: 'breach' }, { score: 650, breach: { date: '2026-06-20', note: 'a "quoted" line\nbreak' } }, { date: '2026-06-20', note: 'a "quoted" line\nbreak', type: 'breach' }],
  ])('tells what fired: %s', async (_name, wanted, entry, trigger) => {
    await card()
    await create({ event: wanted })
    await report({ domain: 'example.com', score: 650, factors: { dns_health: 90 } })
    await report({ domain: 'example.com', ...entry })
    await stage.receiver.until(1)
    expect(bodies()[0]?.trigger).toEqual(trigger)
  })

  it('has the step\'s own template where there is one, with rule, event and earlier answers', async () => {
    stage.receiver.behave(answer(201, '{"ticket":{"id":12345678901234567890}}', { 'content-type': 'application/json' }))
    await card()
    const template = '{"text":"{{ rule.name }}: {{ notification.description }}","ticket":{{ webhooks[0].response.body.ticket.id }},"attempt":{{ delivery.attempt }}}'
    await create({ steps: [{ url: stage.receiver.url }, { url: stage.receiver.url, template }] })
    await fire()
    const [, second] = await stage.receiver.until(2)
    expect(second?.body).toBe('{"text":"Tell the desk: example.com: the score dropped from 732 to 599","ticket":12345678901234567890,"attempt":1}')
  })

  it('is also fired by a scorecard.changed event', async () => {
    await card()
    await create()
    await call('POST', '/events', { events: [732, 599].map((score) => ({ type: 'scorecard.changed', context: { domain: 'example.com', score } })) })
    await stage.receiver.until(1)
    expect(bodies()[0]).toMatchObject({ domain: 'example.com', trigger: { from: 732, to: 599 } })
    expect((await ask('POST', '/events', { type: 'scorecard.score_drop', context: {} })).status).toBe(422)
  })
})

describe('a chain', () => {
  it('runs in order, each after the success of the one before, and tells the later ones what the earlier answered', async () => {
    const held: Array<() => void> = []
    stage.receiver.behave((response, _request, n) => {
      const give = () => response.writeHead(200 + n, { 'content-type': 'application/json' }).end(`{"n":${n}}`)
      if (n === 1) held.push(give)
      else give()
    })
    await card()
    const made = await create(three())
    await fire()
    await stage.receiver.until(1)
    await expect.poll(async () => (await listed(made))[0]?.steps.map(({ status }) => status)).toEqual(['sending', 'waiting', 'waiting'])
    expect(stage.receiver.requests).toHaveLength(1)
    held[0]?.()
    await stage.receiver.until(3)
    expect(stage.receiver.requests.map(({ url }) => url)).toEqual(['one', 'two', 'three'].map((name) => `/${name}?who=us&sig=topsecret`))
    const [first, second, third] = bodies()
    const called = ['one', 'two'].map((name, index) => ({ url: `${stage.receiver.url}/${name}`, response: { status: 201 + index, body: { n: index + 1 } } }))
    expect(first).not.toHaveProperty('webhooks')
    expect(second).toEqual({ ...first, webhooks: called.slice(0, 1) })
    expect(third).toEqual({ ...first, webhooks: called })
    const done = await over(made, 'succeeded')
    expect(done.steps.map(({ number, status, statusCode, attempts }) => [number, status, statusCode, attempts.length])).toEqual([[1, 'succeeded', 201, 1], [2, 'succeeded', 202, 1], [3, 'succeeded', 203, 1]])
    const ofRule = (await call<List<DeliveryView>>('GET', `/deliveries?ruleId=${made.id}`)).data
    expect(ofRule.map((one) => [one.integration, one.rule])).toEqual(Array(3).fill([null, { id: made.id, name: 'Tell the desk' }]))
    expect((await call<EventDetail>('GET', `/events/${done.eventId ?? ''}`)).deliveries.map(({ ruleId }) => ruleId)).toEqual(Array(3).fill(made.id))
  })

  it('retries by the published schedule, `retries` counting up and `execution_id` the same; then the rest is not run and the owner is told once', async () => {
    stage.receiver.behave((response, _request, n) => response.writeHead(n === 1 ? 200 : n === 2 ? 410 : 503).end('no'))
    await card()
    const made = await create(three())
    await fire()
    await retrying(1) // a 410 is a failure like others
    const waits: number[] = []
    for (let attempt = 1; attempt <= 5; attempt++) {
      await retrying(attempt)
      const { data } = await call<List<DeliveryView>>('GET', '/deliveries?status=retrying')
      const detail = (await call<ExecutionDetail>('GET', `/rules/${made.id}/executions/${(await listed(made))[0]?.id ?? ''}`)).steps[1]
      const last = detail?.attempts.at(-1)
      waits.push(Math.round((Date.parse(data[0]?.nextAttemptAt ?? '') - Date.parse(last?.startedAt ?? '') - (last?.durationMs ?? 0)) / 60_000))
      await hurry()
    }
    expect(waits).toEqual([10, 60, 240, 600, 1250]) // together 36 hours
    const done = await over(made, 'failed')
    expect(stage.receiver.requests).toHaveLength(7)
    const [first, ...second] = bodies()
    expect(second.map(({ retries }) => retries)).toEqual([undefined, 1, 2, 3, 4, 5])
    expect(second.map(({ retries: _, ...rest }) => rest)).toEqual(Array(6).fill({ ...first, webhooks: [{ url: `${stage.receiver.url}/one`, response: { status: 200, body: 'no' } }] }))
    expect(new Set(stage.receiver.requests.slice(1).map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(done.steps.map(({ status, attempts }) => [status, attempts.length])).toEqual([['succeeded', 1], ['failed', 6], ['not_run', 0]])
    const told = (await call<List<MailView>>('GET', '/mails')).data
    expect(told).toMatchObject([{ kind: 'rule_failed', to: 'olive@example.com', subject: '[Action Required] Failed Webhook Request' }])
    expect(told[0]?.text).toContain(`Failed Rule: Tell the desk\nWebhook URL: ${stage.receiver.url}/two?who=us&sig=***\nHTTP error: 503\n`)
    expect((await call<RuleView>('GET', `/rules/${made.id}`))).toMatchObject({ enabled: true, lastExecution: { status: 'failed' }, counts24h: { failed: 1 } })
  })

  it('goes on when a retry succeeds, also one that a person has hurried; a chain that is over is not continued by hand', async () => {
    stage.receiver.behave((response, _request, n) => response.writeHead(n === 1 ? 500 : 200).end())
    await card()
    const made = await create(three())
    await fire()
    await retrying(1)
    const [waiting] = (await call<List<DeliveryView>>('GET', '/deliveries')).data
    await call('POST', `/deliveries/${waiting?.id ?? ''}/resend`, { body: 'original' })
    await over(made, 'succeeded')
    expect(stage.receiver.requests.map(({ url }) => url.split('?')[0])).toEqual(['/one', '/one', '/two', '/three'])

    // The next one is cancelled, and sent again by hand.
    stage.receiver.behave(answer(500))
    await fire()
    await retrying(1)
    const { data: [stuck] } = await call<List<DeliveryView>>('GET', '/deliveries?status=retrying')
    expect((await ask('POST', `/deliveries/${stuck?.id ?? ''}/cancel`)).status).toBe(200)
    expect((await over(made, 'cancelled')).steps.map(({ status }) => status)).toEqual(['cancelled', 'not_run', 'not_run'])
    stage.receiver.behave(answer(200))
    await call('POST', `/deliveries/${stuck?.id ?? ''}/resend`, { body: 'original' })
    await expect.poll(async () => (await listed(made))[0]?.steps.map(({ status }) => status)).toEqual(['succeeded', 'not_run', 'not_run'])
    // Rendered anew it is a delivery of its own, with what its execution knew.
    const { id: anew } = await call<{ id: string }>('POST', `/deliveries/${stuck?.id ?? ''}/resend`, { body: 'render' })
    await expect.poll(async () => (await call<DeliveryView>('GET', `/deliveries/${anew}`)).status).toBe('succeeded')
    expect(bodies().at(-1)).toEqual({ ...bodies().at(-2), retries: undefined })
    expect((await call<{ attempts: Array<{ trigger: string }> }>('GET', `/deliveries/${anew}`)).attempts.map(({ trigger }) => trigger)).toEqual(['manual'])
    expect((await listed(made))[0]?.status).toBe('cancelled')
    expect(await prisma().mail.count({ where: { workspaceId: stage.world.workspaceId } })).toBe(0)
  })

  it('a template that gives no body and an address that may not be reached end it at once, and the owner is told why', async () => {
    await card()
    const template = '{"n":{% if notification.context.score > 600 %}1{% else %}{{ "x" | raw }}{% endif %}}' // the sample has 612
    const bad = await create({ steps: [{ url: stage.receiver.url, template }, { url: stage.receiver.url }] })
    const moved = await create({ steps: [{ url: stage.receiver.url }, { url: stage.receiver.url }] })
    await pool().query(`UPDATE integration SET url = 'https://10.0.0.1/', version = version + 1 WHERE id = $1`, [moved.steps[0]?.id])
    await fire()
    expect((await over(bad, 'failed')).steps.map(({ status, errorCode }) => [status, errorCode])).toEqual([['failed', 'template'], ['not_run', null]])
    expect((await over(moved, 'failed')).steps.map(({ status, errorCode }) => [status, errorCode])).toEqual([['failed', 'blocked_address'], ['not_run', null]])
    const errors = (await call<List<MailView>>('GET', '/mails')).data.map(({ text }) => /HTTP error: (\w+: .*)/.exec(text)?.[1])
    expect(errors.sort()).toEqual([expect.stringMatching(/^blocked_address: /), expect.stringMatching(/^template: Line 1, column \d+: /)])
  })
})

describe('whom a rule is for', () => {
  const reasons = async () => {
    const { data } = await call<List<EventView>>('GET', '/events')
    const all = await Promise.all(data.map(({ id }) => call<EventDetail>('GET', `/events/${id}`)))
    return all.map(({ scorecard, type, skips }) => [scorecard, type, skips.map(({ ruleId, reason }) => `${ruleId ?? ''} ${reason}`)])
  }

  it('only the scorecards of its group that meet its conditions fire it; for others the event says why not', async () => {
    const portfolio = await call<{ id: string }>('POST', '/portfolios', { name: 'P', members: [] })
    await card('mine.example')
    await card('followed.example', { kind: 'vendor', followed: true, tier: '1' })
    const mine = await create({ steps: [{ url: `${stage.receiver.url}/mine` }] })
    const followed = await create({ scope: { kind: 'followed' }, conditions: [{ field: 'tier', op: 'is', value: '2' }] })
    const grouped = await create({ scope: { kind: 'portfolio', portfolioId: portfolio.id } })
    const deeper = await create({ event: { kind: 'score_drop', threshold: 500 } })
    await call('POST', `/rules/${(await create()).id}/disable`)
    await fire('mine.example')
    await stage.receiver.until(1)
    await fire('followed.example')
    await expect.poll(reasons, { timeout: 30_000 }).toEqual([
      ['followed.example', 'scorecard.score_drop', expect.arrayContaining([`${mine.id} scope`, `${followed.id} condition`, `${grouped.id} scope`, `${deeper.id} scope`])],
      ['mine.example', 'scorecard.score_drop', expect.arrayContaining([`${followed.id} scope`, `${grouped.id} scope`, `${deeper.id} below_threshold`, expect.stringContaining(' disabled')])],
    ])
    expect(stage.receiver.requests.map(({ url }) => url)).toEqual(['/mine'])
  })

  it('nothing more leaves of a rule that is off, of one that is deleted, and of a step that was removed', async () => {
    stage.receiver.behave(answer(500))
    await card()
    const off = await create(three())
    const gone = await create(three())
    const edited = await create(three())
    await fire()
    await expect.poll(async () => (await call<List<DeliveryView>>('GET', '/deliveries?status=retrying')).data.length, { timeout: 30_000 }).toBe(3)
    await call('POST', `/rules/${off.id}/disable`)
    expect((await ask('DELETE', `/rules/${gone.id}`)).status).toBe(204)
    await call('PATCH', `/rules/${edited.id}`, { steps: edited.steps.slice(1) })
    for (const one of [off, edited]) expect((await listed(one)).map(({ status, steps }) => [status, ...steps.map((step) => step.status)])).toEqual([['cancelled', 'cancelled', 'not_run', 'not_run']])
    const { rows } = await pool().query('SELECT status FROM rule_execution WHERE rule_id = $1', [gone.id])
    expect(rows).toEqual([{ status: 'cancelled' }])
    await hurry()
    stage.receiver.behave(answer(200))
    await fire()
    await stage.receiver.until(5) // 'edited' with the steps it has now
    expect(stage.receiver.requests.slice(3).map(({ url }) => url.split('?')[0])).toEqual(['/two', '/three'])
    expect(await prisma().mail.count({ where: { workspaceId: stage.world.workspaceId } })).toBe(0)
  })

  it('an edit counts for what is under way: URL and secret of now, body of then', async () => {
    stage.receiver.behave(answer(500))
    await card()
    const made = await create({ steps: [{ url: `${stage.receiver.url}/then`, auth: { kind: 'bearer', token: 'then' } }] })
    await fire()
    await retrying(1)
    const [step] = made.steps
    await call('PATCH', `/rules/${made.id}`, { name: 'Renamed', steps: [{ ...step, url: `${stage.receiver.url}/now`, auth: { kind: 'bearer', token: 'now' }, template: '{}' }] })
    stage.receiver.behave(answer(200))
    await hurry()
    const [before, after] = await stage.receiver.until(2)
    expect([after?.url, after?.headers.authorization]).toEqual(['/now', 'Bearer now'])
    expect(JSON.parse(after?.body ?? '')).toEqual({ ...JSON.parse(before?.body ?? ''), retries: 1 })
    await over(made, 'succeeded')
  })
})

describe('executions', () => {
  it('are made once, and each step once, by whoever is told and however often', async () => {
    await card()
    const made = await create(three())
    await stage.world.stopWorker()
    await fire()
    await stage.world.startWorker()
    const done = await over(made, 'succeeded')
    const messages = [0, 1, 2, 3].map((position) => ({ executionId: done.id, position }))
    const own = createPool(stage.world.url, 4)
    const quiet = { info() {}, warn() {}, error() {} }
    const worker = newId('wrk')
    const sender = new DeliverySender({ pool: own, dispatch, door: door(), worker, clock: Date.now, random: () => 0.5, log: quiet })
    const deps = { pool: own, dispatch, sender, worker, now: Date.now, log: quiet }
    await Promise.all([messages, [...messages].reverse()].map((some) => executeRules(deps, some)))
    // And a new one, told to two at once.
    await stage.world.stopWorker()
    await pool().query(`INSERT INTO rule_execution (id, workspace_id, rule_id, event_id, steps)
      SELECT 'rex_twice', workspace_id, rule_id, event_id || 'x', steps FROM rule_execution WHERE id = $1`, [done.id])
    await pool().query(`INSERT INTO event (id, workspace_id, type, description, occurred_at, context) SELECT id || 'x', workspace_id, type, description, occurred_at, context FROM event WHERE id = $1`, [done.eventId])
    await Promise.all(Array.from({ length: 5 }, () => executeRules(deps, [{ executionId: 'rex_twice', position: 0 }])))
    await stage.receiver.until(4)
    await stage.world.startWorker()
    await stage.receiver.until(6)
    await expect.poll(async () => (await listed(made)).map(({ status }) => status), { timeout: 30_000 }).toEqual(['succeeded', 'succeeded'])
    expect(stage.receiver.requests.map(({ url }) => url.split('?')[0])).toEqual(['/one', '/two', '/three', '/one', '/two', '/three'])
    await sender.stop(2000)
    await own.end()
  })

  it('whose messages are lost are taken up by the sweep, wherever they were', async () => {
    await card()
    const made = await create(three())
    await stage.world.stopWorker()
    await fire()
    await stage.world.startWorker()
    await over(made, 'succeeded')
    const { id } = (await listed(made))[0] ?? expect.unreachable()
    const forget = (statement: string) => pool().query(statement, [id])
    const endEarlier = `UPDATE delivery SET finished_at = now() - interval '1 hour' WHERE id IN (SELECT delivery_id FROM rule_request WHERE execution_id = $1)`
    const sweep = () => sweepExecutions({ pool: pool(), dispatch })
    await stage.world.stopWorker() // whose own sweep of each minute may be the first to find it
    await forget(`UPDATE rule_execution SET status = 'running', position = 2, created_at = now() - interval '1 hour', finished_at = NULL WHERE id = $1`)
    await forget('DELETE FROM delivery WHERE id IN (SELECT delivery_id FROM rule_request WHERE execution_id = $1 AND position = 2)')
    await forget('DELETE FROM rule_request WHERE execution_id = $1 AND position = 2')
    await forget(endEarlier)
    expect(await sweep()).toBe(1)
    await stage.world.startWorker()
    await stage.receiver.until(4)
    await over(made, 'succeeded')
    await stage.world.stopWorker()
    await forget(`UPDATE rule_execution SET status = 'running', finished_at = NULL WHERE id = $1`)
    await forget(endEarlier)
    expect(await sweep()).toBe(1)
    expect((await listed(made))[0]?.status).toBe('succeeded')
    expect(await sweep()).toBe(0)
    await stage.world.startWorker()
    expect(stage.receiver.requests).toHaveLength(4)
  })
})
