import { expect, it } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { setUpWorld } from '@/inngest/testing/set-up-world'
import { integrationTo, sampleContext, type World } from '@/inngest/testing/start-world'
import { bySystem } from '@/lib/audit/acting'
import { pool, prisma } from '@/lib/db'
import { resendDelivery } from '@/lib/deliveries/resend-delivery'
import { readEvent } from '@/lib/events/read-events'
import { disableFailing } from '@/lib/integrations/disable-failing'
import { readIntegration } from '@/lib/integrations/read-integration'
import { enableIntegration } from '@/lib/integrations/switch-integration'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'

let world: World
let receiver: Receiver

const once = { profile: 'custom' as const, timeoutMs: 30_000, retryDelaysSeconds: [] }
const event = () => ({ type: 'CustomerCSTARUnderThreshold', context: sampleContext })

const gate = async (id: string) => prisma().integrationGate.findUnique({ where: { integrationId: id } })
/** Moves the streak into the past, as if the failures had begun so long ago. */
const age = (id: string, interval: string) => pool().query(
  `UPDATE integration_gate SET failing_since = failing_since - $2::interval WHERE integration_id = $1`, [id, interval])
/** The next probe is due, and its message comes. */
const probeNow = async (id: string): Promise<void> => {
  await pool().query('UPDATE integration_gate SET probe_at = now() WHERE integration_id = $1', [id])
  await dispatch(pool(), [{ name: 'integration/drain', data: { integrationId: id } }])
}
const health = async (id: string) => (await readIntegration(world.workspaceId, id)).view.health
const status = (count: number, wanted: string) => world.settled(count, [wanted])

/** Five failures over more than a minute. */
const fail = async (id: string): Promise<void> => {
  receiver.behave(answer(503))
  await world.send(event(), event(), event(), event())
  await status(4, 'failed')
  expect((await health(id)).state).toBe('degraded') // four, and within a second
  await age(id, '2 minutes')
  await world.send(event())
  await status(5, 'failed')
}

setUpWorld((one, itsReceiver) => {
  world = one
  receiver = itsReceiver
})

it('opens after five failures over a minute; what comes then waits, is shown so, and uses up no attempt', async () => {
  const { id } = await world.create(integrationTo(receiver.url, { policy: once }))
  await fail(id)
  expect(await health(id)).toMatchObject({ state: 'failing', reason: 'The last 5 attempts failed: 503' })
  const opened = await gate(id)
  expect((opened?.probeAt?.getTime() ?? 0) - (opened?.openedAt?.getTime() ?? 0)).toBe(30_000)
  await world.send(event(), event())
  const all = await world.settled(7, ['failed', 'pending'])
  const waiting = all.filter((one) => one.status === 'pending')
  expect(waiting).toMatchObject([{ waitingFor: 'breaker', attemptCount: 0 }, { waitingFor: 'breaker', attemptCount: 0 }])
  await world.sweep()
  expect(receiver.requests).toHaveLength(5)
})

it('sends the oldest that is due as a probe, waits longer after each that fails, and closes with the first success', async () => {
  const { id } = await world.create(integrationTo(receiver.url, { policy: once }))
  await fail(id)
  const oldest = (await world.send(event()))[0] ?? ''
  await world.settled(6, ['failed', 'pending'])
  await world.send(event(), event(), event())
  await world.settled(9, ['failed', 'pending'])

  await probeNow(id)
  await receiver.until(6)
  const probe = (await readEvent(world.workspaceId, oldest)).deliveries[0]
  expect(receiver.requests[5]?.headers['webhook-id']).toBe(probe?.id)
  await expect.poll(async () => (await gate(id))?.failures).toBe(6)
  const failed = await gate(id)
  expect(failed?.openedAt).not.toBeNull()
  expect(((failed?.probeAt?.getTime() ?? 0) - (receiver.requests[5]?.at ?? Infinity)) / 1000).toBeGreaterThan(55) // a minute after the first probe
  expect(receiver.requests).toHaveLength(6)

  receiver.behave(answer(200))
  await probeNow(id)
  await receiver.until(9) // the probe, and without another message those that waited
  await world.settled(9, ['failed', 'succeeded'])
  expect(await gate(id)).toMatchObject({ failures: 0, openedAt: null, probeAt: null, probes: 0 })
  expect((await health(id)).state).not.toBe('failing')
  await world.send(event())
  await receiver.until(10)
})

it('lets a probe leave with the first event that comes when nothing has waited', async () => {
  const { id } = await world.create(integrationTo(receiver.url, { policy: once }))
  await fail(id)
  await probeNow(id) // nothing is due: the probe is not used up
  await world.send(event())
  await receiver.until(6)
  await world.send(event())
  await world.settled(7, ['failed', 'pending'])
  expect(receiver.requests).toHaveLength(6)
})

