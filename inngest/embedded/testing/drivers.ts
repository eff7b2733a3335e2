import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Inngest, type InngestFunction } from 'inngest'
import { serve } from 'inngest/node'
import { EmbeddedRunner } from '@/inngest/embedded/runner'
import type { RunnerOptions } from '@/inngest/embedded/runner-options'
import type { OutgoingEvent } from '@/inngest/embedded/dispatch'
import { createTestClient, silentLog } from '@/inngest/embedded/testing/test-client'
import { createPool } from '@/lib/db'
import { createTestDatabase } from '@/lib/testing/test-database'

/** An engine that runs fixture functions. */
export interface Driver {
  send(...events: OutgoingEvent[]): Promise<void>
  /** Stops what executes functions and starts it anew; runs go on where they were. */
  restart(): Promise<void>
  stop(): Promise<void>
}

type MakeFunctions = (client: Inngest.Any) => InngestFunction.Any[]

/** Retries without a wait of their own, so that a test of Retry-After can tell; partial batches only in time. */
export const patientOptions = { backoff: () => 10, eagerMs: Infinity, log: { ...silentLog, error: console.error } }

/** A runner on a database, with its own client and pool. */
export async function startRunner(url: string, make: MakeFunctions, options: Partial<RunnerOptions> = {}) {
  const pool = createPool(url, 6)
  const runner = new EmbeddedRunner({ pool, connectionString: url, ...patientOptions, ...options })
  const client = createTestClient(runner.fetch)
  await runner.start({ client, functions: make(client) })
  return {
    runner,
    client,
    pool,
    stop: async (timeoutMs?: number) => {
      await runner.stop({ timeoutMs })
      await pool.end()
    },
  }
}

/** Two embedded runners on one database of their own, as in a deployment with two workers. */
export async function embeddedDriver(make: MakeFunctions): Promise<Driver> {
  const database = await createTestDatabase()
  const startBoth = () => Promise.all([startRunner(database.url, make), startRunner(database.url, make)])
  let runners = await startBoth()
  const stopBoth = () => Promise.all(runners.map((one) => one.stop()))
  return {
    send: async (...events) => {
      await runners[0].client.send(events)
    },
    restart: async () => {
      await stopBoth()
      runners = await startBoth()
    },
    stop: async () => {
      await stopBoth()
      await database.drop()
    },
  }
}

/** An Inngest dev server at `url`, to which this process serves the functions. */
export async function serverDriver(url: string, make: MakeFunctions): Promise<Driver> {
  const client = new Inngest({ id: 'fixtures', isDev: true, baseUrl: url, logger: silentLog })
  const functions = make(client)
  const server = createServer(serve({ client, functions }))
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, resolve))
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  const portOf = (): number => (server.address() as AddressInfo).port // a TCP server that listens has one
  await listen(0)
  const port = portOf()
  await fetch(`http://localhost:${port}/api/inngest`, { method: 'PUT' })
  return {
    send: async (...events) => {
      await client.send(events)
    },
    restart: async () => {
      await close()
      await listen(port)
    },
    stop: close,
  }
}
