import type { Engine } from '@/inngest/engine'
import { bySystem } from '@/lib/audit/acting'
import type { IntegrationInput, IntegrationPatch, IntegrationView } from '@/lib/contracts/integration'
import { integrationInput } from '@/lib/contracts/integration'
import type { DeliveryDetail } from '@/lib/contracts/delivery'
import { closeDb, createPool, pool, prisma, useDatabase } from '@/lib/db'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { listDeliveries } from '@/lib/deliveries/list-deliveries'
import { readDelivery } from '@/lib/deliveries/read-delivery'
import { routeEvents } from '@/lib/deliveries/route-events'
import { sweepDeliveries, type DeadWorkers } from '@/lib/deliveries/sweep-deliveries'
import { ingestEvents } from '@/lib/events/ingest-events'
import { IngestQueue } from '@/lib/events/ingest-queue'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'
import { renderers } from '@/lib/renderers/renderers'
import { door } from '@/lib/security/outgoing'
import { createTestDatabase } from '@/lib/testing/test-database'
import { chosenEngine, type WorldEngine } from './world-engine'

const quiet = { info() {}, warn() {}, error() {} }

export const sampleContext = { LatestScore: 599, PrevScore: 732, Threshold: 600 }

/** An integration with one trigger that signs nothing special; `overrides` are written over it. */
export const integrationTo = (url: string, overrides: Partial<IntegrationPatch> = {}): IntegrationInput =>
  integrationInput.parse({
    type: 'webhook', name: 'SIEM', triggers: [{ type: 'CustomerCSTARUnderThreshold' }], destination: { url }, ...overrides,
  })

/** What a test needs of a running system: a database of its own, a workspace, and a worker in this process. */
export interface World {
  /** The workspace of now: whatever is made, sent and read here is its. */
  readonly workspaceId: string
  url: string
  worker: string
  create(input: IntegrationInput): Promise<IntegrationView>
  send(...events: object[]): Promise<string[]>
  deliveries(): Promise<DeliveryDetail[]>
  /** Resolves when each delivery has one of these statuses and there are so many. */
  settled(count: number, statuses?: string[]): Promise<DeliveryDetail[]>
  /** Routes events in this very process, once more where they are routed: as the run that a crash has cut off. */
  route(eventIds: string[]): Promise<void>
  sweep(dead?: DeadWorkers): ReturnType<typeof sweepDeliveries>
  startWorker(): Promise<void>
  stopWorker(): Promise<void>
  /**
   * For the next test. What the former workspace has is switched off and stays: a worker may be busy with it, and a
   * TRUNCATE under it ends in a deadlock, or in rows that are written after it.
   */
  newWorkspace(): Promise<void>
  /** A person with this address, made at need, owns the workspace of now. */
  addOwner(email: string): Promise<void>
  close(): Promise<void>
}

const POLL_MS = 20
const PATIENCE_MS = 60_000

const createWorkspace = async (): Promise<string> => {
  const id = newId('ws')
  await prisma().workspace.create({ data: { id, name: 'Acme', slug: id } })
  return id
}

const switchOff = async (workspaceId: string): Promise<void> => {
  for (const statement of [
    `UPDATE operation SET status = 'cancelled' WHERE workspace_id = $1 AND status = 'running'`,
    'UPDATE rule SET enabled = false, deleted_at = now() WHERE workspace_id = $1 AND deleted_at IS NULL',
    'UPDATE integration SET enabled = false, deleted_at = now(), version = version + 1 WHERE workspace_id = $1 AND deleted_at IS NULL',
  ]) await pool().query(statement, [workspaceId])
}

interface WorldOptions {
  workerUrl?: (url: string) => Promise<string>
  engine?: WorldEngine
}

const sameWay = (url: string): Promise<string> => Promise.resolve(url)

/** `workerUrl` gives the worker another way to the database than the test has: a proxy, to be cut. */
export async function startWorld({ workerUrl = sameWay, engine }: WorldOptions = {}): Promise<World> {
  // Warm as in a worker that has started: tests that wait for a delivery do not wait for that.
  const [database, { dispatch, start, close }] = await Promise.all([createTestDatabase(), engine ?? chosenEngine(), renderers().ready])
  await useDatabase(database.url)
  let workspaceId = await createWorkspace()
  const url = await workerUrl(database.url)
  const workerPool = createPool(url, 8)
  const queue = new IngestQueue(dispatch)
  const worker = newId('wrk')
  let running: { engine: Engine; sender: DeliverySender } | undefined
  const newSender = () =>
    new DeliverySender({ pool: workerPool, dispatch, door: door(), worker, clock: Date.now, random: () => 0.5, log: quiet })
  const depsOf = (sender: DeliverySender) => ({ pool: workerPool, dispatch, sender, worker, now: Date.now, random: () => 0.5, log: quiet })

  const world: World = {
    get workspaceId() { return workspaceId },
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
      const areSo = (all: ReadonlyArray<{ status: string }>) => all.length === count && all.every(({ status }) => statuses.includes(status))
      for (;;) {
        const { data } = await listDeliveries(workspaceId, { limit: 200 }) // their details only when it is time: they are many requests
        const all = areSo(data) ? await world.deliveries() : undefined
        if (all && areSo(all)) return all
        if (Date.now() > until) throw new Error(`deliveries: ${data.map(({ status }) => status).join(', ') || 'none'}`)
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    },
    route: (eventIds) => routeEvents(depsOf(running?.sender ?? newSender()), eventIds),
    sweep: (dead) => sweepDeliveries(depsOf(running?.sender ?? newSender()), { ...(dead && { dead }), overdue: '0 seconds' }),
    startWorker: async () => {
      const sender = newSender()
      const engine = await start({ pool: workerPool, connectionString: url, worker, log: quiet, deps: () => depsOf(sender) })
      running = { engine, sender }
    },
    stopWorker: async () => {
      await running?.engine.stop(2000)
      await running?.sender.stop(2000)
      running = undefined
    },
    newWorkspace: async () => {
      await switchOff(workspaceId)
      workspaceId = await createWorkspace()
    },
    addOwner: async (email) => {
      const { id: userId } = await prisma().user.upsert({ where: { email }, create: { id: newId('usr'), name: 'Olive', email }, update: {} })
      await prisma().member.create({ data: { id: newId('mem'), workspaceId, userId, role: 'owner' } })
    },
    close: async () => {
      await world.stopWorker()
      await workerPool.end()
      await closeDb()
      await database.drop()
      await close?.()
    },
  }
  return world
}
