import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeliveryRow } from './support/read-history'
import { refuseFirst, type NotingReceiver } from './support/start-noting-receiver'
import { onGround, PATIENCE_MS as patience, type Ground } from './support/start-ground'
import { startServer, type Server } from './support/start-server'
import { until } from './until'

const COUNT = 1500

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const arrived = (receiver: NotingReceiver, count: number) => until(
  () => receiver.seen.length >= count || undefined, patience, () => `${receiver.seen.length} of ${count} arrived`,
)
const unknowns = (deliveries: readonly DeliveryRow[]): number =>
  deliveries.flatMap(({ attempts }) => attempts).filter(({ error }) => error === 'unknown_outcome').length

// A backlog under way, so that everything has something to break.
const underLoad = async (ground: Ground, receiver: NotingReceiver, count = COUNT) => {
  receiver.answerWith((response) => setTimeout(() => response.end('ok'), 30))
  await ground.integrate(receiver.url)
  await ground.accept(count)
  const worker = await ground.startWorker()
  await arrived(receiver, Math.ceil(count / 10))
  return worker
}

const tell = (what: string, since: number, receiver: NotingReceiver, deliveries: readonly DeliveryRow[]) => {
  const last = Math.max(...receiver.seen.map(({ at }) => at))
  const again = receiver.seen.length - new Set(receiver.seen.map(({ webhookId }) => webhookId)).size
  console.log(`${what}: all ${deliveries.length} arrived ${last - since} ms after, arrived again ${again}, unknown ${unknowns(deliveries)}`)
}

describe.concurrent('its connections', () => {
  it('I1, I2, I3: are ended every two seconds', () => onGround(server, async (ground, receiver) => {
    const started = Date.now()
    const worker = await underLoad(ground, receiver)
    for (let i = 0; i < 4; i++) {
      await server.terminateConnections(ground.database)
      await new Promise((resolve) => setTimeout(resolve, 2000))
    }
    const deliveries = await ground.keepsPromises(COUNT, [receiver], {})
    expect(worker.isRunning(), worker.output()).toBe(true)
    tell('connections ended four times', started, receiver, deliveries)
  }), patience * 2)

  it('I1, I2, I3: fall silent for three seconds, and those that there were stay silent', () => onGround(server, async (ground, receiver) => {
    const worker = await underLoad(ground, receiver)
    const started = Date.now()
    ground.proxy.blackHole()
    await new Promise((resolve) => setTimeout(resolve, 3000))
    ground.proxy.open()
    const deliveries = await ground.keepsPromises(COUNT, [receiver], {})
    expect(worker.isRunning(), worker.output()).toBe(true)
    tell('black hole', started, receiver, deliveries)
  }), patience * 2)

  it('I1, I2: take half a second for each message', () => onGround(server, async (ground, receiver) => {
    ground.proxy.delay(500)
    const started = Date.now()
    await underLoad(ground, receiver, 300)
    const deliveries = await ground.keepsPromises(300, [receiver], {})
    expect(unknowns(deliveries)).toBe(0)
    expect(receiver.seen).toHaveLength(300)
    tell('500 ms of latency', started, receiver, deliveries)
  }), patience * 2)

  const cuts = [
    ['before', 'the COMMIT of', 'store_routed'], ['after', 'the COMMIT of', 'store_routed'],
    ['after', '', 'store_routed'], ['after', '', 'claim_deliveries'],
    ['before', 'the COMMIT of', 'record_attempts'], ['after', 'the COMMIT of', 'record_attempts'],
  ] as const
  it.each(cuts)('I1, I2, I3: are cut %s %s %s', (when, what, statement) => onGround(server, async (ground, receiver) => {
    const cut = ground.proxy.cutAt(statement, when, { commit: what !== '' })
    const policy = { profile: 'custom' as const, timeoutMs: 30_000, retryDelaysSeconds: [2] } // what is refused comes again
    // A retry is always claimed; of the first attempts none is, where there were places for all.
    if (statement !== 'store_routed') receiver.answerWith(refuseFirst())
    await ground.integrate(receiver.url, statement === 'store_routed' ? {} : { policy })
    if (what !== '') await ground.integrate(receiver.url, { enabled: false }) // its skips make it a transaction
    await ground.accept(40)
    const started = Date.now()
    const worker = await ground.startWorker()
    await cut
    const deliveries = await ground.keepsPromises(40, [receiver], {})
    expect(worker.isRunning(), worker.output()).toBe(true)
    tell(`cut ${when} ${what} ${statement}`, started, receiver, deliveries)
  }), patience * 2)
})

describe('the server', () => {
  it.each(['SIGINT', 'SIGKILL'] as const)('I1, I2, I3: is restarted under load (%s)', (signal) => onGround(server, async (ground, receiver) => {
    const worker = await underLoad(ground, receiver)
    await server.restart(signal)
    const started = Date.now()
    const deliveries = await ground.keepsPromises(COUNT, [receiver], {})
    expect(worker.isRunning(), worker.output()).toBe(true)
    tell(`restarted by ${signal}`, started, receiver, deliveries)
  }), patience * 2)
})
