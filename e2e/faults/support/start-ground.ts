import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { expect } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { bySystem } from '@/lib/audit/acting'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import { integrationInput, type IntegrationPatch } from '@/lib/contracts/integration'
import { closeDb, prisma, useDatabase } from '@/lib/db'
import { ingestEvents } from '@/lib/events/ingest-events'
import { IngestQueue } from '@/lib/events/ingest-queue'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { withDatabase } from '@/lib/postgres/start-postgres'
import { freePort } from '@/lib/testing/free-port'
import { until } from '../until'
import { findBrokenPromises, type Allowed, type Arrived } from './find-broken-promises'
import type { KillOrder } from './kill-points'
import { readHistory, readProgress, runSql, type DeliveryRow, type History, type Progress } from './read-history'
import { launchPart, startPart, type Part } from './start-part'
import type { Server } from './start-server'
import { startNotingReceiver, type NotingReceiver } from './start-noting-receiver'
import { startWireProxy, type WireProxy } from './start-wire-proxy'

export const EVENT_TYPE = 'CustomerCSTARUnderThreshold'

export interface WorkerOptions {
  /** Workers that are known to be gone, as the supervisor tells after a crash. */
  dead?: readonly string[]
  killOrder?: KillOrder | undefined
  settings?: Record<string, string>
  preload?: readonly string[]
  /** How long beyond its timeout an attempt may take to be recorded, where half a minute is too long to wait for. */
  leaseMarginMs?: number
}

export interface Web extends Part {
  url: string
}

/** A database of its own with a workspace, behind a proxy through which alone the product's processes reach it. */
export interface Ground {
  /** Past the proxy. */
  url: string
  database: string
  proxy: WireProxy
  workspaceId: string
  apiKey: string
  startWorker(options?: WorkerOptions): Promise<Part>
  /** As `startWorker`, without waiting until it is ready. */
  launchWorker(options?: WorkerOptions): Part
  startWeb(killOrder?: KillOrder): Promise<Web>
  integrate(url: string, extra?: Partial<IntegrationPatch>): Promise<string>
  /** Accepts events in the test's process, as the web server does; returns their ids. */
  accept(count: number, context?: Record<string, unknown>, type?: string): Promise<string[]>
  history(): Promise<History>
  /** The only member, its owner. */
  owner: string
  /** Runs a statement of the test itself. */
  sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  /** The sweep that comes each minute comes now, `times` at once: a run each, which any worker takes. */
  sweepNow(times?: number): Promise<void>
  /** Lets the product's own functions of lib work on this database, in the test's process. */
  inDatabase<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when there are so many deliveries and none is under way; `waiting` also counts those that wait for a later attempt. */
  settled(count: number, options?: { waiting?: boolean; timeoutMs?: number }): Promise<void>
  /** Resolves when nothing is left to do, and holds all promises against what arrived. */
  keepsPromises(count: number, receivers: ReadonlyArray<{ seen: readonly Arrived[] }>, allowed?: Allowed & { timeoutMs?: number }): Promise<DeliveryRow[]>
  close(): Promise<void>
}

const PER_REQUEST = 500
const WORKSPACE = 'Faults'
/** How long to wait for what must come, on a machine that has much else to do. */
export const PATIENCE_MS = 150_000

const SWEEP = `
  INSERT INTO runner_run (id, fn, events)
  SELECT gen_random_uuid(), fn, json_build_array(json_build_object('name', 'inngest/scheduled.timer', 'data', json_build_object('cron', expression)))
  FROM runner_cron, generate_series(1, $1) WHERE fn LIKE '%sweep-deliveries'`

const accept = async (workspaceId: string, count: number, context: Record<string, unknown>, type: string): Promise<string[]> => {
  const queue = new IngestQueue(dispatch)
  const ids: string[] = []
  for (let i = 0; i < count; i += PER_REQUEST) {
    const events = Array.from({ length: Math.min(PER_REQUEST, count - i) }, (_, j) =>
      ({ type, context: { LatestScore: 599, PrevScore: 732, Threshold: 600, mark: i + j, ...context } }))
    const body = { events }
    const taken = await ingestEvents(queue, {
      workspace: { id: workspaceId, name: WORKSPACE }, body, rawBody: JSON.stringify(body), now: Date.now(),
    })
    ids.push(...taken.events.map(({ id }) => id))
  }
  return ids
}

// lib/db has one database per process, and some grounds stand side by side: they take turns. Connections stay open for
// the next turn of the same ground.
let turn: Promise<unknown> = Promise.resolve()
let inUse: string | undefined
const takeTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const mine = turn.then(work)
  turn = mine.catch(() => {})
  return mine
}
const inDatabase = <T>(url: string, work: () => Promise<T>): Promise<T> => takeTurn(async () => {
  if (inUse !== url) await useDatabase(url)
  inUse = url
  return work()
})
const leaveDatabase = (url: string): Promise<void> => takeTurn(async () => {
  if (inUse !== url) return
  await closeDb()
  inUse = undefined
})

