import { describe, expect, it } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { setUpWorld } from '@/inngest/testing/set-up-world'
import { integrationTo, sampleContext, type World } from '@/inngest/testing/start-world'
import { bySystem } from '@/lib/audit/acting'
import type { IntegrationPatch, IntegrationView } from '@/lib/contracts/integration'
import { bulkResendInput, type OperationView } from '@/lib/contracts/operation'
import { pool } from '@/lib/db'
import { readEvent } from '@/lib/events/read-events'
import { newId } from '@/lib/ids'
import { deleteIntegration, disableIntegration, enableIntegration } from '@/lib/integrations/switch-integration'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { cancelOperation, readOperation } from '@/lib/operations/read-operations'
import { readSkipped, replaySkipped } from '@/lib/operations/replay-skipped'
import { breakOffOperation, runOperation } from '@/lib/operations/run-operation'
import { estimateBulkResend, startBulkResend } from '@/lib/operations/start-bulk-resend'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'

const event = (score = 599) => ({ type: 'CustomerCSTARUnderThreshold', context: { ...sampleContext, LatestScore: score } })
const once = { profile: 'custom' as const, timeoutMs: 30_000, retryDelaysSeconds: [] }
const template = (text: string): Pick<IntegrationPatch, 'triggers'> => ({
  triggers: [{ type: 'CustomerCSTARUnderThreshold', params: {}, template: text }],
})

let world: World
let receiver: Receiver
const caller = () => bySystem(world.workspaceId)
const start = (input: object) => startBulkResend(dispatch, caller(), bulkResendInput.parse(input))
const count = async (input: object) => (await estimateBulkResend(world.workspaceId, bulkResendInput.parse(input))).count
const read = (id: string) => readOperation(world.workspaceId, id)
const sql = <R extends object>(text: string, values?: unknown[]) => pool().query<R>(text, values).then(({ rows }) => rows)

