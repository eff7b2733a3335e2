import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { findProjectRoot } from '@/lib/project-root'

/** One folder of prisma/migrations: its name, its SQL, and the SHA-256 that Prisma keeps of that SQL. */
export type Migration = { name: string; sql: string; checksum: string }

export function migrationsDir(): string {
  return join(findProjectRoot(), 'prisma', 'migrations')
}

/** All migrations of this version, in the order in which they apply. */
export async function readMigrations(dir: string = migrationsDir()): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.sort().map(async (name) => {
    const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  }))
}

/** The same in the shape that the schema engine takes. */
export function toMigrationList(migrations: Migration[]): MigrationList {
  return {
    baseDir: migrationsDir(),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}
