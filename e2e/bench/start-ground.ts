import { randomBytes } from 'node:crypto'
import { dispatch } from '@/inngest/dispatch'
import { findProcesses } from '@/e2e/faults/find-processes'
import { bySystem } from '@/lib/audit/acting'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import { integrationInput, type IntegrationPatch } from '@/lib/contracts/integration'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { ingestEvents } from '@/lib/events/ingest-events'
import { IngestQueue } from '@/lib/events/ingest-queue'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { withDatabase } from '@/lib/postgres/start-postgres'
import { cpuMsOf } from '@/lib/process/process-usage'
import { startTemporaryPostgres } from '@/lib/testing/start-test-postgres'
import { migrate } from '@/prisma/migrate'
import { startChild, type Child } from './start-child'
import type { Receivers } from './start-receivers'
import { sumOf } from './sum-of'

export const EVENT_TYPE = 'CustomerCSTARUnderThreshold'

/** An event as a client posts it; the receivers find it again by its mark. */
export const markedEvent = (mark: number) =>
  ({ type: EVENT_TYPE, context: { LatestScore: 599, PrevScore: 732, Threshold: 600, mark } })

/** What a section works on: an empty database with a workspace and a key, and the means to start the product's processes. */
export interface Ground {
  url: string
  workspaceId: string
  apiKey: string
  receivers: Receivers
  startWorker(): Promise<Child>
  startWeb(port: number): Promise<Child>
  integrate(url: string, extra?: Partial<IntegrationPatch>): Promise<string>
  /** Accepts marked events in this process, as the web server does; `dispatched` false: nothing is told to the worker. */
  accept(from: number, count: number, options?: { dispatched: boolean }): Promise<void>
  /** CPU time of all processes of Postgres so far in milliseconds; undefined where the system does not tell. */
  postgresCpuMs(): number | undefined
  /** Deliveries per status. */
  states(): Promise<Record<string, number>>
}

/** The machine's side of all sections: one durable Postgres, the receivers, settings. */
export interface Site {
  withGround<T>(work: (ground: Ground) => Promise<T>): Promise<T>
  /** The highest memory of any worker so far, in MB. */
  peakMemory(): number | undefined
  stop(): Promise<void>
}

const PER_REQUEST = 500
const WORKSPACE = 'Bench'

/** The settings of this process and of those it starts. Before anything asks lib/env. */
export function provideSettings(): void {
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://unused.invalid/unused',
    APP_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    ALLOWED_PRIVATE_DESTINATIONS: '127.0.0.0/8',
    LOG_LEVEL: 'silent',
  })
}

export async function startSite(receivers: Receivers, profileDir: string | undefined): Promise<Site> {
  // The defaults of the embedded server: every commit waits for the disk.
  const server = await startTemporaryPostgres({})
  await migrate(server.url)
  let databases = 0
  let peak: number | undefined

  const openGround = async (children: Child[]): Promise<{ ground: Ground; name: string }> => {
    const name = `bench_${++databases}`
    await runOnServer(server.url, `CREATE DATABASE ${name} TEMPLATE hookwright`)
    const url = withDatabase(server.url, name)
    await useDatabase(url)
    receivers.reset()
    const workspaceId = newId('ws')
    await prisma().workspace.create({ data: { id: workspaceId, name: WORKSPACE, slug: name } })
    const { key } = await createApiKey({ workspaceId, name: 'Bench', scopes: apiKeyScopes, createdBy: null })
    const started = async (child: Promise<Child>) => {
      const running = await child
      children.push(running)
      return running
    }
    const profiled = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : []
    const ground: Ground = {
      url, workspaceId, apiKey: key, receivers,
      startWorker: () => started(startChild('worker', { DATABASE_URL: url }, profiled)),
      startWeb: (port) => started(startChild('web', { DATABASE_URL: url, PORT: String(port) }, profiled)),
      integrate: async (address, extra = {}) => {
        const input = integrationInput.parse({
          type: 'webhook', name: 'Bench', triggers: [{ type: EVENT_TYPE }], destination: { url: address }, ...extra,
        })
        return (await createIntegration(bySystem(workspaceId), input)).view.id
      },
      accept: (from, count, { dispatched } = { dispatched: true }) => accept(workspaceId, from, count, dispatched),
      postgresCpuMs: () => sumOf(findProcesses(server.pid).map(({ pid }) => cpuMsOf(pid))),
      states: async () => {
        const { rows } = await pool().query<{ status: string; count: number }>('SELECT status::text, count(*) FROM delivery GROUP BY 1')
        return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
      },
    }
    return { ground, name }
  }

  return {
    peakMemory: () => peak,
    withGround: async (work) => {
      const children: Child[] = []
      const { ground, name } = await openGround(children)
      try {
        return await work(ground)
      } finally {
        for (const child of children) {
          peak = Math.max(peak ?? 0, child.kind === 'worker' ? (child.peakMemory() ?? 0) : 0) || undefined
          await child.stop()
        }
        await closeDb()
        await runOnServer(server.url, `DROP DATABASE ${name} WITH (FORCE)`)
      }
    },
    stop: () => server.stop(),
  }
}

async function accept(workspaceId: string, from: number, count: number, dispatched: boolean): Promise<void> {
  const queue = new IngestQueue(dispatched ? dispatch : async () => {})
  for (let i = 0; i < count; i += PER_REQUEST) {
    const events = Array.from({ length: Math.min(PER_REQUEST, count - i) }, (_, j) => markedEvent(from + i + j))
    const body = { events }
    await ingestEvents(queue, {
      workspace: { id: workspaceId, name: WORKSPACE }, body, rawBody: JSON.stringify(body), now: Date.now(),
    })
  }
}
