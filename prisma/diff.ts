import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findProjectRoot } from '@/lib/project-root'
import { withDatabase } from '@/lib/postgres/start-postgres'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { startTemporaryPostgres } from '@/lib/testing/start-test-postgres'
import { loadSchemaEngine, noFilters } from './load-schema-engine'
import { migrate } from './migrate'
import { migrationsDir } from './read-migrations'

/**
 * The SQL that leads from the migrations to schema.prisma, or null when they agree. `serverUrl` is any server on which a
 * scratch database may be made: the migrations are replayed there and the result is read back.
 */
export async function diff(serverUrl: string, schema: string): Promise<string | null> {
  const scratch = `diff_${randomBytes(6).toString('hex')}`
  await runOnServer(serverUrl, `CREATE DATABASE ${scratch}`)
  try {
    const databaseUrl = withDatabase(serverUrl, scratch)
    await migrate(databaseUrl)
    return await diffDatabase(databaseUrl, schema)
  } finally {
    await runOnServer(serverUrl, `DROP DATABASE IF EXISTS ${scratch} WITH (FORCE)`)
  }
}

async function diffDatabase(databaseUrl: string, schema: string): Promise<string | null> {
  const files = [{ path: 'schema.prisma', content: schema }]
  const { engine, close } = await loadSchemaEngine(databaseUrl, schema)
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: findProjectRoot() },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: noFilters,
    })
    return exitCode === 2 ? stdout : null
  } finally {
    await close()
  }
}

async function main(name: string | undefined): Promise<void> {
  if (name !== undefined && !/^[a-z0-9_]+$/.test(name)) {
    console.error('Usage: npm run db:diff -- <name_in_snake_case>; without a name the SQL is only shown')
    process.exitCode = 1
    return
  }
  const schema = await readFile(join(findProjectRoot(), 'prisma', 'schema.prisma'), 'utf8')
  const server = await startTemporaryPostgres()
  try {
    const sql = await diff(server.url, schema)
    if (sql === null) console.log('schema.prisma and the migrations agree; nothing to write.')
    else if (name === undefined) console.log(sql)
    else console.log(`Wrote ${await writeMigration(name, sql)}. Read it before you commit it.`)
  } finally {
    await server.stop()
  }
}

async function writeMigration(name: string, sql: string): Promise<string> {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const dir = join(migrationsDir(), `${stamp}_${name}`)
  await mkdir(dir, { recursive: true })
  await writeFile(join(migrationsDir(), 'migration_lock.toml'), 'provider = "postgresql"\n')
  const file = join(dir, 'migration.sql')
  await writeFile(file, sql)
  return file
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv[2])
