import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as deliveries from '@/app/api/v1/deliveries/route'
import * as events from '@/app/api/v1/events/route'
import * as event from '@/app/api/v1/events/[id]/route'
import * as integrations from '@/app/api/v1/integrations/route'
import * as integration from '@/app/api/v1/integrations/[id]/route'
import * as disable from '@/app/api/v1/integrations/[id]/disable/route'
import * as enable from '@/app/api/v1/integrations/[id]/enable/route'
import * as rotate from '@/app/api/v1/integrations/[id]/rotate-secret/route'
import * as tests from '@/app/api/v1/integrations/test/route'
import { playVendor } from '@/app/api/v1/testing/play-vendor'
import { dispatch } from '@/inngest/dispatch'
import { bySystem } from '@/lib/audit/acting'
import { createPool, inTransaction, pool } from '@/lib/db'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { resendDelivery } from '@/lib/deliveries/resend-delivery'
import { routeEvents } from '@/lib/deliveries/route-events'
import { DELIVERY_RETRY } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import { door } from '@/lib/security/outgoing'
import { answer, type ReceivedRequest } from '@/lib/testing/receiver'

// The alert as HOL Guard documents it.
const investigation = {
  id: 'inv_abc123',
  url: 'https://guard.example.com/investigations/inv_abc123',
  risk_level: 'high',
  risk_score: 87,
  artifact: { name: 'example-package', version: '1.2.3' },
  policy: { rule: 'changed-after-approval', description: 'Artifact changed after it was approved' },
  factors: ['approval receipt exists for previous version', 'content hash differs from approved snapshot'],
}
const timestamp = '2026-06-24T12:00:00Z'
const DOCUMENTED = `{
  "event": "investigation.opened",
  "timestamp": "2026-06-24T12:00:00Z",
  "investigation": {
    "id": "inv_abc123",
    "url": "https://guard.example.com/investigations/inv_abc123",
    "risk_level": "high",
    "risk_score": 87,
    "artifact": {
      "name": "example-package",
      "version": "1.2.3"
    },
    "policy": {
      "rule": "changed-after-approval",
      "description": "Artifact changed after it was approved"
    },
    "factors": ["approval receipt exists for previous version","content hash differs from approved snapshot"]
  }
}`

interface Made { id: string; signing: { secret: string } }
interface Read { skips: Array<{ integrationId: string; reason: string }>; deliveries: Array<{ id: string; status: string }> }

const stage = playVendor({
  '/events': events, '/events/:id': event, '/integrations': integrations, '/integrations/test': tests, '/deliveries': deliveries,
  '/integrations/:id': integration, '/integrations/:id/rotate-secret': rotate, '/integrations/:id/enable': enable, '/integrations/:id/disable': disable,
})
const { call } = stage

const alertTo = (url: string, more: object = {}) => ({
  type: 'webhook', preset: 'guard', name: 'Guard', triggers: [{ type: 'investigation.opened' }], destination: { url },
  signing: { scheme: 'guard' }, policy: { profile: 'guard' }, ...more,
})
const create = (more: object = {}) => call<Made>('POST', '/integrations', alertTo(stage.receiver.url, more))
const quick = { policy: { profile: 'custom', timeoutMs: 1000, retryDelaysSeconds: [] } }
const slow = { policy: { profile: 'custom', timeoutMs: 1000, retryDelaysSeconds: [3600] } }

const opened = (id: string, more: object = {}) =>
  ({ type: 'investigation.opened', occurredAt: timestamp, context: { investigation: { ...investigation, id, ...more } } })
const send = async (...sent: object[]): Promise<string[]> =>
  (await call<{ events: Array<{ id: string }> }>('POST', '/events', { events: sent })).events.map(({ id }) => id)
const read = (id: string) => call<Read>('GET', `/events/${id}`)
const skipped = (id = '', reason = 'duplicate') => expect.poll(async () => (await read(id)).skips.map((skip) => skip.reason)).toEqual([reason])

