import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { withDatabase } from '@/lib/postgres/start-postgres'
import { readMigrationNames } from '@/lib/process/read-migration-names'
import { createIntegration, markedEvents, postEvents } from './call-product'
import { checkPromise } from './check-promise'
import { startMarkingReceiver, type MarkingReceiver } from './start-marking-receiver'
import { prepareProduct, type Product } from './start-product'
import { runSql } from './support/read-history'
import { PATIENCE_MS } from './support/start-ground'
import { startServer, type Server } from './support/start-server'
import { until } from './until'

const BATCH = 50
const PAUSE_MS = 50 // a stream, not a flood: all of it is looked at afterwards
const AHEAD = 300 // accepted and not yet received: what a stop finds under way

describe('I11: three starts on one database', () => {
  let server: Server
  let receiver: MarkingReceiver
  let products: Product[]
  let integrationId = ''
  let databaseUrl = ''
  let sent = 0

  beforeAll(async () => {
    server = await startServer()
    receiver = await startMarkingReceiver()
    await runOnServer(server.url, 'CREATE DATABASE together')
    databaseUrl = withDatabase(server.url, 'together')
    const settings = {
      DATABASE_URL: databaseUrl,
      APP_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      BOOTSTRAP_API_KEY: `bootstrap_${randomBytes(24).toString('hex')}`,
    }
    products = await Promise.all([1, 2, 3].map(() => prepareProduct(settings)))
  })
  afterAll(async () => {
    await Promise.all(products.map((product) => product.remove()))
    await receiver.close()
    await server.stop()
  })

  // As a load balancer does it: who gives no answer is left out, and the next one is asked.
  const sendBatch = async (): Promise<void> => {
    const from = sent
    sent += BATCH
    await until(async () => {
      for (const [i] of products.entries()) {
        const product = products[(from / BATCH + i) % products.length]
        if (product && await postEvents(product, markedEvents(from, BATCH))) return true
      }
      return undefined
    }, PATIENCE_MS, () => `the batch at ${from} is not accepted`)
    await until(() => receiver.arrivals.size >= sent - AHEAD || undefined, PATIENCE_MS, () => `${receiver.arrivals.size} of ${sent} arrived`)
  }

  const expectEachOnce = async (): Promise<void> => {
    const [first] = products
    if (!first) throw new Error('there is no product')
    await until(() => receiver.arrivals.size >= sent || undefined, PATIENCE_MS, () => `${receiver.arrivals.size} of ${sent} arrived`)
    const { repeated, unknown } = await checkPromise(first, receiver, integrationId, { from: 0, count: sent })
    expect({ repeated, unknown }).toEqual({ repeated: 0, unknown: 0 })
  }

  it('at the same moment, when it is empty: all come up, it is set up once, each delivery is taken once', async () => {
    await Promise.all(products.map((product) => product.start()))
    const [applied] = await runSql<{ n: number }>(databaseUrl, 'SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NOT NULL')
    expect(applied?.n).toBe((await readMigrationNames()).length)
    const [made] = await runSql(databaseUrl, 'SELECT (SELECT count(*)::int FROM workspace) AS workspaces, (SELECT count(*)::int FROM api_key) AS keys')
    expect(made).toEqual({ workspaces: 1, keys: 1 })
    if (products[0]) integrationId = await createIntegration(products[0], receiver.url)
    await Promise.all(Array.from({ length: 12 }, sendBatch))
    await expectEachOnce()
    const workers = await runSql(databaseUrl, 'SELECT DISTINCT worker FROM attempt')
    expect(workers.length, 'workers that took part').toBeGreaterThan(1)
  })

  it('restarted one after the other under load: nothing is lost, nothing arrives twice', async () => {
    let restarting = true
    const restarts = (async () => {
      for (const product of products) {
        await product.stop()
        await product.start()
      }
    })().finally(() => { restarting = false })
    restarts.catch(() => {}) // awaited below; what the batches find then is told first
    const before = sent
    while (restarting) {
      await sendBatch()
      await delay(PAUSE_MS)
    }
    await restarts
    await expectEachOnce()
    expect(sent - before, 'events in the meantime').toBeGreaterThan(AHEAD)
    console.log(`three restarted one after the other: ${sent - before} events in the meantime, 0 lost, 0 arrived twice`)
  })
})
