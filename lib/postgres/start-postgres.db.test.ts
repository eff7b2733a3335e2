import { chmodSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPostgres, type PostgresServer } from '@/lib/postgres/start-postgres'

let dir: string
let server: PostgresServer | undefined

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hookwright-cluster-'))
  chmodSync(dir, 0o711)
})

afterEach(async () => {
  await server?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const start = async (dataDir = join(dir, 'postgres'), password = 'one') =>
  (server = await startPostgres({ dataDir, password, database: 'hookwright', settings: { shared_buffers: '32MB' } }))

test('what was committed survives a SIGKILL of the server, and its busy backends do not block the next start', async () => {
  const first = await start()
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one')
  // Loops in the executor without a look at the server's death, as a long sort would.
  const busy = query(first.url, 'SELECT count(*) FROM generate_series(1, 1000000000000)').catch(() => 'cut off')
  await expect.poll(() => query(first.url, `SELECT 1 AS one FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series(1%' AND pid <> pg_backend_pid()`))
    .toEqual([{ one: 1 }])
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start()
  expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
  expect(await busy).toBe('cut off')
})

test('a server that still runs after its supervisor died is replaced', async () => {
  const first = await start()
  const second = await start()
  await first.exited
  expect(second.pid).not.toBe(first.pid)
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a password that is not the one of the cluster is told at once', async () => {
  await (await start()).stop()
  await expect(start(undefined, 'other')).rejects.toThrow(/password authentication failed/)
})

test('a path too long for a Unix socket does not matter, and folders made on the way to it stay open', async () => {
  const dataDir = join(dir, 'x'.repeat(60), 'y'.repeat(60), 'postgres')
  const { url } = await start(dataDir)
  expect(await query(url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
  expect(lstatSync(dataDir).isDirectory(), 'it is where it was wanted').toBe(true)
})

// Only root runs Postgres as another account.
test.runIf(process.getuid?.() === 0)('a folder that the account of Postgres cannot reach does not matter', async () => {
  const closed = join(dir, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const { url } = await start(join(closed, 'postgres'))
  const moved = dirname(realpathSync(join(closed, 'postgres')))
  try {
    expect(await query(url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
    await server?.stop()
  } finally {
    rmSync(moved, { recursive: true })
  }
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}
