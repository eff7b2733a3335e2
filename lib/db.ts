import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '@/lib/env'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { PrismaClient } from '@/lib/generated/prisma/client'

// `context` and other json columns are kept as text: JSON.parse would lose key order of numbers and long numbers.
const JSON_OID = 114
const INT8_OID = 20
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === JSON_OID) return (text: string) => text
    if (oid === INT8_OID) return (text: string) => Number(text)
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

interface Handles {
  url?: string
  pool?: pg.Pool
  prisma?: PrismaClient
}

// Next loads modules twice (pages and route handlers): one pool per process lives on globalThis.
const holder = globalThis as typeof globalThis & { hookwrightDb?: Handles }
const handles: Handles = (holder.hookwrightDb ??= {})

// A connection into a black hole must not hang its caller for ever, and what the server has open for it must not keep
// its row locks: nobody waits between the statements of one of our transactions.
const PATIENCE = { connectionTimeoutMillis: 5000, query_timeout: 15_000, idle_in_transaction_session_timeout: 5000 }

/** A pool as all of Hookwright uses it: json as text, 64-bit counters as numbers (below 2^53), errors of idle clients swallowed. */
export function createPool(connectionString: string, max: number): pg.Pool {
  return tolerant(new pg.Pool({ connectionString, max, types, ...PATIENCE, keepAlive: true }))
}

// A connection that breaks tells it by the query that uses it, and an idle one is replaced; the event as such would end
// the process.
const tolerant = (created: pg.Pool): pg.Pool => {
  created.on('error', () => {})
  created.on('connect', (client) => client.on('error', () => {}))
  return created
}

const databaseUrl = (): string => handles.url ?? env().DATABASE_URL

/** Points this process to another database than DATABASE_URL: tests and benchmarks make their own. */
export async function useDatabase(url: string): Promise<void> {
  await closeDb()
  handles.url = url
}

/** The process's pool, for the few set-based statements of the hot path. */
export const pool = (): pg.Pool => (handles.pool ??= createPool(databaseUrl(), 16))

/** Prisma, for all ordinary reads and writes. */
export const prisma = (): PrismaClient =>
  (handles.prisma ??= new PrismaClient({
    errorFormat: 'minimal', // the other formats print a query's arguments
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
    adapter: new PrismaPg(tolerant(new pg.Pool({ connectionString: databaseUrl(), max: 8, ...PATIENCE })), {
      disposeExternalPool: true,
    }),
  }))

/** What runs a statement: the pool, one of its clients in a transaction, or a Prisma transaction. */
export interface Queryable {
  query<R extends pg.QueryResultRow>(
    statement: string | pg.QueryConfig, values?: unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>
}

type PrismaTransaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/** Lets a plain statement without result rows join a Prisma transaction. */
export const withinPrisma = (tx: PrismaTransaction): Queryable => ({
  query: async (statement, values) => {
    const text = typeof statement === 'string' ? statement : statement.text
    const rowCount = await tx.$executeRawUnsafe(text, ...(values ?? (typeof statement === 'string' ? [] : statement.values ?? [])))
    return { rows: [], rowCount }
  },
})

/** Runs `work` in one transaction; rolls back and rethrows when it fails. */
export async function inTransaction<T>(work: (tx: pg.PoolClient) => Promise<T>, from: pg.Pool = pool()): Promise<T> {
  const client = await from.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    // Nobody knows what a connection that stopped answering still does: it is closed, which rolls back.
    if (isDatabaseDown(error)) broken = error instanceof Error ? error : new Error(String(error))
    else await client.query('ROLLBACK').catch((rollback: Error) => (broken = rollback))
    throw error
  } finally {
    client.release(broken)
  }
}

/** Ends the process's connections. */
export async function closeDb(): Promise<void> {
  await Promise.all([handles.pool?.end(), handles.prisma?.$disconnect()])
  delete handles.pool
  delete handles.prisma
}
