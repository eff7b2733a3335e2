import { fork } from 'node:child_process'
import { rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EnvError, readEnv, readStartEnv, settingNames, type StartEnv } from '@/lib/env'
import { startPostgres, type PostgresServer } from '@/lib/postgres/start-postgres'
import { findProjectRoot } from '@/lib/project-root'
import { planBootstrap } from '@/lib/workspaces/plan-bootstrap'
import { setUpToken } from '@/lib/workspaces/set-up-token'
import { migrate } from '@/prisma/migrate'
import { checkKeys } from './supervisor/check-keys'
import { checkPort } from './supervisor/check-port'
import { keepRunning, type Part, type RunningPart } from './supervisor/keep-running'
import { openDataDir, type DataDir } from './supervisor/open-data-dir'
import { waitForDatabase } from './supervisor/wait-for-database'
import { addressFile } from './use-running-product'
import { StartFailure, say } from './supervisor/report-failure'

type Provided = { DATABASE_URL: string; APP_SECRET: string; ENCRYPTION_KEYS: string }
type Cleanup = () => Promise<void> | void

/** Which parts to start: both unless one is named, for installations that run them apart. */
type How = { dev: boolean; only: 'web' | 'worker' | undefined }

/**
 * `npm start` after installation and build: database, migrations, web and worker, kept running until a signal or the end
 * of `parentGone`. Ends the process itself.
 */
