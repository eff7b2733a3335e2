import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProjectRoot } from '@/lib/project-root'
import { findProcesses, type FoundProcess } from './find-processes'
import { freePort } from '@/lib/testing/free-port'
import { until } from './until'

/** Hookwright as `npm start` runs it, with a folder, a port and a database of its own. */
export interface Product {
  apiKey: string
  url: string
  dataDir: string
  start(): Promise<void>
  /** The processes of one part; the supervisor starts them anew when they end. */
  processes(part: 'worker' | 'web' | 'postgres'): FoundProcess[]
  /** `kill -9` for everything at once: supervisor, web, worker and Postgres with its backends. */
  killAll(): Promise<void>
  stop(): Promise<void>
  /** Ends what still runs and removes the folder. */
  remove(): Promise<void>
  /** What it has printed since its last start. */
  output(): string
}

const START_MS = 240_000
const marks = { worker: /dist\/worker\.js/, web: /dist\/web\.js/, postgres: /\/postgres -D / }

const gone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself when another one did.
  }
}

/** `settings` are added to what every product under test has. */
export async function prepareProduct(settings: Record<string, string> = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-faults-'))
  chmodSync(folder, 0o711) // the account that Postgres runs as when we are root must be able to pass through
  const port = await freePort()
  const apiKey = settings.BOOTSTRAP_API_KEY ?? `bootstrap_${randomBytes(24).toString('hex')}`
  let child: ChildProcess | undefined
  let printed = ''

  // Only what a shell would have: settings of the tests must not reach the product.
  const environment = (): NodeJS.ProcessEnv => ({
    PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production',
    PORT: String(port), DATA_DIR: join(folder, 'data'), BOOTSTRAP_API_KEY: apiKey, LOG_LEVEL: 'warn',
    ALLOWED_PRIVATE_DESTINATIONS: '127.0.0.0/8', ...settings,
  })

  const start = async (): Promise<void> => {
    printed = ''
    const started = spawn(process.execPath, ['scripts/start.mjs'], { cwd: findProjectRoot(), env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    child = started
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => { printed += chunk.toString() })
    await until(() => {
      if (started.exitCode !== null) throw new Error(`it ended with ${started.exitCode}:\n${printed}`)
      return printed.includes('Hookwright is ready') || undefined
    }, START_MS, () => `the start:\n${printed}`)
  }

  const family = (): FoundProcess[] => (child?.pid ? findProcesses(child.pid) : [])
  const end = async (processes: FoundProcess[]): Promise<void> => {
    for (const { pid } of processes) kill(pid)
    await until(() => processes.every(({ pid }) => gone(pid)) || undefined, 60_000, () => 'processes outlive SIGKILL')
  }

  return {
    apiKey,
    url: `http://127.0.0.1:${port}`,
    dataDir: join(folder, 'data'),
    start,
    processes: (part) => family().filter(({ command }) => marks[part].test(command)),
    killAll: () => end(family()),
    stop: async () => {
      const running = child
      running?.kill('SIGTERM')
      await until(() => !running || running.exitCode !== null || running.signalCode !== null || undefined, 60_000, () => `the stop:\n${printed}`)
    },
    remove: async () => {
      await end(family())
      rmSync(folder, { recursive: true, force: true })
    },
    output: () => printed,
  }
}
