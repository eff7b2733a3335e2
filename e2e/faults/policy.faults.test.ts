import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { bySystem, type Acting } from '@/lib/audit/acting'
import type { IntegrationPatch } from '@/lib/contracts/integration'
import { resendDelivery } from '@/lib/deliveries/resend-delivery'
import { rotateSecret } from '@/lib/integrations/rotate-secret'
import { deleteIntegration, disableIntegration } from '@/lib/integrations/switch-integration'
import { updateIntegration } from '@/lib/integrations/update-integration'
import type { DeliveryRow } from './support/read-history'
import { hang, say, type NotingReceiver } from './support/start-noting-receiver'
import { EVENT_TYPE, onGround, PATIENCE_MS as patience, type Ground } from './support/start-ground'
import { startServer, type Server } from './support/start-server'
import { until } from './until'

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const custom = (retryDelaysSeconds: number[], timeoutMs = 10_000): IntegrationPatch => ({ policy: { profile: 'custom', timeoutMs, retryDelaysSeconds } })
const arrived = (receiver: NotingReceiver, count: number) => until(
  () => receiver.seen.length >= count || undefined, patience, () => `${receiver.seen.length} of ${count} arrived`,
)
const errorsOf = ({ attempts }: DeliveryRow) => attempts.map(({ error }) => error)

/** The only delivery, when it is so far. */
const untilDelivery = (ground: Ground, isSo: (delivery: DeliveryRow) => boolean) => {
  let last: DeliveryRow | undefined
  return until(async () => {
    last = (await ground.history()).deliveries[0]
    return last && isSo(last) ? last : undefined
  }, patience, () => JSON.stringify(last))
}
const mailsOf = (ground: Ground) => ground.sql<{ kind: string; to: string }>('SELECT kind, "to" FROM mail ORDER BY id')

// The time of the retries that wait has come: their rows and the messages that wake for them.
const letRetry = async (ground: Ground) => {
  await ground.sql(`UPDATE delivery SET next_attempt_at = now() - interval '1 second' WHERE status = 'retrying'`)
  await ground.sql(`UPDATE runner_run SET run_at = now() WHERE fn LIKE '%retry-delivery' AND lease_until IS NULL`)
  await ground.sql(`UPDATE runner_batch_item SET at = now() WHERE fn LIKE '%retry-delivery'`)
  await ground.sql(`SELECT pg_notify('runner_wake', '')`)
}
// The messages of retries have woken and found what they found.
const untilAwoken = (ground: Ground) => until(
  async () => (await ground.sql(`SELECT fn FROM runner_run WHERE fn LIKE '%retry-delivery'
    UNION ALL SELECT fn FROM runner_batch_item WHERE fn LIKE '%retry-delivery'`)).length === 0 || undefined,
  patience, () => 'a message waits',
)
const HOUR = 3600

// What is sent later to somebody else proves that what was not sent before will not be.
const laterPositive = async (ground: Ground, receiver: NotingReceiver) => {
  const before = receiver.seen.length
  await ground.integrate(receiver.url.replace('/hook', '/later'), { triggers: [{ type: 'VendorCSTARUnderThreshold', params: {}, template: null }] })
  await ground.accept(1, {}, 'VendorCSTARUnderThreshold')
  await until(() => receiver.seen.some(({ path }) => path === '/later') || undefined, patience, () => 'the later one did not arrive')
  expect(receiver.seen.slice(before).map(({ path }) => path)).toEqual(['/later'])
}

