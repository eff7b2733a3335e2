import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { startPostgres } from '@/lib/postgres/start-postgres'
import { findProjectRoot } from '@/lib/project-root'
import { migrate } from '@/prisma/migrate'
import { openDataDir } from './supervisor/open-data-dir'
import { addressFile, readRunningAddress, useRunningProduct } from './use-running-product'

/** A database that a command may use until it closes it. */
export interface OpenDatabase {
  close(): Promise<void>
}

const answers = async (connectionString: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Lets a command use the product's database whether or not the product runs: DATABASE_URL when it is set, the embedded
 * one of a running `npm start`, or else that one started for as long as the command runs. Fills the environment and brings
 * the database up to date where no running product has; call it first.
 */
export async function openProductDatabase(): Promise<OpenDatabase> {
  const file = join(findProjectRoot(), '.env')
  if (existsSync(file)) process.loadEnvFile(file) // as npm start does; what is set already stays
  if (process.env.DATABASE_URL) {
    await migrate(process.env.DATABASE_URL)
    return { close: async () => {} }
  }
  const dataDir = resolve(process.env.DATA_DIR || '.data')
  // After a crash the address is there and nobody answers.
  if (existsSync(addressFile(dataDir)) && (await answers(readRunningAddress(dataDir)))) {
    useRunningProduct()
    return { close: async () => {} }
  }
  const { clusterDir, secrets, release } = await openDataDir(dataDir)
  const server = await startPostgres({ dataDir: clusterDir, password: secrets.postgresPassword, database: 'hookwright' })
  const close = async () => {
    await server.stop()
    release()
  }
  try {
    await migrate(server.url)
  } catch (error) {
    await close()
    throw error
  }
  process.env.DATABASE_URL = server.url
  process.env.APP_SECRET ||= secrets.appSecret
  process.env.ENCRYPTION_KEYS ||= secrets.encryptionKeys
  return { close }
}
