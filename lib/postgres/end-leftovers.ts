import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const FAST_SHUTDOWN_MS = 10_000

/** The `cluster_name` of the cluster in `dir`: Postgres shows it in the title of each of its processes. */
export function clusterName(dir: string): string {
  return `hookwright-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`
}

/**
 * Ends what a killed start left of exactly this cluster: first as Postgres likes it (fast shutdown), then by force.
 * Backends outlive a killed server while they are busy, and a new server refuses to start beside them.
 */
export async function endLeftovers(dir: string, deadline: number): Promise<void> {
  const name = clusterName(dir)
  const forceAt = Math.min(deadline, Date.now() + FAST_SHUTDOWN_MS)
  for (const pid of serversOf(name)) signal(pid, 'SIGINT')
  for (let left = processesOf(name); left.length > 0; left = processesOf(name)) {
    // Without its server a backend only ends when its statement does, so there is nothing to wait for.
    const force = serversOf(name).length === 0 || Date.now() > forceAt
    if (force) for (const { pid } of left) signal(pid, 'SIGKILL')
    if (Date.now() > deadline) throw new Error(`Processes of an earlier start do not end: ${left.map(({ pid }) => pid).join(', ')}`)
    await delay(50)
  }
}

type SystemProcess = { pid: number; command: string }

function processesOf(name: string): SystemProcess[] {
  return listProcesses().filter(({ command }) => command.startsWith(`postgres: ${name}: `) || isServer(command, name))
}

function serversOf(name: string): number[] {
  return listProcesses().filter(({ command }) => isServer(command, name)).map(({ pid }) => pid)
}

function isServer(command: string, name: string): boolean {
  return /^\S*postgres -D /.test(command.replace(/^.*\/bin\/postgres /, 'postgres ')) && command.includes(`cluster_name=${name}`)
}

// /proc first: slim images have no `ps`.
function listProcesses(): SystemProcess[] {
  if (process.platform === 'linux') return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).flatMap(readProcess)
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' }).split('\n')
  return lines.map((line) => ({ pid: parseInt(line, 10), command: line.trim().replace(/^\d+\s+/, '') }))
}

function readProcess(entry: string): SystemProcess[] {
  try {
    return [{ pid: Number(entry), command: readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }]
  } catch {
    return []
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // Gone in the meantime, which is what was wanted.
  }
}
