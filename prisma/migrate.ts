import pg from 'pg'
import { loadSchemaEngine, noFilters } from './load-schema-engine'
import { readMigrations, toMigrationList, type Migration } from './read-migrations'

export type MigrateResult = {
  /** Names of the migrations that this call applied. */
  applied: string[]
  /** What an operator should know, such as a database that is newer than this version. */
  warnings: string[]
}

type AppliedRow = { name: string; checksum: string; finished: boolean }

// Any constant does, as long as it is neither Prisma's own (72707369) nor used elsewhere in this project.
const MIGRATE_LOCK = 4_627_001

/**
 * Brings a database to this version's schema, as `prisma migrate deploy` would, with the same `_prisma_migrations` table.
 * Any number of starts may call it at once: an advisory lock makes one work and the others wait. An up-to-date database
 * costs one query. Throws when a migration failed, now or earlier, or was edited after it had been applied.
 */
export async function migrate(databaseUrl: string): Promise<MigrateResult> {
  const migrations = await readMigrations()
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const found = await readApplied(client)
    if (isUpToDate(migrations, found)) return report([], migrations, found)
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATE_LOCK])
    const before = await readApplied(client)
    refuseBroken(migrations, before)
    const applied = isUpToDate(migrations, before) ? [] : await applyMigrations(databaseUrl, migrations)
    return report(applied, migrations, before)
  } finally {
    await client.end()
  }
}

async function readApplied(client: pg.Client): Promise<AppliedRow[]> {
  const { rows: [table] } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "exists"`)
  if (!table?.exists) return []
  const { rows } = await client.query<AppliedRow>(`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`)
  return rows
}

function isUpToDate(migrations: Migration[], applied: AppliedRow[]): boolean {
  const finished = new Map(applied.filter((row) => row.finished).map((row) => [row.name, row.checksum]))
  return applied.every((row) => row.finished)
    && migrations.every((migration) => finished.get(migration.name) === migration.checksum)
}

function refuseBroken(migrations: Migration[], applied: AppliedRow[]): void {
  const failed = applied.find((row) => !row.finished)
  if (failed) {
    throw new Error(`Migration ${failed.name} failed earlier. Mend the database, then delete its row in _prisma_migrations.`)
  }
  const checksums = new Map(applied.map((row) => [row.name, row.checksum]))
  const edited = migrations.find(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum)
  if (edited) throw new Error(`Migration ${edited.name} was edited after this database had it. Write a new one instead.`)
}

async function applyMigrations(databaseUrl: string, migrations: Migration[]): Promise<string[]> {
  const { engine, close } = await loadSchemaEngine(databaseUrl)
  try {
    const list = toMigrationList(migrations)
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: list, filters: noFilters })
    return appliedMigrationNames
  } finally {
    await close()
  }
}

// A rolling deploy runs the old version beside the new schema for a while, so this is no error.
function report(applied: string[], migrations: Migration[], before: AppliedRow[]): MigrateResult {
  const known = new Set(migrations.map(({ name }) => name))
  const newer = before.filter(({ name }) => !known.has(name)).map(({ name }) => name)
  const warnings = newer.length === 0 ? [] : [`The database is newer than this version: it has ${newer.join(', ')}.`]
  return { applied, warnings }
}
