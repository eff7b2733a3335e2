import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repeats, withTimeFor } from './support/is-long'
import { workerPoints, type KillPoint } from './support/kill-points'
import type { DeliveryRow } from './support/read-history'
import { hang, refuseFirst, say, type NotingReceiver } from './support/start-noting-receiver'
import { onGround, PATIENCE_MS as patience, type Ground } from './support/start-ground'
import { startServer, type Server } from './support/start-server'
import { until } from './until'

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const arrived = (receiver: NotingReceiver, count: number) => until(
  () => receiver.seen.length >= count || undefined, patience, () => `${receiver.seen.length} of ${count} arrived`,
)
const timesOf = (receiver: NotingReceiver): Map<string, number> => {
  const times = new Map<string, number>()
  for (const { webhookId } of receiver.seen) times.set(webhookId, (times.get(webhookId) ?? 0) + 1)
  return times
}
const unknowns = (deliveries: readonly DeliveryRow[]): number =>
  deliveries.flatMap(({ attempts }) => attempts).filter(({ error }) => error === 'unknown_outcome').length

interface Figures {
  lost: number
  repeated: number
  unknown: number
  recoveredMs: number
}

// The worker is killed at its first pass of a point and started anew, as the supervisor does. One delivery is refused once,
// so that the claim of a retry is a pass too, and the recording of attempts a transaction.
const killAt = async (ground: Ground, receiver: NotingReceiver, point: KillPoint): Promise<Figures> => {
  const count = 40
  receiver.answerWith(refuseFirst())
  await ground.integrate(receiver.url)
  // Its skips make the claim a transaction of more than one statement.
  if ('commit' in point) await ground.integrate(receiver.url, { enabled: false })
  await ground.accept(count)
  const worker = ground.launchWorker({ killOrder: { ...point, pass: 1, signal: 'SIGKILL' } })
  expect(await worker.exited, worker.output()).toBe('SIGKILL')
  const killed = Date.now()
  await ground.startWorker({ dead: [worker.id] })
  const deliveries = await ground.keepsPromises(count, [receiver])
  const times = timesOf(receiver)
  const answered = ({ attempts }: DeliveryRow) => attempts.filter(({ status }) => status !== null).length
  return {
    lost: deliveries.filter(({ id }) => !times.has(id)).length,
    repeated: deliveries.filter((one) => (times.get(one.id) ?? 0) > answered(one)).length,
    unknown: unknowns(deliveries),
    recoveredMs: Math.max(...receiver.seen.map(({ at }) => at)) - killed,
  }
}

describe.concurrent('a worker that is killed', () => {
  it.each(Object.entries(workerPoints))('I1, I2, I3, I4: loses nothing %s', async (name, point) => {
    const all: Figures[] = []
    for (let i = 0; i < repeats(1); i++) {
      await onGround(server, async (ground, receiver) => {
        all.push(await killAt(ground, receiver, point))
      })
    }
    const sum = (pick: (figures: Figures) => number) => all.reduce((total, figures) => total + pick(figures), 0)
    expect(sum(({ lost }) => lost)).toBe(0)
    console.log(`killed ${all.length} × ${name}: lost 0, arrived again ${sum(({ repeated }) => repeated)}, `
      + `unknown ${sum(({ unknown }) => unknown)}, all arrived after ${Math.max(...all.map(({ recoveredMs }) => recoveredMs))} ms at most`)
  }, withTimeFor(2 * patience))

  it('I2, I3: its requests on the wire are unknown outcomes and go out again', () => onGround(server, async (ground, receiver) => {
    receiver.answerWith(hang)
    await ground.integrate(receiver.url)
    const worker = await ground.startWorker()
    await ground.accept(30)
    await arrived(receiver, 30)
    await worker.kill()
    receiver.answerWith(say(200))
    await ground.startWorker({ dead: [worker.id] })
    const deliveries = await ground.keepsPromises(30, [receiver])
    for (const { attempts } of deliveries) expect(attempts.map(({ error }) => error)).toEqual(['unknown_outcome', null])
    expect(receiver.seen).toHaveLength(60)
  }))
})

