import { readFileSync } from 'node:fs'

const TICK_MS = 10 // USER_HZ is 100 on every Linux

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * CPU time that a process and its children that have ended have used so far, in milliseconds; undefined where there is no
 * /proc. Postgres' backends come and go: what they used is told by their parent then.
 */
export function cpuMsOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  // Counted after the name, which may hold spaces: user and system time, its own and of ended children.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields && fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS
}

const megabytesOf = (pid: number, line: RegExp): number | undefined => {
  const kilobytes = line.exec(read(`/proc/${pid}/status`) ?? '')?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

/** The resident memory of a process in MB; undefined where there is no /proc. */
export const residentMbOf = (pid: number): number | undefined => megabytesOf(pid, /VmRSS:\s+(\d+)/)

/** The highest resident memory of a process so far in MB; undefined where there is no /proc. */
export const peakMbOf = (pid: number): number | undefined => megabytesOf(pid, /VmHWM:\s+(\d+)/)
