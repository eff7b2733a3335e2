import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlQuery } from '@prisma/driver-adapter-utils'
import type { SchemaEngine, SchemaFilter } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import * as z from 'zod'

/** Nothing in our database is managed by someone else. */
export const noFilters: SchemaFilter = { externalTables: [], externalEnums: [] }

const startable = z.object({ __wbindgen_start: z.custom<() => void>((value) => typeof value === 'function') })

/**
 * Prisma's own schema engine as WebAssembly on one database: no engine binary, so nothing to download.
 * `schema` is the content of schema.prisma when the engine shall know it (only `diff` does). `close` frees the engine.
 */
export async function loadSchemaEngine(
  databaseUrl: string, schema?: string,
): Promise<{ engine: SchemaEngine; close: () => Promise<void> }> {
  const bindings = await instantiate()
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const adapter = bindMigrationAwareSqlAdapterFactory(createAdapterFactory(pool))
  const datamodels: [string, string][] | undefined = schema === undefined ? undefined : [['schema.prisma', schema]]
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter)
  const close = async () => {
    engine.free()
    await pool.end()
  }
  return { engine, close }
}

const instantiate = once(async () => {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const module = await WebAssembly.compile(await readFile(script.replace(/\.js$/, '.wasm')))
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': { ...bindings } })
  bindings.__wbg_set_wasm(instance.exports)
  // Where the engine leaves its last words when it panics; without it the cause is lost.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) } })
  startable.parse(instance.exports).__wbindgen_start()
  return bindings
})

// The bindings keep one instance in a module variable: a second one under a living engine would break it.
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

const QUOTED_CHAR_OID = 18
const TEXT_OID = 25

/**
 * The adapter (7.10.0) refuses PostgreSQL's one-byte "char", in which the catalogue tables keep their kinds, so that the
 * engine could not read a database's structure: here such columns pass it as text and are named rightly behind it. And it
 * runs a migration in pieces: here it is run whole.
 */
function createAdapterFactory(pool: pg.Pool): PrismaPg {
  const charColumns = new WeakMap<unknown[], number[]>()
  const query = pool.query.bind(pool)
  Object.assign(pool, {
    query: async (config: pg.QueryArrayConfig) => {
      const result = await query(config)
      if (Array.isArray(result)) return result // of a script
      charColumns.set(result.rows, result.fields.flatMap((field, index) => field.dataTypeID === QUOTED_CHAR_OID ? [index] : []))
      for (const field of result.fields) if (field.dataTypeID === QUOTED_CHAR_OID) field.dataTypeID = TEXT_OID
      return result
    },
  })
  const factory = new PrismaPg(pool)
  const connect = factory.connect.bind(factory)
  return Object.assign(factory, {
    connect: async () => {
      const adapter = await connect()
      const queryRaw = adapter.queryRaw.bind(adapter)
      return Object.assign(adapter, {
        queryRaw: async (sql: SqlQuery) => {
          const result = await queryRaw(sql)
          for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character
          return result
        },
        // Whole, as one statement of several and so one transaction: the adapter would cut it at each semicolon, also at
        // those within a function.
        executeScript: async (script: string) => {
          await adapter.executeRaw({ sql: script, args: [], argTypes: [] })
        },
      })
    },
  })
}
