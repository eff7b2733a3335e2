import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { chooseAccount, type Account } from '@/lib/postgres/choose-account'
import { clusterName, endLeftovers } from '@/lib/postgres/end-leftovers'
import { placeCluster } from '@/lib/postgres/place-cluster'
import { prepareBinaries, type PostgresBinaries } from '@/lib/postgres/prepare-binaries'

export type PostgresOptions = {
  /** The folder of the cluster; made when it does not exist. */
  dataDir: string
  /** The superuser's password. Only used when the cluster is made: later starts must give the same one. */
  password: string
  /** The database that the URL names; made when it does not exist. */
  database: string
  /** Server settings over the defaults below. */
  settings?: Record<string, string>
  /** Receives what the server logs, line by line. */
  onLog?: (line: string) => void
}

export type PostgresServer = {
  url: string
  pid: number
  isRunning(): boolean
  /** Resolves with a description when the server ends, wanted or not. */
  exited: Promise<string>
  /** Fast shutdown: open transactions are rolled back, nothing committed is lost. */
  stop(): Promise<void>
}

const USER = 'hookwright'
const LEFTOVERS_MS = 30_000
// Long enough for the recovery of a cluster that was killed under full load.
const READY_MS = 300_000
const CONNECT_MS = 10_000
const LAST_WORDS_MS = 500
// A Unix socket's path may have 107 bytes on Linux and 103 on macOS.
const MAX_SOCKET_PATH = 103

const defaultSettings: Record<string, string> = {
  listen_addresses: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  synchronous_commit: 'on',
  wal_buffers: '16MB',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  autovacuum_naptime: '15s',
  autovacuum_vacuum_cost_limit: '2000',
  // Parallel workers need /dev/shm, of which containers have little.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/**
 * Starts the embedded PostgreSQL 18 on the cluster in `dataDir`, in a process group of its own, reached by a Unix socket only.
 * Leftover processes of the same cluster are ended first; while they last it tries again, up to 30 s.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const account = chooseAccount(options.dataDir)
  const binaries = prepareBinaries(account)
  const dir = placeCluster(options.dataDir, account)
  const deadline = Date.now() + LEFTOVERS_MS
  await endLeftovers(dir, deadline)
  if (!existsSync(join(dir, 'PG_VERSION'))) initialise(dir, options.password, binaries, account)
  for (;;) {
    const server = launch(dir, options, binaries, account)
    const problem = await untilReady(server, options)
    if (problem === undefined) return server
    if (!problem.includes('still in use') || Date.now() > deadline) throw new Error(`Postgres did not start:\n${problem}`)
    await endLeftovers(dir, deadline)
    await delay(250)
  }
}

/** The same server's URL with another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

// Made beside its place and renamed, so that a start killed in the middle leaves no half cluster.
function initialise(dir: string, password: string, binaries: PostgresBinaries, account: Account | undefined): void {
  const partial = `${dir}.new`
  const passwordFile = join(dirname(dir), `.password-${process.pid}`)
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) for (const path of [partial, passwordFile]) chownSync(path, account.uid, account.gid)
  const flags = [
    `--pgdata=${partial}`, `--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions',
  ]
  try {
    const { status, stderr, error } = spawnSync(binaries.initdb, flags, { ...account, ...surroundings(), encoding: 'utf8' })
    if (status !== 0) throw new Error(`Postgres could not make its cluster in ${dir}: ${error?.message ?? stderr}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  rmdirSync(dir)
  renameSync(partial, dir)
}

function launch(
  dir: string, options: PostgresOptions, binaries: PostgresBinaries, account: Account | undefined,
): PostgresServer & { child: ChildProcess } {
  const socketDir = chooseSocketDir(dir, account)
  const settings = {
    ...defaultSettings, ...options.settings, cluster_name: clusterName(dir), unix_socket_directories: socketDir,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', dir, ...flags], {
    ...account, ...surroundings(), detached: true, stdio: ['ignore', 'ignore', 'pipe'],
  })
  const log = keepLog(child, options.onLog)
  const exited = untilExit(child).then((how) => (how instanceof Error ? how.message : `Postgres ended (${how})\n${log.join('\n')}`))
  const url = `postgresql://${USER}:${encodeURIComponent(options.password)}@localhost/${options.database}?host=${encodeURIComponent(socketDir)}`
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return { child, url, pid: child.pid ?? 0, isRunning, exited, stop: () => stopServer(child, exited) }
}

function surroundings() {
  // NODE_ENV means nothing to Postgres; Next's types demand it of every environment.
  const env: NodeJS.ProcessEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', NODE_ENV: 'production' }
  return { cwd: '/', env }
}

function chooseSocketDir(dir: string, account: Account | undefined): string {
  if (Buffer.byteLength(join(dir, '.s.PGSQL.5432')) <= MAX_SOCKET_PATH) return dir
  const short = join(tmpdir(), clusterName(dir))
  mkdirSync(short, { recursive: true, mode: 0o700 })
  if (account) chownSync(short, account.uid, account.gid)
  return short
}

// Its last words may come a moment after its end. They are not waited for: a backend that is busy outlives a killed server,
// and holds the pipe open for as long as its statement takes.
async function untilExit(child: ChildProcess): Promise<string | number | null | Error> {
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()))
  const how = await new Promise<string | number | null | Error>((resolve) => {
    child.once('error', resolve)
    child.once('exit', (code, signal) => resolve(signal ?? code))
  })
  await Promise.race([closed, delay(LAST_WORDS_MS)])
  return how
}

function keepLog(child: ChildProcess, onLog: PostgresOptions['onLog']): string[] {
  const last: string[] = []
  let rest = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    last.push(...lines)
    last.splice(0, last.length - 20)
    for (const line of lines) onLog?.(line)
  })
  return last
}

async function untilReady(server: PostgresServer, options: PostgresOptions): Promise<string | undefined> {
  let ended: string | undefined
  void server.exited.then((reason) => (ended = reason))
  const deadline = Date.now() + READY_MS
  while (ended === undefined) {
    const outcome = await tryToConnect(withDatabase(server.url, 'postgres'), options.database)
    if (outcome.ready) return undefined
    if (outcome.fatal || Date.now() > deadline) {
      await server.stop()
      return outcome.reason
    }
    await delay(20)
  }
  return ended
}

type ConnectOutcome = { ready: true } | { ready: false; fatal: boolean; reason: string }

async function tryToConnect(url: string, database: string): Promise<ConnectOutcome> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
    return { ready: true }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    // Class 28 is a refused login: the stored password is not this cluster's, and waiting will not mend that.
    return { ready: false, fatal: code.startsWith('28'), reason }
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function stopServer(child: ChildProcess, exited: Promise<string>): Promise<void> {
  const ended = exited.then(() => true)
  for (const [signal, patience] of [['SIGINT', 20_000], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]] as const) {
    child.kill(signal)
    if (await Promise.race([ended, delay(patience, false, { ref: false })])) return
  }
}