// The receiver's own check, from the vendor's words: hex of HMAC-SHA256 over the raw body, keyed by the secret as shown.
const signatureOf = (request: ReceivedRequest | undefined, secret: string) =>
  createHmac('sha256', Buffer.from(secret, 'utf8')).update(Buffer.from(request?.body ?? '')).digest('hex')

describe('a Guard alert', () => {
  it('is the documented body, byte for byte, signed with the shown secret', async () => {
    const { signing } = await create()
    await send(opened('inv_abc123'))
    const [request] = await stage.receiver.until(1)
    expect(request?.body).toBe(DOCUMENTED)
    expect(request?.headers['content-type']).toBe('application/json')
    expect(request?.headers['x-guard-signature']).toMatch(/^[0-9a-f]{64}$/)
    expect(request?.headers['x-guard-signature']).toBe(signatureOf(request, signing.secret))
    expect(request?.headers['webhook-signature']).toBeUndefined()
  })

  it('keeps texts that would break a body, and signs their UTF-8', async () => {
    const { signing } = await create()
    const name = 'O\'Brien & "Söhne" \\\n😀'
    await send(opened('inv_odd', { artifact: { name, version: null }, factors: [], url: null }))
    const [request] = await stage.receiver.until(1)
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ investigation: { url: null, artifact: { name, version: null }, factors: [] } })
    expect(request?.headers['x-guard-signature']).toBe(signatureOf(request, signing.secret))
  })

  it('goes out from the minimum risk level on: high unless another is chosen', async () => {
    const byDefault = await create()
    const all = await create({ triggers: [{ type: 'investigation.opened', params: { minRiskLevel: 'low' } }] })
    const levels = ['low', 'medium', 'high', 'critical']
    const ids = await send(...levels.map((level) => opened(`inv_${level}`, { risk_level: level })))
    await stage.receiver.until(6)
    await stage.world.settled(6)
    const skipped = async (id: string, integrationId: string) => (await read(id)).skips.find((skip) => skip.integrationId === integrationId)?.reason
    expect(await Promise.all(ids.map((id) => skipped(id, byDefault.id)))).toEqual(['below_threshold', 'below_threshold', undefined, undefined])
    expect(await Promise.all(ids.map((id) => skipped(id, all.id)))).toEqual([undefined, undefined, undefined, undefined])
  })

  it('is tried again after 1, 5 and 30 minutes and 2 hours, then it has failed; only a 2xx is success', async () => {
    const statuses = [302, 300, 404, 500, 503]
    stage.receiver.behave((response, _request, n) => response.writeHead(statuses[n - 1] ?? 200, n === 1 ? { location: 'https://elsewhere.example/' } : {}).end())
    const { signing } = await create()
    await send(opened('inv_retry'))
    const waits: number[] = []
    for (let attempt = 1; attempt < 5; attempt++) {
      await expect.poll(async () => (await stage.world.deliveries()).map(({ status, attemptCount }) => [status, attemptCount]), { timeout: 30_000 }).toEqual([['retrying', attempt]])
      const [delivery] = await stage.world.deliveries()
      const last = delivery?.attempts.at(-1)
      waits.push(Math.round((Date.parse(delivery?.nextAttemptAt ?? '') - Date.parse(last?.startedAt ?? '') - (last?.durationMs ?? 0)) / 60_000))
      // The wait is over.
      await pool().query('UPDATE delivery SET next_attempt_at = now() WHERE id = $1', [delivery?.id])
      await inTransaction((tx) => dispatch(tx, [{ name: DELIVERY_RETRY, data: { deliveryId: delivery?.id, attempt } }]))
    }
    expect(waits).toEqual([1, 5, 30, 120])
    const [failed] = await stage.world.settled(1, ['failed'])
    expect(failed?.attempts.map(({ response }) => response?.status)).toEqual(statuses)
    expect(new Set(stage.receiver.requests.map(({ body }) => body)).size).toBe(1)
    expect(stage.receiver.requests.map((request) => request.headers['x-guard-signature'])).toEqual(stage.receiver.requests.map((request) => signatureOf(request, signing.secret)))
  })

  it('is signed with the new secret from the next request on, also a retry', async () => {
    stage.receiver.behave(answer(503))
    const before = await create({ policy: { profile: 'custom', timeoutMs: 1000, retryDelaysSeconds: [2] } })
    await send(opened('inv_rotated'))
    await stage.receiver.until(1)
    const after = await call<Made>('POST', `/integrations/${before.id}/rotate-secret`, {})
    stage.receiver.behave(answer(200))
    const [first, second] = await stage.receiver.until(2)
    expect(first?.headers['x-guard-signature']).toBe(signatureOf(first, before.signing.secret))
    expect(second?.headers['x-guard-signature']).toBe(signatureOf(second, after.signing.secret))
    expect(second?.body).toBe(first?.body)
  })

  it('can be tried from the screen; the answer says whether it was 2xx, and takes no place', async () => {
    const { id } = await create()
    const test = { integrationId: id, triggerType: 'investigation.opened' }
    expect(await call('POST', '/integrations/test', test)).toMatchObject({ ok: true, status: 200, request: { body: DOCUMENTED } })
    stage.receiver.behave(answer(302, '', { location: '/' }))
    expect(await call('POST', '/integrations/test', test)).toMatchObject({ ok: false, status: 302 })
    stage.receiver.behave(answer(200))
    await send(opened('inv_abc123'))
    await stage.receiver.until(3)
  })

  it('shows in the delivery log with attempts, response codes and what comes next', async () => {
    stage.receiver.behave(answer(500))
    const { id } = await create()
    await send(opened('inv_log'))
    await stage.world.settled(1, ['retrying'])
    const { data } = await call<{ data: object[] }>('GET', `/deliveries?integrationId=${id}`)
    expect(data).toMatchObject([{ status: 'retrying', statusCode: 500, attemptCount: 1, maxAttempts: 5, nextAttemptAt: expect.any(String) as string }])
  })
})