const OWNER = 'owner@example.com'

const makeWorkspace = async (slug: string): Promise<{ workspaceId: string; apiKey: string }> => {
  const workspaceId = newId('ws')
  const userId = newId('usr')
  await prisma().user.create({ data: { id: userId, name: 'Owner', email: OWNER } })
  await prisma().workspace.create({ data: { id: workspaceId, name: WORKSPACE, slug } })
  await prisma().member.create({ data: { id: newId('mem'), workspaceId, userId, role: 'owner' } })
  const { key } = await createApiKey({ workspaceId, name: 'Faults', scopes: apiKeyScopes, createdBy: null })
  return { workspaceId, apiKey: key }
}

export async function startGround(server: Server): Promise<Ground> {
  const database = `faults_${randomBytes(6).toString('hex')}`
  await runOnServer(server.url, `CREATE DATABASE ${database} TEMPLATE hookwright`)
  const url = withDatabase(server.url, database)
  const proxy = await startWireProxy(url)
  const { workspaceId, apiKey } = await inDatabase(url, () => makeWorkspace(database))
  const parts: Part[] = []
  let started = 0

  const workerOptions = ({ dead = [], killOrder, settings = {}, preload = [], leaseMarginMs }: WorkerOptions) => {
    const id = `wrk_${database}.${started++}`
    const args = [`--worker=${id}`, ...(dead.length > 0 ? [`--dead=${dead.join()}`] : []),
      ...(leaseMarginMs === undefined ? [] : [`--lease-margin=${leaseMarginMs}`])]
    return { id, args, killOrder, preload, settings: { DATABASE_URL: proxy.url, ...settings } }
  }
  const note = <P extends Part>(part: P): P => {
    parts.push(part)
    return part
  }
  const settled: Ground['settled'] = async (count, { waiting = false, timeoutMs = PATIENCE_MS } = {}) => {
    let last: Progress | undefined
    await until(async () => {
      last = await readProgress(url).catch(() => undefined) // while the server is away
      if (!last || last.unrouted > 0 || last.total < count || last.underWay > 0) return undefined
      return waiting || last.retrying === 0 ? true : undefined
    }, timeoutMs, () => `${count} deliveries settled; there is ${JSON.stringify(last)}\n${parts.map((part) => part.output()).join('\n')}`)
  }

  return {
    url, database, proxy, workspaceId, apiKey, settled, owner: OWNER,
    sql: (text, values) => runSql(url, text, values),
    startWorker: async (options = {}) => note(await startPart('worker', workerOptions(options))),
    launchWorker: (options = {}) => note(launchPart('worker', workerOptions(options))),
    startWeb: async (killOrder) => {
      const port = await freePort()
      const settings = { DATABASE_URL: proxy.url, PORT: String(port) }
      const web = note(await startPart('web', { id: `web_${started++}`, settings, killOrder }))
      return Object.assign(web, { url: `http://127.0.0.1:${port}` })
    },
    integrate: async (address, extra = {}) => {
      const input = integrationInput.parse({
        type: 'webhook', name: 'Receiver', triggers: [{ type: EVENT_TYPE }], destination: { url: address },
        // Nothing runs into it because the machine has much else to do.
        policy: { profile: 'custom', timeoutMs: 30_000, retryDelaysSeconds: Array.from({ length: 10 }, () => 1) },
        ...extra,
      })
      return (await inDatabase(url, () => createIntegration(bySystem(workspaceId), input))).view.id
    },
    accept: (count, context = {}, type = EVENT_TYPE) => inDatabase(url, () => accept(workspaceId, count, context, type)),
    sweepNow: async (times = 1) => {
      await runSql(url, SWEEP, [times])
      await runSql(url, `SELECT pg_notify('runner_wake', '')`)
    },
    inDatabase: (work) => inDatabase(url, work),
    history: () => readHistory(url),
    keepsPromises: async (count, receivers, allowed = {}) => {
      const { waiting = false, timeoutMs = PATIENCE_MS } = allowed
      await settled(count, { waiting, timeoutMs })
      const history = await readHistory(url)
      const arrived = receivers.flatMap(({ seen }) => seen)
      expect(findBrokenPromises(history, arrived, allowed).slice(0, 10)).toEqual([])
      expect(history.deliveries).toHaveLength(count)
      return history.deliveries
    },
    close: async () => {
      await Promise.all(parts.map((part) => part.kill()))
      await proxy.close()
      await leaveDatabase(url)
      await runOnServer(server.url, `DROP DATABASE ${database} WITH (FORCE)`)
    },
  }
}

/** A ground and a receiver for one test. */
export async function onGround(server: Server, work: (ground: Ground, receiver: NotingReceiver) => Promise<void>): Promise<void> {
  const ground = await startGround(server)
  const receiver = await startNotingReceiver()
  try {
    await work(ground, receiver)
  } finally {
    await ground.close()
    await receiver.close()
  }
}
