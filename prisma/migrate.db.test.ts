import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { findProjectRoot } from '@/lib/project-root'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { withDatabase } from '@/lib/postgres/start-postgres'
import { createTestDatabase } from '@/lib/testing/test-database'
import { diff } from './diff'
import { migrate } from './migrate'
import { readMigrations } from './read-migrations'

let url: string
let name: string

beforeEach(async () => {
  name = `migrate_${randomBytes(6).toString('hex')}`
  url = withDatabase(inject('testPostgres').serverUrl, name)
  await runOnServer(url, `CREATE DATABASE ${name}`)
})

afterEach(() => runOnServer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))

test('three starts at once apply each migration exactly once', async () => {
  const results = await Promise.all([migrate(url), migrate(url), migrate(url)])
  const expected = (await readMigrations()).map((migration) => migration.name)
  expect(results.flatMap(({ applied }) => applied).sort()).toEqual(expected)
  expect(await query('SELECT migration_name FROM _prisma_migrations')).toHaveLength(expected.length)
})

test('a database that is up to date is left alone', async () => {
  await migrate(url)
  expect(await migrate(url)).toEqual({ applied: [], warnings: [] })
})

test('the checksums are those that Prisma keeps itself', async () => {
  await migrate(url)
  const rows = await query('SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY 1')
  expect(rows).toEqual((await readMigrations()).map(({ name, checksum }) => ({ name, checksum })))
})

test('a newer database only warns, so that an old version can run beside it during a deploy', async () => {
  await migrate(url)
  await query(`INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at)
    VALUES ('x', 'x', '29990101000000_later', now(), now())`)
  expect((await migrate(url)).warnings).toEqual([expect.stringContaining('29990101000000_later')])
})

test('an edited migration is refused by name', async () => {
  await migrate(url)
  await query(`UPDATE _prisma_migrations SET checksum = 'other'`)
  await expect(migrate(url)).rejects.toThrow(/_init was edited/)
})

test('a migration that failed earlier is refused by name', async () => {
  await migrate(url)
  await query('UPDATE _prisma_migrations SET finished_at = NULL')
  await expect(migrate(url)).rejects.toThrow(/_init failed earlier/)
})

test('the migrations lead to exactly schema.prisma', async () => {
  const schema = await readFile(join(findProjectRoot(), 'prisma', 'schema.prisma'), 'utf8')
  expect(await diff(inject('testPostgres').serverUrl, schema)).toBeNull()
})

test('each test database is a migrated copy of its own', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
  expect(first.url).not.toBe(second.url)
  expect((await migrate(first.url)).applied).toEqual([])
  await Promise.all([first.drop(), second.drop()])
})

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