describe('the same investigation', () => {
  it('is not sent again after a 2xx: the later event is a skip that says so', async () => {
    await create()
    await send(opened('inv_1'))
    await stage.world.settled(1, ['succeeded'])
    const [again, other] = await send(opened('inv_1', { risk_level: 'critical' }), opened('inv_2'))
    await stage.receiver.until(2)
    await skipped(again)
    expect((await read(other ?? '')).skips).toEqual([])
    expect(stage.receiver.requests.map(({ body }) => (JSON.parse(body) as { investigation: { id: string } }).investigation.id)).toEqual(['inv_1', 'inv_2'])
  })

  it('is a duplicate while the first is retrying, and goes out after that one failed or was cancelled', async () => {
    stage.receiver.behave(answer(500))
    const waiting = await create(slow)
    await send(opened('inv_1'))
    await stage.world.settled(1, ['retrying'])
    await skipped((await send(opened('inv_1')))[0])
    await call('POST', `/integrations/${waiting.id}/disable`, {})
    await call('POST', `/integrations/${waiting.id}/enable`, {})
    await send(opened('inv_1')) // the first was cancelled
    await stage.receiver.until(2)
    await call('PATCH', `/integrations/${waiting.id}`, { ...quick })
    await send(opened('inv_fails'))
    await expect.poll(async () => (await stage.world.deliveries()).map(({ status }) => status).sort()).toEqual(['cancelled', 'failed', 'retrying'])
    stage.receiver.behave(answer(200))
    await send(opened('inv_fails'))
    await stage.receiver.until(4)
    await expect.poll(async () => (await stage.world.deliveries()).map(({ status }) => status).sort()).toEqual(['cancelled', 'failed', 'retrying', 'succeeded'])
  })

  it('stays a duplicate when the earlier delivery succeeded at last by a resend', async () => {
    stage.receiver.behave(answer(500))
    await create(quick)
    await send(opened('inv_1'))
    const [failed] = await stage.world.settled(1, ['failed'])
    stage.receiver.behave(answer(200))
    await resendDelivery(dispatch, bySystem(stage.world.workspaceId), failed?.id ?? '', 'original', { now: Date.now() })
    await stage.world.settled(1, ['succeeded'])
    await skipped((await send(opened('inv_1')))[0])
    expect(stage.receiver.requests).toHaveLength(2)
  })

  it('is counted for each integration apart, and twice in one batch once', async () => {
    const [one, two] = [await create(), await create()]
    const [first, second, third] = await send(opened('inv_1'), opened('inv_1'), opened('inv_2'))
    await stage.receiver.until(4)
    await stage.world.settled(4, ['succeeded'])
    expect((await read(first ?? '')).skips).toEqual([])
    expect((await read(third ?? '')).skips).toEqual([])
    const { skips } = await read(second ?? '')
    expect(skips.map(({ integrationId, reason }) => [integrationId, reason]).sort()).toEqual([[one.id, 'duplicate'], [two.id, 'duplicate']].sort())
  })

  it('that was skipped while the integration was off is made up for once', async () => {
    const { id } = await create()
    await call('POST', `/integrations/${id}/disable`, {})
    const since = new Date(Date.now() - 60_000).toISOString()
    const ids = await send(opened('inv_1'), opened('inv_1'), opened('inv_2'))
    for (const one of ids) await skipped(one, 'disabled')
    await call('POST', `/integrations/${id}/enable`, { replaySkipped: { since } })
    await stage.receiver.until(2)
    await stage.world.settled(2, ['succeeded'])
    await expect.poll(async () => (await Promise.all(ids.map(read))).map(({ skips }) => skips.map(({ reason }) => reason))).toEqual([[], ['duplicate'], []])
  })

  it('of any length and with any character is told apart', async () => {
    await create()
    const ids = ['x'.repeat(5000), `${'x'.repeat(5000)}y`, 'a\u0000b', '😀']
    await send(...ids.map((id) => opened(id)))
    await stage.receiver.until(4)
    for (const one of await send(...ids.map((id) => opened(id)))) await skipped(one)
  })
})

