import { readdirSync, readFileSync } from 'node:fs'

export interface FoundProcess {
  pid: number
  parent: number
  command: string
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

const describe = (pid: number): FoundProcess => {
  const stat = read(`/proc/${pid}/stat`)
  // Fields after the name, which may hold spaces: state, then the parent.
  const [, parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { pid, parent: Number(parent), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') }
}

/** A process and all that it started, children first found last. Linux only: read from /proc. */
export function findProcesses(root: number): FoundProcess[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => describe(Number(name)))
  const found = all.filter(({ pid }) => pid === root)
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid))
  return found
}
