import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

/** A system account by its numbers, as `spawn` takes them. */
export type Account = { uid: number; gid: number }

/**
 * The account that Postgres must run as, or undefined when the present one will do: the server refuses to run as root.
 * An existing cluster keeps its owner; otherwise a `postgres` account, one made for us, or `nobody` as the last resort.
 */
export function chooseAccount(clusterDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  return ownerOf(clusterDir) ?? accountNamed('postgres') ?? accountNamed('hookwright') ?? createAccount() ?? nobody()
}

/** Whether `account` may list and enter `path`; asked of the system itself, since modes alone do not know about ACLs. */
export function canEnter(account: Account | undefined, path: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', path], { ...account, cwd: '/' }).status === 0
}

function ownerOf(path: string): Account | undefined {
  if (!existsSync(path)) return undefined
  const { uid, gid } = statSync(path)
  return uid === 0 ? undefined : { uid, gid }
}

function accountNamed(name: string): Account | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

function createAccount(): Account | undefined {
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'hookwright']
  return spawnSync('useradd', options, { stdio: 'ignore' }).status === 0 ? accountNamed('hookwright') : undefined
}

function nobody(): Account {
  const account = accountNamed('nobody')
  if (!account) throw new Error('Postgres cannot run as root, and no other account was found. Set DATABASE_URL instead.')
  return account
}
