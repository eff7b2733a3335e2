import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createIntegration, disableIntegration, markedEvents, postEvents } from './call-product'
import { checkPromise } from './check-promise'
import { feedEvents } from './feed-events'
import { startMarkingReceiver, type MarkingReceiver } from './start-marking-receiver'
import { prepareProduct, type Product } from './start-product'
import { until } from './until'

const patience = 150_000

describe('what was accepted (I1)', () => {
  let product: Product
  let receiver: MarkingReceiver
  let integrationId = ''
  let from = 0
  beforeAll(async () => {
    product = await prepareProduct()
    await product.start()
  })
  afterAll(() => product.remove())
  beforeEach(async () => {
    receiver = await startMarkingReceiver()
    from += 100_000 // own ids and markers of each test
  })
  afterEach(async () => {
    await receiver.close()
    await disableIntegration(product, integrationId)
  })

  const untilArrived = (count: number) => until(
    () => receiver.arrivals.size >= count || undefined, patience, () => `${receiver.arrivals.size} of ${count} arrived`,
  )

  // What is killed now leaves outcomes that nobody knows.
  const untilOnWire = () => {
    receiver.hold()
    return until(() => receiver.open() > 0 || undefined, patience, () => 'nothing is on the wire')
  }

  it('arrives although everything is killed twice in the middle', async () => {
    const range = { from, count: 4000 }
    integrationId = await createIntegration(product, receiver.url)
    const feeding = feedEvents(product, receiver, range)
    feeding.catch(() => {}) // awaited below; a kill that fails first shall be the one that is told
    let restarted = 0
    for (const arrived of [1000, 2500]) {
      await untilArrived(arrived)
      await untilOnWire()
      await product.killAll()
      receiver.release()
      await product.start()
      restarted = Date.now()
    }
    const { batchesSentAgain } = await feeding
    await untilArrived(range.count)
    const arrivedAfter = Date.now() - restarted
    const { repeated, unknown } = await checkPromise(product, receiver, integrationId, range)
    expect(unknown).toBeGreaterThan(0)
    console.log(`killed twice: all arrived ${arrivedAfter} ms after the last start was ready; batches sent again ${batchesSentAgain}, `
      + `outcomes unknown ${unknown}, arrived more than once ${repeated}`)
  })

  it('arrives although the worker alone is killed, which is started again', async () => {
    const range = { from, count: 1500 }
    integrationId = await createIntegration(product, receiver.url)
    const feeding = feedEvents(product, receiver, range)
    feeding.catch(() => {})
    await untilArrived(400)
    await untilOnWire()
    const [worker] = product.processes('worker')
    process.kill(worker?.pid ?? 0, 'SIGKILL')
    const killed = Date.now()
    receiver.release()
    await feeding
    await untilArrived(range.count)
    const arrivedAfter = Date.now() - killed
    const { unknown } = await checkPromise(product, receiver, integrationId, range)
    expect(unknown).toBeGreaterThan(0)
    expect(product.processes('worker').map(({ pid }) => pid)).not.toContain(worker?.pid)
    console.log(`worker killed: all arrived ${arrivedAfter} ms after`)
  })

  it('arrives once although Postgres is killed under load', async () => {
    const range = { from, count: 1500 }
    integrationId = await createIntegration(product, receiver.url)
    const feeding = feedEvents(product, receiver, range)
    feeding.catch(() => {})
    await untilArrived(400)
    const [server] = product.processes('postgres')
    process.kill(server?.pid ?? 0, 'SIGKILL')
    const killed = Date.now()
    await feeding
    await untilArrived(range.count)
    const arrivedAfter = Date.now() - killed
    await checkPromise(product, receiver, integrationId, range)
    console.log(`Postgres killed: all arrived ${arrivedAfter} ms after`)
  })

  it('arrives exactly once when it is stopped in good order with 50 requests on the wire', async () => {
    const range = { from, count: 120 }
    integrationId = await createIntegration(product, receiver.url, { limits: { perSecond: null, concurrency: 50 } })
    receiver.hold()
    expect(await postEvents(product, markedEvents(range.from, range.count))).toBe(true)
    await until(() => receiver.open() >= 50 || undefined, patience, () => `${receiver.open()} requests are open`)
    const stopped = product.stop()
    // The web server closes its door when the stop has reached both processes.
    await until(() => fetch(product.url).then((response) => void response.body?.cancel(), () => true), patience, () => 'web still answers')
    receiver.release()
    await stopped
    const before = receiver.arrivals.size
    await product.start()
    await untilArrived(range.count)
    const { repeated, unknown } = await checkPromise(product, receiver, integrationId, range)
    expect({ repeated, unknown }).toEqual({ repeated: 0, unknown: 0 })
    expect(before).toBeLessThan(range.count)
  })
})
