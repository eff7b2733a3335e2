import { randomBytes } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { tryLock } from '../lock.mjs'
import { StartFailure } from './report-failure'

const secretsSchema = z.object({ postgresPassword: z.string(), appSecret: z.string(), encryptionKeys: z.string() })

export type Secrets = z.infer<typeof secretsSchema>

export type DataDir = { clusterDir: string; secrets: Secrets; release: () => void }

/** Makes DATA_DIR ready for this start alone: writable, locked, and with the generated secrets, which only the owner can read. */
export async function openDataDir(dir: string): Promise<DataDir> {
  makeWritable(dir)
  const { release, heldBy } = await tryLock(join(dir, 'supervisor.lock'))
  if (!release) {
    throw new StartFailure(`Hookwright is already running on DATA_DIR ${dir} (process ${heldBy}). Stop it first, or give this start another DATA_DIR.`)
  }
  const clusterDir = join(dir, 'postgres')
  return { clusterDir, secrets: readOrMakeSecrets(dir, clusterDir), release }
}

function makeWritable(dir: string): void {
  try {
    if (!existsSync(dir)) {
      makeDir(dir)
      // Enter, but not list: as root, Postgres runs under another account and must pass through.
      chmodSync(dir, 0o711)
    }
    accessSync(dir, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartFailure(`DATA_DIR ${dir} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}

// Not mkdir's own `recursive`, which never returns under a folder like /proc (Node.js 20).
function makeDir(dir: string): void {
  if (existsSync(dir)) return
  makeDir(dirname(dir))
  mkdirSync(dir)
}

function readOrMakeSecrets(dir: string, clusterDir: string): Secrets {
  const file = join(dir, 'secrets.json')
  if (existsSync(file)) return readSecrets(file)
  if (existsSync(join(clusterDir, 'PG_VERSION'))) {
    throw new StartFailure(`${file} is missing, but there is a database in ${clusterDir} that was made with it. Restore the file from a backup.`)
  }
  const secrets = {
    postgresPassword: randomBytes(24).toString('base64url'),
    appSecret: randomBytes(32).toString('base64url'),
    encryptionKeys: `k1:${randomBytes(32).toString('base64')}`,
  }
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return secrets
}

function readSecrets(file: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new StartFailure(`${file} cannot be read or is damaged. Restore it from a backup.`)
  }
}