describe('several workers at once', () => {
  it('send each investigation once for each integration', async () => {
    await stage.world.stopWorker()
    const made = [await create(), await create()]
    const ids = await send(...Array.from({ length: 60 }, (_, index) => opened(`inv_${index % 5}`)))
    const quiet = { info() {}, warn() {}, error() {} }
    const workers = await Promise.all(Array.from({ length: 4 }, () => {
      const [own, worker] = [createPool(stage.world.url, 4), newId('wrk')]
      const sender = new DeliverySender({ pool: own, dispatch, door: door(), worker, clock: Date.now, random: () => 0.5, log: quiet })
      return { pool: own, dispatch, worker, sender, now: Date.now, log: quiet }
    }))
    // Overlapping batches in different orders, some of them twice: as after a worker that was cut off.
    const batches = workers.map((_, w) => ids.filter((_id, index) => index % 4 === w || index % 7 === w))
    await Promise.all(workers.flatMap((deps, w) => [routeEvents(deps, batches[w] ?? []), routeEvents(deps, [...(batches[w] ?? [])].reverse())]))
    await stage.receiver.until(10)
    const all = await stage.world.settled(10, ['succeeded'])
    expect(new Set(all.map(({ integration, body }) => `${integration?.id} ${body}`)).size).toBe(10)
    const told = await Promise.all(ids.map(read))
    for (const { skips, deliveries: got } of told) expect(skips.length + got.length).toBe(made.length)
    expect(stage.receiver.requests).toHaveLength(10)
    for (const deps of workers) {
      await deps.sender.stop(2000)
      await deps.pool.end()
    }
    await stage.world.startWorker()
  })
})
