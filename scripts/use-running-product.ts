import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { findProjectRoot } from '@/lib/project-root'

const secrets = z.object({ appSecret: z.string(), encryptionKeys: z.string() })

/** Where `npm start` writes the address of its embedded database while it runs. */
export const addressFile = (dataDir: string): string => join(dataDir, 'database-url')

export const readRunningAddress = (dataDir: string): string => readFileSync(addressFile(dataDir), 'utf8').trim()

/**
 * Lets a command of its own (migrate) use what `npm start` uses: DATABASE_URL when it is set, else the embedded
 * database of DATA_DIR, which must be running, with its generated secrets. Fills the environment; call it first.
 */
export function useRunningProduct(): void {
  const file = join(findProjectRoot(), '.env')
  if (existsSync(file)) process.loadEnvFile(file) // as npm start does; what is set already stays
  if (process.env.DATABASE_URL) return
  const dataDir = resolve(process.env.DATA_DIR || '.data')
  if (!existsSync(addressFile(dataDir))) {
    console.error(`There is no running database in DATA_DIR ${dataDir}: run npm start first, or set DATABASE_URL.`)
    process.exit(1)
  }
  const { appSecret, encryptionKeys } = secrets.parse(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')))
  process.env.DATABASE_URL = readRunningAddress(dataDir)
  process.env.APP_SECRET ||= appSecret
  process.env.ENCRYPTION_KEYS ||= encryptionKeys
}