// These tests wait for leases to run out while the others run: with a short margin, but a timeout that nothing runs into
// because the machine has much else to do.
describe.concurrent('a worker that is stopped past its lease', () => {
  const policy = { profile: 'custom' as const, timeoutMs: 10_000, retryDelaysSeconds: [1, 1, 1, 1, 1] }
  const leaseMarginMs = 3000
  const takenOver = (ground: Ground) => until(async () => {
    await ground.sweepNow() // which would come within a minute
    const { deliveries } = await ground.history()
    return deliveries.length > 0 && deliveries.every(({ attempts }) => attempts.length >= 1) ? true : undefined
  }, patience, () => 'the leases have not run out', 2000)

  // What the stopped one had claimed is unknown and was sent by the other; what it had no place for the other had first.
  const expectTakenOver = (deliveries: readonly DeliveryRow[]) => {
    expect(unknowns(deliveries)).toBeGreaterThan(0)
    for (const { attempts } of deliveries) expect([['unknown_outcome', null], [null]]).toContainEqual(attempts.map(({ error }) => error))
  }

  // Another worker that was there all the time takes over when the lease has run out; then the first one wakes.
  const stopAndWake = async (ground: Ground, receiver: NotingReceiver, point: KillPoint | undefined, count: number) => {
    await ground.integrate(receiver.url, { policy })
    const stopped = await ground.startWorker({ leaseMarginMs, ...(point && { killOrder: { ...point, pass: 1, signal: 'SIGSTOP' as const } }) })
    await ground.accept(count)
    if (!point) {
      await arrived(receiver, count)
      stopped.signal('SIGSTOP')
      receiver.answerWith(say(200))
    }
    // Maybe not all: what it had not yet routed when it was stopped the other one routes.
    await until(async () => (await ground.history()).deliveries.length > 0 || undefined, patience, () => 'nothing was claimed')
    const other = await ground.startWorker({ leaseMarginMs })
    await takenOver(ground)
    await ground.settled(count, { timeoutMs: patience })
    const before = receiver.seen.length
    await other.stop()
    stopped.signal('SIGCONT')
    // The one that was stopped is at work again: what it has to say about the old ones it has said before this one.
    await ground.accept(1)
    const deliveries = await ground.keepsPromises(count + 1, [receiver], { overlaps: true })
    expect(receiver.seen.length, 'requests after it woke').toBe(before + 1)
    return { stopped, deliveries: deliveries.slice(0, count) }
  }

  it('I4: sends nothing of what it had claimed', () => onGround(server, async (ground, receiver) => {
    const { deliveries } = await stopAndWake(ground, receiver, workerPoints['after a routed claim'], 20)
    expectTakenOver(deliveries)
    expect(receiver.seen).toHaveLength(21)
  }), 2 * patience)

  it('I4: its late results of requests on the wire change nothing', () => onGround(server, async (ground, receiver) => {
    receiver.answerWith(hang)
    const { stopped, deliveries } = await stopAndWake(ground, receiver, undefined, 20)
    for (const { attempts } of deliveries) expect(attempts.map(({ error }) => error)).toEqual(['unknown_outcome', null])
    await until(() => stopped.output().split('fenced off').length > 20 || undefined, patience, () => `no fence:\n${stopped.output()}`)
  }), 2 * patience)

  it('I4: its late results of answered requests change nothing', () => onGround(server, async (ground, receiver) => {
    const { stopped, deliveries } = await stopAndWake(ground, receiver, workerPoints['after the answer, before it is written'], 20)
    expectTakenOver(deliveries)
    await until(() => stopped.output().includes('fenced off') || undefined, patience, () => `no fence:\n${stopped.output()}`)
  }), 2 * patience)
})

const LISTENERS = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`

describe.concurrent('several workers', () => {
  it('I2, I4: what one that is told to stop has on the wire is recorded; what it had not sent another sends', () => onGround(server, async (ground, receiver) => {
    receiver.answerWith(hang)
    await ground.integrate(receiver.url, {
      limits: { perSecond: null, concurrency: 50 }, policy: { profile: 'custom', timeoutMs: 30_000, retryDelaysSeconds: [1] },
    })
    const worker = await ground.startWorker()
    await ground.accept(120)
    await until(() => receiver.open() >= 50 || undefined, patience, () => `${receiver.open()} are open`)
    const stopping = worker.stop()
    receiver.answerWith(say(200))
    // It listens for nothing new any more: what is on the wire is all that it waits for.
    await until(async () => (await ground.sql(LISTENERS)).length === 0 || undefined, patience, () => 'it still listens')
    receiver.release()
    const tookMs = await stopping
    expect(await worker.exited).toBe('0')
    await ground.startWorker()
    const deliveries = await ground.keepsPromises(120, [receiver])
    expect(receiver.seen).toHaveLength(120)
    expect(unknowns(deliveries)).toBe(0)
    console.log(`told to stop with 50 on the wire: ended after ${tookMs} ms, 0 arrived again`)
  }))

  it('I11, I4: three at once take each of 2 000 deliveries once', () => onGround(server, async (ground, receiver) => {
    receiver.answerWith((response, seen, n) => say(n === 1 && seen.body.includes('7,') ? 500 : 200)(response, seen, n))
    await ground.integrate(receiver.url)
    await Promise.all([1, 2, 3].map(() => ground.startWorker()))
    let accepted = 0
    const acceptMore = async (count: number): Promise<void> => {
      await ground.accept(count)
      accepted += count
    }
    await acceptMore(2000)
    // On a machine that has much else to do one of them may come too late for so few: it goes on until each has had its part.
    const tookPart = async () => (await ground.sql('SELECT DISTINCT worker FROM attempt')).length
    await until(async () => ((await tookPart()) === 3 ? true : void await acceptMore(100)), patience, () => 'not all three took part', 500)
    const deliveries = await ground.keepsPromises(accepted, [receiver])
    expect(unknowns(deliveries)).toBe(0)
    const attempts = deliveries.reduce((sum, delivery) => sum + delivery.attempts.length, 0)
    expect(receiver.seen).toHaveLength(attempts)
  }))

  it('I11: replaced one after another under load, they take each delivery once', () => onGround(server, async (ground, receiver) => {
    receiver.answerWith((response) => setTimeout(() => response.end('ok'), 20))
    await ground.integrate(receiver.url)
    let workers = await Promise.all([1, 2].map(() => ground.startWorker()))
    let accepted = 0
    for (const old of workers) {
      await ground.accept(400)
      accepted += 400
      workers = [...workers, await ground.startWorker()]
      await old.stop()
      expect(await old.exited).toBe('0')
    }
    const deliveries = await ground.keepsPromises(accepted, [receiver])
    expect(unknowns(deliveries)).toBe(0)
    expect(receiver.seen).toHaveLength(accepted)
  }))
})
