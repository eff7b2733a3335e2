import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { testDatabaseUrl } from '@/lib/env'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { startPostgres, withDatabase, type PostgresServer } from '@/lib/postgres/start-postgres'
import { migrate } from '@/prisma/migrate'

declare module 'vitest' {
  export interface ProvidedContext {
    testPostgres: { serverUrl: string; template: string }
  }
}

/** Nothing that tests write has to outlive them. */
const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' }

/**
 * vitest's global set-up: one Postgres for the whole run, the migrations applied once to a template database, of which
 * each test file takes its own copy. `TEST_DATABASE_URL` names a server to use instead.
 */
export default async function startTestPostgres(project: TestProject): Promise<() => Promise<void>> {
  const given = testDatabaseUrl()
  const server = given === undefined ? await startTemporaryPostgres() : undefined
  const serverUrl = given ?? server?.url ?? ''
  const template = `template_${randomBytes(6).toString('hex')}`
  await runOnServer(serverUrl, `CREATE DATABASE ${template}`)
  await migrate(withDatabase(serverUrl, template))
  project.provide('testPostgres', { serverUrl, template })
  return async () => {
    await runOnServer(serverUrl, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
    await server?.stop()
  }
}

/** A server in a temporary folder, gone with `stop`; for tests, the browser tests and the benchmark's tests. */
export async function startTemporaryPostgres(settings: Record<string, string> = fastSettings): Promise<PostgresServer> {
  const dir = mkdtempSync(join(tmpdir(), 'hookwright-'))
  // The account that Postgres runs as when we are root must be able to pass through.
  chmodSync(dir, 0o711)
  const dataDir = join(dir, 'postgres')
  const password = randomBytes(16).toString('hex')
  const server = await startPostgres({ dataDir, password, database: 'hookwright', settings })
  // The server has a process group of its own, so a crash of ours would leave it behind.
  const end = () => {
    if (server.isRunning()) process.kill(server.pid, 'SIGQUIT')
    rmSync(dir, { recursive: true, force: true })
  }
  process.once('exit', end)
  return {
    ...server,
    stop: async () => {
      await server.stop()
      process.off('exit', end)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
