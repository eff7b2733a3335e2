import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingNames } from '@/lib/env'
import { findProjectRoot } from '@/lib/project-root'
import { freePort } from '@/lib/testing/free-port'

/** Hookwright as the README starts it, with a port and a data folder of its own. */
export interface Product {
  url: string
  /** The link that was printed for the first owner. */
  setUpUrl: string
  apiKey: string
  /** What Ctrl-C does; resolves when nothing of it runs any more. */
  stop(): Promise<void>
  /** For the end of this process: kills what is left, without waiting. */
  killLeftovers(): void
}

/** The last command of the README's quick start (`quick-start.spec.ts` holds the README to it). */
export const START_COMMAND = 'npm start'

const START_MS = 300_000
const STOP_MS = 40_000

/** Starts the product with its data under `folder` and waits until it says that it is ready. */
export async function startProduct(folder: string): Promise<Product> {
  chmodSync(folder, 0o711) // as root, Postgres runs as another account, which must be able to pass through
  const dataDir = join(folder, 'data')
  const port = await freePort()
  const apiKey = `bootstrap_${randomBytes(24).toString('hex')}`
  const [command = '', ...args] = START_COMMAND.split(' ')
  const child = spawn(command, args, {
    cwd: findProjectRoot(),
    env: environment({
      PORT: String(port), DATA_DIR: dataDir, BOOTSTRAP_API_KEY: apiKey, ALLOWED_PRIVATE_DESTINATIONS: '127.0.0.0/8', LOG_LEVEL: 'warn',
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, as a terminal gives it: Ctrl-C reaches all of it
  })
  const killLeftovers = () => {
    signalGroup(child, 'SIGKILL')
    killPostgres(dataDir)
  }
  try {
    const printed = await untilReady(child)
    const setUpUrl = /Set up\s+(\S+)/.exec(printed)?.[1]
    if (!setUpUrl) throw new Error(`No set-up link was printed:\n${printed}`)
    return { url: `http://localhost:${port}`, setUpUrl, apiKey, stop: () => stop(child, killLeftovers), killLeftovers }
  } catch (error) {
    killLeftovers()
    throw error
  }
}

// Empty counts as unset, and keeps what a developer's .env says out of the tests.
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NODE_ENV|NODE_OPTIONS|E2E_|PLAYWRIGHT_|npm_(lifecycle|package)_)/.test(name))
  const unset = settingNames.map((name) => [name, ''] as const)
  return { ...Object.fromEntries(inherited), ...Object.fromEntries(unset), ...settings, NODE_ENV: 'production' }
}

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const fail = (reason: string) => reject(new Error(`${START_COMMAND} ${reason}:\n${printed}`))
    const timer = setTimeout(() => fail('was not ready in time'), START_MS)
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      // "Stop" is the last line of what it announces.
      if (!/Hookwright is ready[\s\S]*Stop {2}/.test(printed)) return
      clearTimeout(timer)
      // From here on only warnings and errors come; a failed test is explained by them.
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', read).pipe(process.stderr, { end: false })
      resolve(printed)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`ended with ${code}`)
    })
  })
}

async function stop(child: ChildProcess, killLeftovers: () => void): Promise<void> {
  const until = Date.now() + STOP_MS
  signalGroup(child, 'SIGINT')
  while (signalGroup(child, 0)) {
    if (Date.now() > until) {
      killLeftovers()
      throw new Error(`${START_COMMAND} did not stop within ${STOP_MS / 1000} s of Ctrl-C`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  return pid !== undefined && signalProcess(-pid, signal)
}

/** The server is in a group of its own, so that Ctrl-C does not reach it before those who still write. */
function killPostgres(dataDir: string): void {
  const file = join(dataDir, 'postgres', 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (pid > 1) signalProcess(pid, 'SIGQUIT')
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}