export async function supervise({ parentGone, ...how }: How & { parentGone: Promise<void> }): Promise<void> {
  const cleanups: Cleanup[] = []
  const stop = once(async (code: number) => {
    // The database last: web and worker still write while they finish.
    for (const cleanup of cleanups.reverse()) await cleanup()
    process.exit(code)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  void parentGone.then(() => stop(0))
  try {
    await start(how, cleanups)
  } catch (error) {
    const expected = error instanceof StartFailure || error instanceof EnvError
    console.error(`\n${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
    await stop(1)
  }
}

async function start({ dev, only }: How, cleanups: Cleanup[]): Promise<void> {
  const settings = readStartEnv(process.env)
  if (only && !settings.DATABASE_URL) throw new StartFailure(`--${only} alone needs DATABASE_URL: the embedded database serves one start.`)
  const provided = await provideDatabase(settings, cleanups)
  if (only !== 'worker') await checkPort(settings.HOST, settings.PORT)
  if (only !== 'web' && settings.ENGINE === 'inngest' && settings.WORKER_PORT) {
    await checkPort(settings.HOST, settings.WORKER_PORT, 'WORKER_PORT')
  }
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...provided,
    DATA_DIR: settings.DATA_DIR,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  }
  readEnv(environment)
  if (settings.DATABASE_URL) await waitForDatabase(settings.DATABASE_URL, say)
  const { applied, warnings } = await migrate(provided.DATABASE_URL).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartFailure(`The database could not be brought up to date${settings.DATABASE_URL ? ' (DATABASE_URL)' : ''}: ${reason}`)
  })
  for (const warning of warnings) say(warning)
  if (applied.length > 0) say(`Migrations applied: ${applied.length}`)
  await checkKeys(provided)
  const setupUrl = only === 'worker' ? undefined : await runBootstrap(dev, environment, settings)
  const described = describeParts(dev, !settings.DATABASE_URL, environment)
  const parts = [only === 'worker' ? [] : [described.web], only === 'web' ? [] : [described.worker]].flat().map(keepRunning)
  cleanups.push(async () => void (await Promise.all(parts.map((part) => part.stop()))))
  if (dev && only !== 'web') restartOnChange(parts.at(-1))
  await Promise.all(parts.map((part) => part.ready))
  announce(settings, only, setupUrl)
}

async function provideDatabase(settings: StartEnv, cleanups: Cleanup[]): Promise<Provided> {
  const { DATABASE_URL, APP_SECRET = '', ENCRYPTION_KEYS = '' } = settings
  if (DATABASE_URL) return { DATABASE_URL, APP_SECRET, ENCRYPTION_KEYS }
  const dataDir = await openDataDir(settings.DATA_DIR)
  cleanups.push(dataDir.release)
  const url = await keepPostgresRunning(dataDir, cleanups)
  const file = addressFile(settings.DATA_DIR)
  writeFileSync(file, `${url}\n`, { mode: 0o600 })
  cleanups.push(() => rmSync(file, { force: true }))
  const { appSecret, encryptionKeys } = dataDir.secrets
  return { DATABASE_URL: url, APP_SECRET: APP_SECRET || appSecret, ENCRYPTION_KEYS: ENCRYPTION_KEYS || encryptionKeys }
}

async function keepPostgresRunning({ clusterDir, secrets }: DataDir, cleanups: Cleanup[]): Promise<string> {
  const launch = () => startPostgres({ dataDir: clusterDir, password: secrets.postgresPassword, database: 'hookwright', onLog: logProblem })
  let server: PostgresServer = await launch()
  let stopping = false
  const watchOver = async (): Promise<void> => {
    const reason = await server.exited
    if (stopping) return
    say(`The database ended and is started again: ${reason.split('\n')[0]}`)
    server = await launch()
    return watchOver()
  }
  watchOver().catch((error: unknown) => {
    console.error(error)
    process.kill(process.pid, 'SIGTERM')
  })
  cleanups.push(() => {
    stopping = true
    return server.stop()
  })
  return server.url
}

// Statements that fail are told by whoever sent them; here only what concerns the server itself.
function logProblem(line: string): void {
  if (/ (PANIC|FATAL): /.test(line) && !/starting up|shutting down|administrator command/.test(line)) say(`database: ${line}`)
}

function describeParts(dev: boolean, ownsDatabase: boolean, environment: NodeJS.ProcessEnv): { web: Part; worker: Part } {
  const how = dev ? { execArgv: ['--import', 'tsx'] } : { execArgv: ['--enable-source-maps'] }
  const lean = leanEnvironment(environment)
  return {
    web: { name: 'web server', file: entry(dev, 'scripts/web.ts'), args: () => (dev ? ['--dev'] : []), env: environment, ...how },
    worker: { name: 'worker', file: entry(dev, 'inngest/worker.ts'), args: workerArguments(ownsDatabase), env: lean, ...how },
  }
}

// Each start of the worker is a worker of its own. Who was there before it is known to be dead, so that what it held goes
// on at once: by name after a crash, and all at the first start where only this supervisor's processes reach the database.
function workerArguments(ownsDatabase: boolean): (starts: number) => string[] {
  const run = `wrk_${process.pid.toString(36)}${Date.now().toString(36)}`
  const startedAt = Date.now()
  return (starts) => [
    `--worker=${run}.${starts}`,
    ...(starts > 0 ? [`--dead=${run}.${starts - 1}`] : ownsDatabase ? [`--fresh=${startedAt}`] : []),
  ]
}

function entry(dev: boolean, source: string): string {
  const bundle = source.replace(/^.*\/(.*)\.ts$/, 'dist/$1.js')
  return join(findProjectRoot(), dev ? source : bundle)
}

// The Inngest SDK walks through the whole environment several times per call.
function leanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = /^(PATH|HOME|TZ|LANG|TMPDIR|NODE_ENV|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|PG[A-Z]+|LC_[A-Z]+)$/
  const entries = Object.entries(environment).filter(([name]) => settingNames.includes(name) || kept.test(name))
  // Next's types make NODE_ENV a required variable of every environment.
  return { ...Object.fromEntries(entries), NODE_ENV: environment.NODE_ENV }
}

/** What only the first start does; the set-up link while nobody can sign in. */
async function runBootstrap(dev: boolean, environment: NodeJS.ProcessEnv, settings: StartEnv): Promise<string | undefined> {
  const { ADMIN_EMAIL: adminEmail, BOOTSTRAP_API_KEY: bootstrapKey, APP_URL } = settings
  const { isNeeded, hasOwner } = await planBootstrap(environment.DATABASE_URL ?? '', { adminEmail, bootstrapKey })
  if (isNeeded) {
    const child = fork(entry(dev, 'scripts/bootstrap.ts'), [], {
      env: environment, execArgv: dev ? ['--import', 'tsx'] : [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const code = await new Promise((resolve) => child.once('exit', resolve))
    if (code !== 0) throw new StartFailure('The first set-up failed; what it said stands above.')
  }
  if (hasOwner || adminEmail !== undefined) return undefined
  return `${APP_URL}/setup?token=${setUpToken(environment.APP_SECRET ?? '')}`
}

function restartOnChange(worker: RunningPart | undefined): void {
  let soon: NodeJS.Timeout | undefined
  for (const dir of ['inngest', 'lib']) {
    watch(join(findProjectRoot(), dir), { recursive: true }, (_event, file) => {
      if (!file || /\.test\.ts$|^generated/.test(file)) return
      clearTimeout(soon)
      soon = setTimeout(() => worker?.restart(), 200)
    })
  }
}

function announce({ APP_URL, HOST, PORT }: StartEnv, only: How['only'], setupUrl: string | undefined): void {
  const lines = only === 'worker' ? ['  The worker alone runs here'] : [
    `  Address   ${APP_URL}`,
    ...(APP_URL === `http://localhost:${PORT}` && HOST === '127.0.0.1' ? [] : [`  Listens   ${HOST}:${PORT}`]),
    ...(setupUrl ? [`  Set up    ${setupUrl}`] : []),
  ]
  console.log(`\n  Hookwright is ready\n\n${lines.join('\n')}\n  Stop      Ctrl-C\n`)
}

function once<T>(work: (argument: T) => Promise<void>): (argument: T) => Promise<void> {
  let running: Promise<void> | undefined
  return (argument) => (running ??= work(argument))
}