const until = async (id: string, isSo: (operation: OperationView) => boolean = ({ status }) => status !== 'running') => {
  const end = Date.now() + 60_000
  for (;;) {
    const operation = await read(id)
    if (isSo(operation)) return operation
    if (Date.now() > end) throw new Error(`operation: ${JSON.stringify(operation)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

// Failed deliveries of the past, without sending anything.
const makeFailed = async (integration: IntegrationView, amount: number): Promise<void> => {
  const at = Date.now() - 3_600_000
  const events = Array.from({ length: amount }, () => newId('evt', at))
  const ids = Array.from({ length: amount }, () => newId('dlv', at))
  await sql(`INSERT INTO event (id, workspace_id, type, description, occurred_at, context, created_at)
    SELECT id, $2, 'CustomerCSTARUnderThreshold', 'd', '2026-01-01T00:00:00Z', $3::json, now() FROM unnest($1::text[]) AS e(id)`,
  [events, world.workspaceId, JSON.stringify(sampleContext)])
  await sql(`INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, attempt_count, scheduled_count, max_attempts, url, finished_at)
    SELECT id, $3, event_id, $4, 'CustomerCSTARUnderThreshold', 'failed', 1, 1, 1, 'http://x.example', now()
    FROM unnest($1::text[], $2::text[]) AS d(id, event_id)`, [ids, events, world.workspaceId, integration.id])
  await sql(`INSERT INTO delivery_body (delivery_id, body, content_type) SELECT id, '{}', 'application/json' FROM unnest($1::text[]) AS d(id)`, [ids])
}

const timesReceived = () => {
  const times = new Map<string, number>()
  for (const { headers } of receiver.requests) times.set(String(headers['webhook-id']), (times.get(String(headers['webhook-id'])) ?? 0) + 1)
  return times
}

setUpWorld((one, itsReceiver) => {
  world = one
  receiver = itsReceiver
})

describe('a bulk resend of the original', () => {
  it('gives each matching delivery one more attempt with the same bytes and id', async () => {
    receiver.behave(answer(500))
    await world.create(integrationTo(receiver.url, { policy: once }))
    await world.send(event(), event(), event())
    await world.settled(3, ['failed'])
    const first = [...receiver.requests]
    receiver.behave(answer(200))
    expect(await count({ filter: { status: 'failed' } })).toBe(3)
    const operation = await start({ filter: { status: 'failed' } })
    expect(operation).toMatchObject({ kind: 'bulk_resend', status: 'running', body: 'original', filter: { status: 'failed' }, total: 3, sent: 0, failed: 0, error: null, finishedAt: null })
    expect(await until(operation.id)).toMatchObject({ status: 'done', total: 3, sent: 3, failed: 0, error: null })
    for (const one of await world.settled(3, ['succeeded'])) {
      expect(one.attempts.map(({ trigger }) => trigger)).toEqual(['automatic', 'manual'])
    }
    const again = receiver.requests.slice(3)
    const look = (requests: typeof first) => requests.map((one) => `${String(one.headers['webhook-id'])} ${one.body}`).sort()
    expect(look(again)).toEqual(look(first))
    expect(await count({ filter: { status: 'failed' } })).toBe(0)
  })

  it('chooses by every field of the filter, never tests, nor what is queued, under way, off or deleted', async () => {
    const on = await world.create(integrationTo(receiver.url))
    const off = await world.create(integrationTo(receiver.url))
    const gone = await world.create(integrationTo(receiver.url))
    for (const one of [on, off, gone]) await makeFailed(one, 6)
    const ids = (await sql<{ id: string }>('SELECT id FROM delivery WHERE integration_id = $1 ORDER BY id', [on.id])).map(({ id }) => id)
    await sql('UPDATE delivery SET test = true WHERE id = $1', [ids[0]])
    await sql(`UPDATE delivery SET status = 'sending', lease_until = now() + interval '1 hour' WHERE id = $1`, [ids[1]])
    await sql(`UPDATE delivery SET status = 'succeeded', status_code = 204, url = 'http://elsewhere.example' WHERE id = $1`, [ids[2]])
    await sql(`UPDATE delivery SET status = 'cancelled', event_type = 'other' WHERE id = $1`, [ids[3]])
    await disableIntegration(bySystem(world.workspaceId), off.id)
    await deleteIntegration(bySystem(world.workspaceId), gone.id)
    const since = new Date(Date.now() - 7_200_000).toISOString()
    const counts = async (more: object) => count({ filter: { since, ...more } })
    expect(await counts({})).toBe(4)
    expect(await counts({ status: 'failed' })).toBe(2)
    expect(await counts({ status: ['failed', 'cancelled'] })).toBe(3)
    expect(await counts({ statusClass: '2xx' })).toBe(1)
    expect(await counts({ q: 'ELSEWHERE' })).toBe(1)
    expect(await counts({ id: ids.slice(1, 4) })).toBe(2)
    expect(await count({ filter: { id: ids[2] } })).toBe(1)
    expect(await counts({ eventType: 'other' })).toBe(1)
    expect(await counts({ test: 'true' })).toBe(0)
    expect(await counts({ test: false })).toBe(4)
    expect(await counts({ ruleId: 'rul_x' })).toBe(0)
    expect(await counts({ integrationId: off.id })).toBe(0)
    expect(await counts({ until: since })).toBe(0)
    expect(await count({ filter: { since: new Date().toISOString() } })).toBe(0)
    expect(await start({ filter: { integrationId: off.id } })).toMatchObject({ status: 'done', total: 0, sent: 0 })
    const operation = await start({ filter: { since } })
    expect(await until(operation.id)).toMatchObject({ status: 'done', total: 4, sent: 4 })
    await receiver.until(4)
    expect([...timesReceived().keys()].sort()).toEqual(ids.slice(2))
  })

  it('is of those alone that were chosen one by one', async () => {
    const one = await world.create(integrationTo(receiver.url))
    await makeFailed(one, 3)
    const [first, , third] = (await sql<{ id: string }>('SELECT id FROM delivery WHERE integration_id = $1 ORDER BY id', [one.id])).map(({ id }) => id)
    const operation = await start({ filter: { id: [first, third, newId('dlv')] } })
    expect(await until(operation.id)).toMatchObject({ status: 'done', total: 2, sent: 2 })
    await receiver.until(2)
    expect([...timesReceived().keys()].sort()).toEqual([first, third])
  })

  it('counts what could not be handed over, with the reason', async () => {
    const one = await world.create(integrationTo(receiver.url))
    await makeFailed(one, 3)
    await sql('DELETE FROM delivery_body WHERE delivery_id = (SELECT min(id) FROM delivery WHERE integration_id = $1)', [one.id])
    const operation = await start({ filter: { status: 'failed' } })
    expect(await until(operation.id)).toMatchObject({ status: 'done', total: 3, sent: 2, failed: 1, error: 'There is no body to send again: render it anew' })
  })

  it('of an integration that is switched off meanwhile sends no more and says so', async () => {
    await world.stopWorker()
    const one = await world.create(integrationTo(receiver.url))
    await makeFailed(one, 5)
    const operation = await start({ filter: { status: 'failed' } })
    await disableIntegration(bySystem(world.workspaceId), one.id)
    await world.startWorker()
    expect(await until(operation.id)).toMatchObject({ status: 'done', total: 5, sent: 0, failed: 5, error: 'The integration is switched off: enable it first' })
    expect(await sql('SELECT 1 FROM delivery WHERE integration_id = $1 AND status <> $2', [one.id, 'failed'])).toEqual([])
    expect(receiver.requests).toEqual([])
  })
})

describe('a bulk resend rendered anew', () => {
  it('makes new deliveries from the template of now, and is not about its own', async () => {
    const one = await world.create(integrationTo(receiver.url, { policy: once }))
    await makeFailed(one, 3)
    await updateIntegration(dispatch, bySystem(world.workspaceId), one.id, template('{"now": {{ notification.context.LatestScore }}}'), null)
    const since = new Date(Date.now() - 7_200_000).toISOString()
    const operation = await start({ filter: { since }, body: 'render' })
    expect(await until(operation.id)).toMatchObject({ status: 'done', body: 'render', total: 3, sent: 3, failed: 0 })
    const all = await world.settled(6, ['failed', 'succeeded'])
    expect(all.filter(({ status }) => status === 'failed')).toHaveLength(3)
    expect(receiver.requests.map(({ body }) => body)).toEqual(Array(3).fill('{"now": 599}'))
    expect([...timesReceived().values()]).toEqual([1, 1, 1])
  })

  it('of an event that was rendered anew already takes the newest copy only', async () => {
    const one = await world.create(integrationTo(receiver.url))
    await makeFailed(one, 2)
    const render = { filter: { integrationId: one.id }, body: 'render' }
    await until((await start(render)).id)
    await world.settled(4, ['failed', 'succeeded'])
    expect(await count({ filter: { status: 'failed' }, body: 'render' })).toBe(0)
    expect(await until((await start(render)).id)).toMatchObject({ total: 2, sent: 2 })
    await world.settled(6, ['failed', 'succeeded'])
  })

  it('counts a template that gives no valid body and an event that is gone', async () => {
    const one = await world.create(integrationTo(receiver.url))
    await makeFailed(one, 3)
    await sql('DELETE FROM event WHERE id = (SELECT min(id) FROM event WHERE workspace_id = $1)', [world.workspaceId])
    await sql(`UPDATE trigger SET template = '{"a": {% if notification.context.LatestScore > 1 %}' WHERE integration_id = $1`, [one.id])
    await sql('UPDATE integration SET version = version + 1 WHERE id = $1', [one.id])
    const ended = await until((await start({ filter: { status: 'failed' }, body: 'render' })).id)
    expect(ended).toMatchObject({ status: 'done', sent: 0, failed: 3 })
    expect(ended.error).toContain('The template does not give a valid body')
    expect(await world.deliveries()).toHaveLength(3)
  })
})

describe('however it is disturbed', () => {
  it('cancelled on its way it stops; what was handed over is sent, the rest is as before', async () => {
    const one = await world.create(integrationTo(receiver.url, { limits: { perSecond: null, concurrency: 1 } }))
    await makeFailed(one, 200)
    receiver.behave((response, request, n) => void setTimeout(() => answer(200)(response, request, n), 20))
    const operation = await start({ filter: { status: 'failed' } })
    await until(operation.id, ({ sent }) => sent > 4)
    await cancelOperation(bySystem(world.workspaceId), operation.id)
    const ended = await until(operation.id)
    expect(ended).toMatchObject({ status: 'cancelled', total: 200, failed: 0 })
    expect(ended.sent).toBeLessThan(200)
    await receiver.until(ended.sent)
    const rest = await world.settled(200, ['failed', 'succeeded'])
    expect(rest.filter(({ status }) => status === 'succeeded')).toHaveLength(ended.sent)
    expect(await read(operation.id)).toEqual(ended)
    await cancelOperation(bySystem(world.workspaceId), operation.id)
    expect(await read(operation.id)).toEqual(ended)
  })

  it('a worker that stops between steps is followed by another that goes on where it was', async () => {
    const one = await world.create(integrationTo(receiver.url, { limits: { perSecond: null, concurrency: 4 } }))
    await makeFailed(one, 100)
    const operation = await start({ filter: { status: 'failed' } })
    for (let sent = 0; sent < 60;) {
      sent = (await until(operation.id, (now) => now.sent > sent)).sent
      await world.stopWorker()
      await world.startWorker()
    }
    expect(await until(operation.id)).toMatchObject({ status: 'done', total: 100, sent: 100, failed: 0 })
    await world.sweep()
    await receiver.until(100)
    expect([...timesReceived().values()].every((times) => times === 1)).toBe(true)
  })

  it('a step that is done twice hands over once', async () => {
    await world.stopWorker()
    const one = await world.create(integrationTo(receiver.url))
    await makeFailed(one, 150)
    const operation = await start({ filter: { status: 'failed' } })
    const deps = { pool: pool(), dispatch, worker: world.worker }
    const message = { operationId: operation.id, turn: 0 }
    await Promise.all([runOperation(deps, message), runOperation(deps, message), runOperation(deps, message)])
    expect(await read(operation.id)).toMatchObject({ sent: 128, status: 'running' })
    await world.startWorker()
    await until(operation.id)
    await receiver.until(150)
    expect([...timesReceived().values()].every((times) => times === 1)).toBe(true)
  })

  it.each(['original', 'render'])('two at once over the same deliveries send none twice (%s)', async (body) => {
    receiver.behave((response, request, n) => void setTimeout(() => answer(200)(response, request, n), 10))
    for (let i = 0; i < 3; i++) await makeFailed(await world.create(integrationTo(receiver.url)), 140)
    const operations = await Promise.all([1, 2, 3].map(() => start({ filter: { status: 'failed' }, body })))
    const ended = await Promise.all(operations.map(({ id }) => until(id)))
    expect(ended.map(({ status }) => status)).toEqual(['done', 'done', 'done'])
    expect(ended.reduce((sum, { sent }) => sum + sent, 0)).toBe(420)
    await receiver.until(420)
    expect([...timesReceived().values()].every((times) => times === 1)).toBe(true)
  })

  it('an integration whose receiver hangs holds up no other, and its own new event waits behind a few only', async () => {
    const hanging = await startReceiver(() => {})
    const slow = await world.create(integrationTo(hanging.url, { limits: { perSecond: null, concurrency: 2 } }))
    const fast = await world.create(integrationTo(receiver.url))
    await makeFailed(slow, 150)
    await makeFailed(fast, 150)
    const operation = await start({ filter: { status: 'failed' } })
    await receiver.until(150)
    const [{ waiting } = { waiting: -1 }] = await sql<{ waiting: number }>(
      `SELECT count(*) AS waiting FROM delivery WHERE integration_id = $1 AND status = 'pending'`, [slow.id])
    expect(waiting).toBeGreaterThan(0)
    expect(waiting).toBeLessThanOrEqual(8)
    expect(await read(operation.id)).toMatchObject({ status: 'running' })
    await cancelOperation(bySystem(world.workspaceId), operation.id)
    await hanging.close()
  })

  it('one that breaks off says why', async () => {
    await world.stopWorker()
    await makeFailed(await world.create(integrationTo(receiver.url)), 1)
    const operation = await start({ filter: { status: 'failed' } })
    await breakOffOperation({ pool: pool() }, operation.id, 'the disk is full')
    expect(await read(operation.id)).toMatchObject({ status: 'cancelled', error: 'It broke off: the disk is full' })
    await world.startWorker()
  })
})

describe('a replay of skipped events', () => {
  const offBySystem = async (id: string) => {
    await disableIntegration(bySystem(world.workspaceId), id)
    await sql(`UPDATE integration SET disabled_by = 'system', disabled_reason = '410 Gone' WHERE id = $1`, [id])
  }
  const skipped = async (ids: string[]) => {
    for (const id of ids) await expect.poll(async () => (await readEvent(world.workspaceId, id)).skips.length).toBeGreaterThan(0)
  }
  const replay = (id: string, since: string) => replaySkipped(dispatch, caller(), id, since)

  it('makes a delivery in place of each skip that the triggers want now, and a second one makes nothing twice', async () => {
    const other = await world.create(integrationTo(receiver.url, { name: 'Other' }))
    const one = await world.create(integrationTo(receiver.url))
    await offBySystem(one.id)
    await offBySystem(other.id)
    const ids = await world.send(event(599), event(640), event(500))
    await skipped(ids)
    await updateIntegration(dispatch, bySystem(world.workspaceId), one.id, template('{"score": {{ notification.context.LatestScore }}}'), null)
    const { count: missed, since } = await readSkipped(world.workspaceId, one.id, undefined)
    expect(missed).toBe(2)
    const operation = await replay(one.id, since)
    expect(operation).toMatchObject({ kind: 'replay_skipped', status: 'running', body: 'render', filter: { integrationId: one.id, since }, total: 2 })
    expect(await until(operation.id)).toMatchObject({ status: 'done', total: 2, sent: 2, failed: 0 })
    await receiver.until(2)
    expect(receiver.requests.map(({ body }) => body).sort()).toEqual(['{"score": 500}', '{"score": 599}'])
    const [first, second] = await Promise.all(ids.map((id) => readEvent(world.workspaceId, id)))
    expect(first).toMatchObject({ deliveries: [{ integrationId: one.id }], skips: [{ integrationId: other.id, reason: 'disabled_by_system' }] })
    expect(second?.deliveries).toEqual([])
    expect(second?.skips).toHaveLength(2)
    expect(await until((await replay(one.id, since)).id)).toMatchObject({ status: 'done', total: 0, sent: 0 })
    expect(await world.deliveries()).toHaveLength(2)
  })

  it('takes what a person switched off too, only since then, and what is on stays as it is', async () => {
    const one = await world.create(integrationTo(receiver.url))
    await disableIntegration(bySystem(world.workspaceId), one.id)
    await skipped(await world.send(event()))
    await new Promise((resolve) => setTimeout(resolve, 5))
    const since = new Date().toISOString()
    await skipped(await world.send(event(501)))
    await enableIntegration(dispatch, bySystem(world.workspaceId), one.id)
    await world.send(event(502))
    await receiver.until(1)
    expect(await until((await replay(one.id, since)).id)).toMatchObject({ sent: 1, total: 1 })
    await receiver.until(2)
    expect(receiver.requests.map(({ body }) => /"LatestScore":\s*(\d+)/.exec(body)?.[1])).toEqual(['502', '501'])
  })

  it('two integrations at once, and one twice, lose no skip and make nothing twice', async () => {
    const all = []
    for (let i = 0; i < 3; i++) all.push(await world.create(integrationTo(receiver.url)))
    for (const { id } of all) await disableIntegration(bySystem(world.workspaceId), id)
    const ids = await world.send(...Array.from({ length: 150 }, () => event()))
    await skipped(ids)
    const [a, b, c] = all.map(({ id }) => id)
    const since = new Date(Date.now() - 60_000).toISOString()
    const operations = await Promise.all([a, a, b].map((id) => replay(id ?? '', since)))
    await Promise.all(operations.map(({ id }) => until(id)))
    await receiver.until(300)
    for (const id of ids) {
      const { deliveries, skips } = await readEvent(world.workspaceId, id)
      expect(deliveries.map(({ integrationId }) => integrationId).sort()).toEqual([a, b].sort())
      expect(skips).toEqual([{ integrationId: c, ruleId: null, reason: 'disabled' }])
    }
    expect([...timesReceived().values()].every((times) => times === 1)).toBe(true)
  })

  it('waits for an event that is not routed yet', async () => {
    const one = await world.create(integrationTo(receiver.url))
    await disableIntegration(bySystem(world.workspaceId), one.id)
    await world.stopWorker()
    const [id = ''] = await world.send(event())
    const operation = await replay(one.id, new Date(Date.now() - 60_000).toISOString())
    const deps = { pool: pool(), dispatch, worker: world.worker }
    await runOperation(deps, { operationId: operation.id, turn: 0 })
    expect(await read(operation.id)).toMatchObject({ status: 'running', sent: 0 })
    await sql('INSERT INTO event_skip (event_id, skips) VALUES ($1, $2)', [id, JSON.stringify([{ integrationId: one.id, ruleId: null, reason: 'disabled' }])])
    await runOperation(deps, { operationId: operation.id, turn: 1 })
    expect(await read(operation.id)).toMatchObject({ sent: 1 })
    await world.startWorker()
    await receiver.until(1)
  })

  it('ends when the integration is switched off again; what was not replayed is still a skip', async () => {
    const one = await world.create(integrationTo(receiver.url))
    await disableIntegration(bySystem(world.workspaceId), one.id)
    const ids = await world.send(event())
    await skipped(ids)
    await world.stopWorker()
    const operation = await replay(one.id, new Date(Date.now() - 60_000).toISOString())
    await disableIntegration(bySystem(world.workspaceId), one.id)
    await world.startWorker()
    expect(await until(operation.id)).toMatchObject({ status: 'cancelled', sent: 0, error: 'The integration was switched off again' })
    expect((await readEvent(world.workspaceId, ids[0] ?? '')).skips).toMatchObject([{ reason: 'disabled' }])
  })
})
