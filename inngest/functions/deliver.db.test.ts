import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { setUpWorld } from '@/inngest/testing/set-up-world'
import { integrationTo, sampleContext, startWorld, type World } from '@/inngest/testing/start-world'
import { bySystem } from '@/lib/audit/acting'
import { pool } from '@/lib/db'
import { cancelDelivery, resendDelivery } from '@/lib/deliveries/resend-delivery'
import { readEvent } from '@/lib/events/read-events'
import { readIntegration } from '@/lib/integrations/read-integration'
import { deleteIntegration, disableIntegration, enableIntegration } from '@/lib/integrations/switch-integration'
import { rotateSecret } from '@/lib/integrations/rotate-secret'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'

const event = (extra: object = {}) => ({ type: 'CustomerCSTARUnderThreshold', context: sampleContext, ...extra })
const quickRetries = { profile: 'custom' as const, timeoutMs: 30_000, retryDelaysSeconds: [1, 1] }

describe('an accepted event', () => {
  let world: World
  let receiver: Receiver
  setUpWorld((one, itsReceiver) => {
    world = one
    receiver = itsReceiver
  })

  it('reaches the receiver at once, signed after Standard Webhooks, with the default body', async () => {
    const { signing } = await world.create(integrationTo(receiver.url))
    const occurredAt = '2020-06-29T01:14:11.323507851Z'
    await world.send(event({ occurredAt, description: 'The score dropped' }))
    const [request] = await receiver.until(1)
    const body: unknown = JSON.parse(request?.body ?? '')
    expect(body).toMatchObject({
      notification: { type: 'CustomerCSTARUnderThreshold', description: 'The score dropped', occurredAt, context: sampleContext },
    })
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'accept-encoding': 'identity' })
    const headers = Object.fromEntries(Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]))
    expect(new Webhook(String(signing.secret)).verify(request?.body ?? '', headers)).toEqual(body)
    const [delivery] = await world.settled(1)
    expect(delivery).toMatchObject({ status: 'succeeded', attemptCount: 1, statusCode: 200, body: request?.body })
    expect(delivery?.id).toBe(headers['webhook-id'])
    expect(delivery?.attempts).toMatchObject([
      { number: 1, trigger: 'automatic', response: { status: 200, body: 'ok' }, error: null, request: { body: request?.body } },
    ])
  })

  it('keeps the context as it was received: order of keys, long numbers, nanoseconds', async () => {
    await world.create(integrationTo(receiver.url, {
      triggers: [{ type: 'CustomerCSTARUnderThreshold', params: {}, template: '{{ notification.context | json }}' }],
    }))
    const { ingestEvents } = await import('@/lib/events/ingest-events')
    const { IngestQueue } = await import('@/lib/events/ingest-queue')
    const context = '{"zeta":1,"10":"b","2":"a","LatestScore":599,"PrevScore":732,"Threshold":600,"big":12345678901234567890,"f":1.0}'
    const rawBody = `{"type":"CustomerCSTARUnderThreshold","context":${context}}`
    await ingestEvents(new IngestQueue(dispatch), {
      workspace: { id: world.workspaceId, name: 'Acme' }, body: JSON.parse(rawBody), rawBody, now: Date.now(),
    })
    const [request] = await receiver.until(1)
    expect(request?.body).toBe(context)
  })

  it('is tried again on the schedule with the same bytes and id until it is taken', async () => {
    receiver.behave((response, request, n) => answer(n < 3 ? 500 : 200)(response, request, n))
    await world.create(integrationTo(receiver.url, { policy: quickRetries }))
    await world.send(event())
    await receiver.until(3)
    const [delivery] = await world.settled(1)
    expect(delivery?.status).toBe('succeeded')
    expect(delivery?.attempts.map((one) => [one.number, one.response?.status])).toEqual([[1, 500], [2, 500], [3, 200]])
    expect(new Set(receiver.requests.map((one) => one.body)).size).toBe(1)
    expect(new Set(receiver.requests.map((one) => one.headers['webhook-id'])).size).toBe(1)
    const gaps = receiver.requests.slice(1).map((one, i) => one.at - (receiver.requests[i]?.at ?? 0))
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(990)
  })

  it('fails after the last delay, and a 429 waits as long as Retry-After asks', async () => {
    receiver.behave(answer(429, 'slow down', { 'retry-after': '2' }))
    await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [1] } }))
    await world.send(event())
    await receiver.until(2)
    const [delivery] = await world.settled(1)
    expect(delivery).toMatchObject({ status: 'failed', errorCode: 'http_status', statusCode: 429, nextAttemptAt: null })
    expect((receiver.requests[1]?.at ?? 0) - (receiver.requests[0]?.at ?? 0)).toBeGreaterThanOrEqual(1990)
  })

  it('renders anew for each attempt where the template reads the attempt', async () => {
    receiver.behave((response, request, n) => answer(n < 2 ? 500 : 200)(response, request, n))
    await world.create(integrationTo(receiver.url, {
      policy: quickRetries,
      triggers: [{ type: 'CustomerCSTARUnderThreshold', params: {}, template: '{"try": {{ delivery.attempt }}, "retries": {{ delivery.retries }}}' }],
    }))
    await world.send(event())
    await receiver.until(2)
    expect(receiver.requests.map((one) => one.body)).toEqual(['{"try": 1, "retries": 0}', '{"try": 2, "retries": 1}'])
    const [delivery] = await world.settled(1)
    expect(delivery?.attempts.map((one) => one.request.body)).toEqual(receiver.requests.map((one) => one.body))
  })

  it('that meets a template error fails at once and says where', async () => {
    await world.create(integrationTo(receiver.url, {
      enabled: true,
      triggers: [{ type: 'CustomerCSTARUnderThreshold', params: {}, template: '{"x": {% if notification.context.LatestScore < 500 %}oops{% else %}1{% endif %}}' }],
    }))
    await world.send(event({ context: { ...sampleContext, LatestScore: 400 } }))
    const [delivery] = await world.settled(1)
    expect(delivery).toMatchObject({ status: 'failed', errorCode: 'template', attemptCount: 1 })
    expect(delivery?.attempts[0]?.error?.message).toMatch(/^Line 1, column \d+/)
    expect(receiver.requests).toHaveLength(0)
  })

  it('is a skip with its reason where it is not delivered', async () => {
    const off = await world.create(integrationTo(receiver.url, { name: 'off', enabled: false }))
    const low = await world.create(integrationTo(receiver.url, {
      name: 'low', triggers: [{ type: 'CustomerCSTARUnderThreshold', params: { threshold: 500 }, template: null }],
    }))
    const other = await world.create(integrationTo(receiver.url, {
      name: 'other', triggers: [{ type: 'DataLeakPublished', params: {}, template: null }],
    }))
    const on = await world.create(integrationTo(receiver.url, { name: 'on' }))
    const [id = ''] = await world.send(event())
    await world.settled(1)
    const found = await readEvent(world.workspaceId, id)
    expect(found.deliveries).toMatchObject([{ integrationId: on.id, status: 'succeeded' }])
    expect(new Map(found.skips.map((one) => [one.integrationId, one.reason]))).toEqual(new Map([
      [off.id, 'disabled'], [low.id, 'below_threshold'], [other.id, 'no_trigger'],
    ]))
  })

  it('with the same own id is stored and sent once', async () => {
    await world.create(integrationTo(receiver.url))
    const [first] = await world.send(event({ id: 'mine-1' }))
    const [second] = await world.send(event({ id: 'mine-1' }))
    expect(second).toBe(first)
    await world.send(event({ id: 'mine-2' }))
    await receiver.until(2)
    await world.settled(2)
    expect(receiver.requests).toHaveLength(2)
  })

  it('that is routed again after a crash goes to nobody who came or was switched on meanwhile, and keeps its skips', async () => {
    const off = await world.create(integrationTo(receiver.url, { name: 'off', enabled: false }))
    const on = await world.create(integrationTo(receiver.url, { name: 'on' }))
    const [id = ''] = await world.send(event())
    await world.settled(1)
    await disableIntegration(bySystem(world.workspaceId), on.id)
    await enableIntegration(dispatch, bySystem(world.workspaceId), off.id)
    const later = await world.create(integrationTo(receiver.url, { name: 'later' }))
    await world.route([id])
    const found = await readEvent(world.workspaceId, id)
    expect(found.deliveries).toMatchObject([{ integrationId: on.id, status: 'succeeded' }])
    expect(found.skips.filter(({ reason }) => reason !== 'no_trigger')).toMatchObject([{ integrationId: off.id, reason: 'disabled' }])
    expect(found.skips.map(({ integrationId }) => integrationId)).not.toContain(later.id)
  })

  it('stops leaving when the integration is switched off or deleted in mid-retry (I9)', async () => {
    receiver.behave(answer(500))
    const one = await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [60] } }))
    const two = await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [60] } }))
    await world.send(event())
    await world.settled(2, ['retrying'])
    await disableIntegration(bySystem(world.workspaceId), one.id)
    await deleteIntegration(bySystem(world.workspaceId), two.id)
    expect((await world.deliveries()).map((delivery) => delivery.status)).toEqual(['cancelled', 'cancelled'])
  })

  it('switches the integration off after 410 and cancels what waits', async () => {
    receiver.behave(answer(500))
    const { id } = await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [60] } }))
    await world.send(event())
    await world.settled(1, ['retrying'])
    receiver.behave(answer(410))
    await world.send(event())
    const all = await world.settled(2)
    expect(all.map((delivery) => delivery.status).sort()).toEqual(['cancelled', 'failed'])
    const { view } = await readIntegration(world.workspaceId, id)
    expect(view).toMatchObject({ enabled: false, health: { state: 'disabled', reason: '410 Gone' } })
    const [eventId = ''] = await world.send(event())
    await expect.poll(async () => (await readEvent(world.workspaceId, eventId)).skips).toMatchObject([{ reason: 'disabled_by_system' }])
  })

  it('goes to the URL of now with the body of then after an edit in mid-retry', async () => {
    receiver.behave(answer(500))
    const other = await startReceiver()
    const { id } = await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [2] } }))
    await world.send(event())
    await world.settled(1, ['retrying'])
    const triggers = [{ type: 'CustomerCSTARUnderThreshold', params: {}, template: '{"new": true}' }]
    await updateIntegration(dispatch, bySystem(world.workspaceId), id, { destination: { url: other.url }, triggers }, null)
    const [request] = await other.until(1)
    expect(request?.body).toBe(receiver.requests[0]?.body)
    await other.close()
  })

  it('can be resent: a failed resend restores the former state, a success wins', async () => {
    receiver.behave(answer(500))
    await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [] } }))
    await world.send(event())
    const [failed] = await world.settled(1, ['failed'])
    const resend = () => resendDelivery(dispatch, bySystem(world.workspaceId), failed?.id ?? '', 'original', { now: Date.now() })
    await resend()
    await receiver.until(2)
    await world.settled(1, ['failed'])
    receiver.behave(answer(200))
    await resend()
    const [done] = await world.settled(1, ['succeeded'])
    expect(done?.attempts.map((one) => [one.number, one.trigger])).toEqual([[1, 'automatic'], [2, 'manual'], [3, 'manual']])
    expect(new Set(receiver.requests.map((one) => one.body + String(one.headers['webhook-id']))).size).toBe(1)
  })

  it('takes the rest of its schedule up again after a resend that failed', async () => {
    receiver.behave(answer(500))
    await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [3] } }))
    await world.send(event())
    const [waiting] = await world.settled(1, ['retrying'])
    await resendDelivery(dispatch, bySystem(world.workspaceId), waiting?.id ?? '', 'original', { now: Date.now() })
    await receiver.until(2)
    const [again] = await world.settled(1, ['retrying'])
    expect(again?.nextAttemptAt).toBe(waiting?.nextAttemptAt)
    receiver.behave(answer(200))
    const [done] = await world.settled(1, ['succeeded'])
    expect(done?.attempts.map((one) => one.trigger)).toEqual(['automatic', 'manual', 'automatic'])
  })

  it('rendered anew is a delivery of its own', async () => {
    const { id } = await world.create(integrationTo(receiver.url))
    await world.send(event())
    const [first] = await world.settled(1)
    const triggers = [{ type: 'CustomerCSTARUnderThreshold', params: {}, template: '{"score": {{ notification.context.LatestScore }}}' }]
    await updateIntegration(dispatch, bySystem(world.workspaceId), id, { triggers }, null)
    const resent = await resendDelivery(dispatch, bySystem(world.workspaceId), first?.id ?? '', 'render', { now: Date.now() })
    await receiver.until(2)
    await world.settled(2, ['succeeded'])
    expect(resent.id).not.toBe(first?.id)
    expect(receiver.requests[1]).toMatchObject({ body: '{"score": 599}' })
    expect(receiver.requests[1]?.headers['webhook-id']).toBe(resent.id)
  })

  it('can be cancelled while it waits, not when it is over', async () => {
    receiver.behave(answer(500))
    await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [60] } }))
    await world.send(event())
    const [waiting] = await world.settled(1, ['retrying'])
    await cancelDelivery(bySystem(world.workspaceId), waiting?.id ?? '')
    expect((await world.deliveries())[0]?.status).toBe('cancelled')
    await expect(cancelDelivery(bySystem(world.workspaceId), waiting?.id ?? '')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is signed with both secrets while a rotated one overlaps', async () => {
    const before = await world.create(integrationTo(receiver.url))
    const after = await rotateSecret(bySystem(world.workspaceId), before.id, 24)
    await world.send(event())
    const [request] = await receiver.until(1)
    const headers = Object.fromEntries(Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]))
    for (const secret of [before.signing.secret, after.signing.secret]) {
      expect(new Webhook(String(secret)).verify(request?.body ?? '', headers)).toBeTruthy()
    }
  })

  it('carries the vendor signature of its scheme', async () => {
    const guard = await world.create(integrationTo(receiver.url, { signing: { scheme: 'guard' } }))
    await world.send(event())
    const [request] = await receiver.until(1)
    const expected = createHmac('sha256', String(guard.signing.secret)).update(request?.body ?? '').digest('hex')
    expect(request?.headers['x-guard-signature']).toBe(expected)
    expect(request?.headers['webhook-signature']).toBeUndefined()
    expect(request?.headers['webhook-id']).toMatch(/^dlv_/)
  })

  it('is held up by no hanging neighbour (I7)', async () => {
    const hanging = await startReceiver(() => {})
    await world.create(integrationTo(hanging.url, { name: 'hanging', policy: { ...quickRetries, timeoutMs: 30_000 } }))
    await world.create(integrationTo(receiver.url, { name: 'quick' }))
    await world.send(...Array.from({ length: 200 }, () => event()))
    await receiver.until(200, 25_000) // while each of the other's requests still hangs
    await hanging.close()
  })

  it('shows headers and answers without secrets', async () => {
    receiver.behave((response, request) => response.end(`you sent ${String(request.headers.authorization)} and ${String(request.headers['x-key'])}`))
    await world.create(integrationTo(receiver.url, {
      destination: {
        url: receiver.url, params: [{ name: 'q', value: 'a b&c' }], auth: { kind: 'bearer', token: 'very-secret-token-1' },
        headers: [{ name: 'X-Key', value: 'very-secret-header-1', secret: true }, { name: 'X-Team', value: 'red', secret: false }],
      },
    }))
    await world.send(event())
    const [request] = await receiver.until(1)
    expect(request?.headers).toMatchObject({ authorization: 'Bearer very-secret-token-1', 'x-key': 'very-secret-header-1', 'x-team': 'red' })
    expect(request?.url).toBe('/?q=a%20b%26c')
    const [delivery] = await world.settled(1)
    expect(JSON.stringify(delivery)).not.toContain('very-secret')
    expect(delivery?.attempts[0]?.request.headers['x-team']).toBe('red')
  })
})

describe('after a crash', () => {
  it('what was on the wire shows as unknown_outcome and goes on by its schedule (I3)', async () => {
    const world = await startWorld()
    const receiver = await startReceiver()
    try {
      await world.create(integrationTo(receiver.url, { policy: { ...quickRetries, retryDelaysSeconds: [1] } }))
      await world.send(event())
      await world.startWorker()
      await world.settled(1)
      // As a dead process leaves it: sending, under its lease, without the attempt's row.
      await pool().query(`DELETE FROM attempt`)
      await pool().query(`UPDATE delivery SET status = 'sending', worker = 'wrk_dead', started_at = now(), scheduled_count = 0,
        finished_at = NULL, lease_until = now() + interval '1 hour'`)
      expect((await world.sweep()).lost).toBe(0)
      expect((await world.sweep(['wrk_dead'])).lost).toBe(1)
      const [done] = await world.settled(1, ['succeeded'])
      expect(done?.attempts.map((one) => [one.number, one.error?.code ?? one.response?.status])).toEqual([[1, 'unknown_outcome'], [2, 200]])
    } finally {
      await receiver.close()
      await world.close()
    }
  })
})