describe.concurrent('I9: nothing leaves any more', () => {
  it('after a 410: switched off with the reason and one mail, what waits is cancelled', () => onGround(server, async (ground, receiver) => {
    let answers = 0
    let goOn = (): void => {}
    const isOff = new Promise<void>((resolve) => { goOn = resolve })
    // Only the first is answered before the switch is committed, however long that takes: at two at a time all could leave.
    receiver.answerWith((...given) => void (answers++ === 0 ? Promise.resolve() : isOff).then(() => say(410)(...given)))
    const id = await ground.integrate(receiver.url, { ...custom([60]), limits: { perSecond: null, concurrency: 2 }, ownerEmail: ground.owner })
    await ground.startWorker()
    await ground.accept(40)
    await until(async () => (await ground.sql('SELECT 1 FROM integration WHERE id = $1 AND NOT enabled', [id])).length === 1 || undefined, patience, () => 'it is still on')
    goOn()
    const deliveries = await ground.keepsPromises(40, [receiver])
    const sent = deliveries.filter(({ attempts }) => attempts.length > 0)
    expect(sent.every(({ status }) => status === 'failed')).toBe(true)
    expect(deliveries.filter(({ status }) => status === 'cancelled')).toHaveLength(40 - sent.length)
    // What was claimed before the switch may still have left.
    expect(sent.length).toBeLessThan(40)
    const [row] = await ground.sql('SELECT enabled, disabled_by, disabled_reason FROM integration WHERE id = $1', [id])
    expect(row).toEqual({ enabled: false, disabled_by: 'system', disabled_reason: '410 Gone' })
    expect(await mailsOf(ground)).toEqual([{ kind: 'disabled', to: ground.owner }])
    await ground.accept(1)
    await laterPositive(ground, receiver)
    const [skip] = await ground.sql<{ reason: string }>(`SELECT skips -> 0 ->> 'reason' AS reason FROM event_skip WHERE skips::text LIKE '%disabled_by_system%'`)
    expect(skip?.reason).toBe('disabled_by_system')
  }))

  const ends: Record<string, (acting: Acting, id: string) => Promise<unknown>> = { disabled: disableIntegration, deleted: deleteIntegration }
  it.each(Object.entries(ends))('when it is %s in the middle of a retry: what waits is cancelled', (_name, end) => onGround(server, async (ground, receiver) => {
    receiver.answerWith(say(500))
    const id = await ground.integrate(receiver.url, custom([HOUR, HOUR]))
    await ground.startWorker()
    await ground.accept(1)
    await untilDelivery(ground, ({ status }) => status === 'retrying')
    await ground.inDatabase(() => end(bySystem(ground.workspaceId), id))
    expect((await untilDelivery(ground, ({ status }) => status === 'cancelled')).attempts).toHaveLength(1)
    await letRetry(ground)
    await untilAwoken(ground)
    await laterPositive(ground, receiver)
    await ground.keepsPromises(2, [receiver])
  }))

  it('when it is disabled with a request in flight: that one finishes and is recorded', () => onGround(server, async (ground, receiver) => {
    receiver.answerWith(hang)
    const id = await ground.integrate(receiver.url, custom([1]))
    await ground.startWorker()
    await ground.accept(1)
    await arrived(receiver, 1)
    await ground.inDatabase(() => disableIntegration(bySystem(ground.workspaceId), id))
    receiver.release()
    const delivery = await untilDelivery(ground, ({ status }) => status === 'succeeded')
    expect(errorsOf(delivery)).toEqual([null])
  }))
})

describe.concurrent('a delivery in the middle of its schedule', () => {
  const failFirst = (times: number) => (receiver: NotingReceiver) =>
    receiver.answerWith((response, seen, n) => say(n <= times ? 500 : 200)(response, seen, n))

  it('I5: goes to the URL of now with the body of then', () => onGround(server, async (ground, receiver) => {
    failFirst(1)(receiver)
    const id = await ground.integrate(receiver.url, custom([HOUR]))
    await ground.startWorker()
    await ground.accept(1)
    await untilDelivery(ground, ({ status }) => status === 'retrying')
    await ground.inDatabase(() => updateIntegration(dispatch, bySystem(ground.workspaceId), id, {
      destination: { url: receiver.url.replace('/hook', '/moved'), headers: [{ name: 'X-New', value: 'yes', secret: false }] },
      triggers: [{ type: EVENT_TYPE, params: {}, template: '{"other": true}' }],
    }, null))
    await letRetry(ground)
    await ground.keepsPromises(1, [receiver]) // the same bytes twice
    expect(receiver.seen.map(({ path, headers }) => [path, headers['x-new']])).toEqual([['/hook', undefined], ['/moved', 'yes']])
  }))

  it('I4: a resend takes the place of the retry that waits, and its failure brings the rest of the schedule back', () => onGround(server, async (ground, receiver) => {
    failFirst(2)(receiver)
    await ground.integrate(receiver.url, custom([HOUR, 1]))
    await ground.startWorker()
    await ground.accept(1)
    const { id, nextAttemptAt } = await untilDelivery(ground, ({ status }) => status === 'retrying')
    await ground.inDatabase(() => resendDelivery(dispatch, bySystem(ground.workspaceId), id, 'original', { now: Date.now() }))
    const resent = await untilDelivery(ground, ({ attempts }) => attempts.length === 2)
    expect(resent.attempts.map(({ trigger }) => trigger)).toEqual(['automatic', 'manual'])
    expect({ status: resent.status, nextAttemptAt: resent.nextAttemptAt }).toEqual({ status: 'retrying', nextAttemptAt })
    await letRetry(ground)
    const [delivery] = await ground.keepsPromises(1, [receiver])
    expect(delivery?.attempts.map(({ trigger, status }) => [trigger, status])).toEqual([['automatic', 500], ['manual', 500], ['automatic', 200]])
  }))

  it('a resend that succeeds ends it: the retry that waited never leaves', () => onGround(server, async (ground, receiver) => {
    failFirst(1)(receiver)
    await ground.integrate(receiver.url, custom([HOUR, HOUR]))
    await ground.startWorker()
    await ground.accept(1)
    const { id } = await untilDelivery(ground, ({ status }) => status === 'retrying')
    await ground.inDatabase(() => resendDelivery(dispatch, bySystem(ground.workspaceId), id, 'original', { now: Date.now() }))
    await untilDelivery(ground, ({ status }) => status === 'succeeded')
    await letRetry(ground)
    await untilAwoken(ground)
    await laterPositive(ground, receiver)
    const [first] = await ground.keepsPromises(2, [receiver])
    expect(first?.attempts.map(({ trigger }) => trigger)).toEqual(['automatic', 'manual'])
  }))

  it('is signed with both secrets while a rotated one overlaps', () => onGround(server, async (ground, receiver) => {
    failFirst(1)(receiver)
    const id = await ground.integrate(receiver.url, custom([HOUR]))
    const rotate = () => ground.inDatabase(async () => String((await rotateSecret(bySystem(ground.workspaceId), id, 24)).signing.secret))
    const before = await rotate()
    await ground.startWorker()
    await ground.accept(1)
    await untilDelivery(ground, ({ status }) => status === 'retrying')
    const after = await rotate()
    await letRetry(ground)
    await ground.keepsPromises(1, [receiver])
    const [, retry] = receiver.seen
    const headers = Object.fromEntries(Object.entries(retry?.headers ?? {}).map(([name, value]) => [name, String(value)]))
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
    const verifies = [before, after].map((secret) => {
      try {
        return Boolean(new Webhook(secret).verify(retry?.body ?? '', headers))
      } catch (error) {
        return String(error)
      }
    })
    expect(verifies).toEqual([true, true])
  }))
})

