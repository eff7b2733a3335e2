import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { startPostgres } from '@/lib/postgres/start-postgres'
import { migrate } from '@/prisma/migrate'

/** A Postgres of these tests' own, which they may end and start again. Its database `hookwright` is the template of all others. */
export interface Server {
  url: string
  /** Ends it (SIGINT: fast shutdown; SIGKILL: a crash) and starts it again on the same cluster. */
  restart(signal: 'SIGINT' | 'SIGKILL'): Promise<void>
  /** Ends every connection to that database; returns how many there were. */
  terminateConnections(database: string): Promise<void>
  stop(): Promise<void>
}

// What is killed here are processes, not machines: the system's memory outlives them.
const settings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB' }

export async function startServer(): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'hookwright-faults-'))
  chmodSync(dir, 0o711) // the account that Postgres runs as when we are root must be able to pass through
  const options = { dataDir: join(dir, 'postgres'), password: randomBytes(16).toString('hex'), database: 'hookwright', settings }
  let server = await startPostgres(options)
  const end = () => {
    if (server.isRunning()) process.kill(server.pid, 'SIGQUIT')
    rmSync(dir, { recursive: true, force: true })
  }
  process.once('exit', end)
  await migrate(server.url)
  const { url } = server
  return {
    url,
    restart: async (signal) => {
      process.kill(server.pid, signal)
      await server.exited
      server = await startPostgres(options)
    },
    terminateConnections: (database) => runOnServer(url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`),
    stop: async () => {
      await server.stop()
      process.off('exit', end)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
