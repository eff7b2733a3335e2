import { createClient } from '@/inngest/client'
import { dispatch } from '@/inngest/dispatch'
import { EmbeddedRunner } from '@/inngest/embedded/runner'
import type { Engine, EngineOptions } from '@/inngest/engine'
import { createFunctions } from '@/inngest/functions/create-functions'
import { bySystem } from '@/lib/audit/acting'
import type { IntegrationInput, IntegrationPatch, IntegrationView } from '@/lib/contracts/integration'
import { integrationInput } from '@/lib/contracts/integration'
import type { DeliveryDetail } from '@/lib/contracts/delivery'
import { closeDb, createPool, prisma, useDatabase } from '@/lib/db'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { listDeliveries } from '@/lib/deliveries/list-deliveries'
import { readDelivery } from '@/lib/deliveries/read-delivery'
import { sweepDeliveries, type DeadWorkers } from '@/lib/deliveries/sweep-deliveries'
import { ingestEvents } from '@/lib/events/ingest-events'
import { IngestQueue } from '@/lib/events/ingest-queue'
import type { Dispatch } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'
import { renderers } from '@/lib/renderers/renderers'
import { door } from '@/lib/security/outgoing'
import { createTestDatabase } from '@/lib/testing/test-database'

const quiet = { info() {}, warn() {}, error() {} }

export const sampleContext = { LatestScore: 599, PrevScore: 732, Threshold: 600 }

/** An integration with one trigger that signs nothing special; `overrides` are written over it. */
export const integrationTo = (url: string, overrides: Partial<IntegrationPatch> = {}): IntegrationInput =>
  integrationInput.parse({
    type: 'webhook', name: 'SIEM', triggers: [{ type: 'CustomerCSTARUnderThreshold' }], destination: { url }, ...overrides,
  })

/** What a test needs of a running system: a database of its own, a workspace, and a worker in this process. */
export interface World {
  workspaceId: string
  url: string
  worker: string
  create(input: IntegrationInput): Promise<IntegrationView>
  send(...events: object[]): Promise<string[]>
  deliveries(): Promise<DeliveryDetail[]>
  /** Resolves when each delivery has one of these statuses and there are so many. */
  settled(count: number, statuses?: string[]): Promise<DeliveryDetail[]>
  sweep(dead?: DeadWorkers): ReturnType<typeof sweepDeliveries>
  startWorker(): Promise<void>
  stopWorker(): Promise<void>
  close(): Promise<void>
}

const POLL_MS = 20
const PATIENCE_MS = 60_000

/** What runs the durable functions of a world, and how messages get there. */
export interface WorldEngine {
  dispatch: Dispatch
  start(options: EngineOptions): Promise<Engine>
}

const embedded: WorldEngine = {
  dispatch,
  start: async ({ pool, connectionString, log, deps }) => {
    const runner = new EmbeddedRunner({ pool, connectionString, log })
    const client = createClient(runner.fetch)
    await runner.start({ client, functions: createFunctions(client, deps) })
    return { stop: (timeoutMs) => runner.stop({ timeoutMs }) }
  },
}

const sameWay = (url: string): Promise<string> => Promise.resolve(url)

/** `workerUrl` gives the worker another way to the database than the test has: a proxy, to be cut. */
export async function startWorld({ workerUrl = sameWay, engine: { dispatch, start } = embedded } = {}): Promise<World> {
  // Warm as in a worker that has started: tests that wait for a delivery do not wait for that.
  const [database] = await Promise.all([createTestDatabase(), renderers().ready])
  await useDatabase(database.url)
  const workspaceId = newId('ws')
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
  const url = await workerUrl(database.url)
  const pool = createPool(url, 8)
  const queue = new IngestQueue(dispatch)
  const worker = newId('wrk')
  let running: { engine: Engine; sender: DeliverySender } | undefined
  const newSender = () =>
    new DeliverySender({ pool, dispatch, door: door(), worker, clock: Date.now, random: () => 0.5, log: quiet })
  const depsOf = (sender: DeliverySender) => ({ pool, dispatch, sender, worker, now: Date.now, random: () => 0.5, log: quiet })

  const world: World = {
    workspaceId,
    url: database.url,
    worker,
    create: async (input) => (await createIntegration(bySystem(workspaceId), input)).view,
    send: async (...events) => {
      const body = { events }
      const request = { workspace: { id: workspaceId, name: 'Acme' }, body, rawBody: JSON.stringify(body), now: Date.now() }
      return (await ingestEvents(queue, request)).events.map((event) => event.id)
    },
    deliveries: async () => {
      const { data } = await listDeliveries(workspaceId, { limit: 200 })
      return Promise.all(data.map(({ id }) => readDelivery(workspaceId, id)))
    },
    settled: async (count, statuses = ['succeeded', 'failed', 'cancelled']) => {
      const until = Date.now() + PATIENCE_MS
      for (;;) {
        const all = await world.deliveries()
        if (all.length === count && all.every((one) => statuses.includes(one.status))) return all
        if (Date.now() > until) throw new Error(`deliveries: ${all.map((one) => one.status).join(', ') || 'none'}`)
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    },
    sweep: (dead) => sweepDeliveries(depsOf(running?.sender ?? newSender()), { ...(dead && { dead }), overdue: '0 seconds' }),
    startWorker: async () => {
      const sender = newSender()
      const engine = await start({ pool, connectionString: url, worker, log: quiet, deps: () => depsOf(sender) })
      running = { engine, sender }
    },
    stopWorker: async () => {
      await running?.engine.stop(2000)
      await running?.sender.stop(2000)
      running = undefined
    },
    close: async () => {
      await world.stopWorker()
      await pool.end()
      await closeDb()
      await database.drop()
    },
  }
  return world
}
