import { randomBytes } from 'node:crypto'
import {
  chmodSync, chownSync, existsSync, lstatSync, mkdirSync, realpathSync, readlinkSync, rmSync, rmdirSync, symlinkSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { canEnter, type Account } from '@/lib/postgres/choose-account'
import { SHARED_STATE_DIR } from '@/lib/postgres/prepare-binaries'

/**
 * Makes the folder of a cluster and returns its real path. Where `account` cannot reach `dataDir` (a checkout under root's
 * home), the cluster lives under /var/lib and `dataDir` becomes a link to it.
 */
export function placeCluster(dataDir: string, account: Account | undefined): string {
  const wanted = resolve(dataDir)
  const link = lstatSync(wanted, { throwIfNoEntry: false })
  if (link?.isSymbolicLink()) makeClusterDir(resolve(dirname(wanted), readlinkSync(wanted)), account)
  else makeClusterDir(wanted, account)
  const real = realpathSync(wanted)
  if (!account || canEnter(account, real)) return real
  return moveWithinReach(wanted, account)
}

function makeClusterDir(dir: string, account: Account | undefined): void {
  // Apart from its parents, which mkdir would close as well: the account must pass through them.
  mkdirSync(dirname(dir), { recursive: true })
  if (!existsSync(dir)) mkdirSync(dir, { mode: 0o700 })
  chmodSync(dir, 0o700)
  if (account) chownSync(dir, account.uid, account.gid)
}

function moveWithinReach(wanted: string, account: Account): string {
  // Never a name that comes again: a deleted DATA_DIR must not find its former database, made with another password.
  const target = join(SHARED_STATE_DIR, `data-${randomBytes(6).toString('hex')}`, 'postgres')
  if (existsSync(join(wanted, 'PG_VERSION'))) {
    throw new Error(`The database in ${wanted} cannot be reached by the account it belongs to; open its parent folders (chmod o+x).`)
  }
  makeClusterDir(target, account)
  for (const parent of [SHARED_STATE_DIR, dirname(target)]) chmodSync(parent, 0o755) // whatever the umask says
  if (lstatSync(wanted).isSymbolicLink()) rmSync(wanted)
  else rmdirSync(wanted)
  symlinkSync(target, wanted)
  return realpathSync(target)
}