it('a resend by hand passes an open breaker, and its success closes it', async () => {
  const { id } = await world.create(integrationTo(receiver.url, { policy: once }))
  await fail(id)
  const [failed] = await world.deliveries()
  receiver.behave(answer(200))
  await resendDelivery(dispatch, bySystem(world.workspaceId), failed?.id ?? '', 'original', { now: Date.now() })
  await receiver.until(6)
  await expect.poll(async () => (await gate(id))?.openedAt).toBeNull()
})

it('a new destination is not judged by the failures of the old one', async () => {
  const { id } = await world.create(integrationTo(receiver.url, { policy: once, signing: { scheme: 'none' } }))
  await fail(id)
  await world.send(event())
  await world.settled(6, ['failed', 'pending'])
  const other = await startReceiver()
  await updateIntegration(dispatch, bySystem(world.workspaceId), id, { destination: { url: other.url } }, null)
  await other.until(1)
  await other.close()
})

it('does not open for 429, and one success in between starts the count anew', async () => {
  const { id } = await world.create(integrationTo(receiver.url, { policy: once }))
  receiver.behave(answer(429))
  await world.send(event(), event(), event(), event(), event(), event())
  await status(6, 'failed')
  expect(await gate(id).then((row) => row?.failures ?? 0)).toBe(0)
  receiver.behave((response, _request, n) => response.writeHead(n === 10 ? 200 : 500).end())
  await world.send(event(), event(), event())
  await receiver.until(9)
  await world.settled(9, ['failed'])
  await age(id, '2 minutes')
  await world.send(event())
  await receiver.until(10)
  await world.send(event(), event())
  await world.settled(12, ['failed', 'succeeded'])
  expect(await gate(id)).toMatchObject({ failures: 2, openedAt: null })
})

it('is switched off after five days of nothing but failures, with one mail a day before and one at the time', async () => {
  await world.addOwner('olive@example.com')
  const { id } = await world.create(integrationTo(receiver.url, { name: 'SIEM <b>', policy: once }))
  await fail(id)
  await world.send(event())
  await world.settled(6, ['failed', 'pending'])
  const sweep = () => disableFailing(pool(), dispatch)
  const mails = () => prisma().mail.findMany({ where: { workspaceId: world.workspaceId }, orderBy: { id: 'asc' } })

  await age(id, '3 days')
  await sweep()
  expect(await mails()).toHaveLength(0)

  await age(id, '25 hours')
  await Promise.all([sweep(), sweep()])
  expect(await mails()).toMatchObject([{ to: 'olive@example.com', kind: 'disable_warning', workspaceId: world.workspaceId }])
  expect((await mails())[0]?.subject).toContain('SIEM')

  await age(id, '2 days')
  await sweep() // the warning is not a day old
  expect((await readIntegration(world.workspaceId, id)).view.enabled).toBe(true)

  await pool().query(`UPDATE integration_gate SET warned_at = warned_at - interval '1 day' WHERE integration_id = $1`, [id])
  await Promise.all([sweep(), sweep(), sweep()])
  const { view } = await readIntegration(world.workspaceId, id)
  expect(view).toMatchObject({ enabled: false, disabledBy: 'system', health: { state: 'disabled', reason: 'Only failures for 5 days: 503' } })
  expect((await mails()).map(({ kind }) => kind)).toEqual(['disable_warning', 'disabled'])
  expect((await world.deliveries()).filter((one) => one.status === 'cancelled')).toHaveLength(1)

  const [skipped = ''] = await world.send(event())
  await expect.poll(async () => (await readEvent(world.workspaceId, skipped)).skips)
    .toEqual([{ integrationId: id, ruleId: null, reason: 'disabled_by_system' }])

  // Switched on again it has a clean slate.
  await enableIntegration(dispatch, bySystem(world.workspaceId), id)
  expect(await gate(id)).toMatchObject({ failures: 0, openedAt: null, warnedAt: null })
})

it('a 410 is told to the owner once, however many answers say it', async () => {
  await world.addOwner('olive@example.com')
  const { id } = await world.create(integrationTo(receiver.url, { ownerEmail: null }))
  receiver.behave(answer(410))
  await world.send(event(), event(), event())
  await expect.poll(async () => (await readIntegration(world.workspaceId, id)).view.enabled).toBe(false)
  await world.settled(3, ['failed', 'cancelled'])
  const told = await prisma().mail.findMany({ where: { workspaceId: world.workspaceId } })
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ kind: 'disabled', to: 'olive@example.com' })
  expect(told[0]?.text).toContain('410 Gone')
})