describe.concurrent('an integration that only fails', () => {
  const gate = (ground: Ground, id: string) => ground.sql<{ open: boolean; failures: number; probes: number }>(
    'SELECT opened_at IS NOT NULL AS open, failures, probes FROM integration_gate WHERE integration_id = $1', [id])
  // The probe's time has come: the row and the message that wakes for it.
  const letProbe = async (ground: Ground, id: string) => {
    await ground.sql(`UPDATE integration_gate SET probe_at = now() - interval '1 second' WHERE integration_id = $1`, [id])
    await ground.sql(`UPDATE runner_run SET run_at = now() WHERE fn LIKE '%drain-integration' AND lease_until IS NULL`)
  }
  const failFiveTimes = async (ground: Ground, receiver: NotingReceiver, id: string, since: string) => {
    receiver.answerWith(say(503))
    await ground.startWorker()
    await ground.accept(5)
    await ground.settled(5)
    await until(async () => (await gate(ground, id))[0]?.failures === 5 || undefined, patience, () => 'the five are not counted')
    await ground.sql(`UPDATE integration_gate SET failing_since = now() - $2::interval WHERE integration_id = $1`, [id, since])
  }

  it('gets nothing but probes until one succeeds, and then what waited', () => onGround(server, async (ground, receiver) => {
    const id = await ground.integrate(receiver.url, custom([]))
    await failFiveTimes(ground, receiver, id, '61 seconds')
    await ground.accept(1)
    await until(async () => (await gate(ground, id))[0]?.open || undefined, patience, () => 'the breaker is not open')
    await ground.accept(10)
    const waiting = () => ground.sql<{ n: number }>(`SELECT count(*)::int AS n FROM delivery WHERE status = 'pending' AND attempt_count = 0`)
    await until(async () => (await waiting())[0]?.n === 10 || undefined, patience, () => 'the ten do not wait')
    expect(receiver.seen).toHaveLength(6)
    await letProbe(ground, id)
    await arrived(receiver, 7)
    await until(async () => (await gate(ground, id))[0]?.probes === 1 || undefined, patience, () => 'no probe is counted')
    expect((await gate(ground, id))[0]?.open).toBe(true)
    expect(receiver.seen).toHaveLength(7)
    receiver.answerWith(say(200))
    await letProbe(ground, id)
    const deliveries = await ground.keepsPromises(16, [receiver])
    expect(deliveries.filter(({ status }) => status === 'succeeded')).toHaveLength(9)
    expect(receiver.seen).toHaveLength(16)
    expect((await gate(ground, id))[0]?.open).toBe(false)
  }))

  it('is switched off once after five days, with one warning and one mail, by two workers at once', () => onGround(server, async (ground, receiver) => {
    const id = await ground.integrate(receiver.url, { ...custom([]), ownerEmail: ground.owner })
    await failFiveTimes(ground, receiver, id, '6 days')
    await ground.startWorker()
    await ground.sweepNow(4)
    await until(async () => (await mailsOf(ground)).length === 1 || undefined, patience, () => 'no warning')
    expect(await mailsOf(ground)).toEqual([{ kind: 'disable_warning', to: ground.owner }])
    await ground.sql(`UPDATE integration_gate SET warned_at = now() - interval '25 hours'`)
    await ground.sweepNow(4)
    await until(async () => (await mailsOf(ground)).length === 2 || undefined, patience, () => 'no second mail')
    const [row] = await ground.sql('SELECT enabled, disabled_by FROM integration WHERE id = $1', [id])
    expect(row).toEqual({ enabled: false, disabled_by: 'system' })
    await ground.sweepNow(4)
    receiver.answerWith(say(200))
    await laterPositive(ground, receiver)
    expect((await mailsOf(ground)).map(({ kind }) => kind)).toEqual(['disable_warning', 'disabled'])
  }))
})
