/** So many failed attempts in a row, over at least this long, open the breaker (delivery.md). */
export const OPEN_AFTER = { failures: 5, lastingMs: 60_000 }

const SECOND = 1000
const MINUTE = 60 * SECOND

/** How long after the breaker opened, and after each probe that failed, the next probe leaves; the last one repeats. */
export const PROBE_DELAYS_MS: readonly number[] = [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE]

/** The wait before the probe after `probes` ones. */
export const probeDelayMs = (probes: number): number =>
  PROBE_DELAYS_MS[Math.min(probes, PROBE_DELAYS_MS.length - 1)] ?? 0

/** An attempt that is over, as far as health is concerned. */
export interface JudgedAttempt {
  ok: boolean
  error: string | null // "503", "timeout"
  endedAt: number
}

/** What some attempts of one integration change about its streak of failures. */
export interface StreakChange {
  /** There was a success among them: what failed before it does not count any more. */
  reset: boolean
  failures: number // since the last success
  firstFailedAt: number | null
  lastFailedAt: number | null
  error: string | null
}

/** Sums up attempts that ended together, in the order they ended. Pure. */
export function changeStreak(attempts: readonly JudgedAttempt[]): StreakChange {
  const inOrder = [...attempts].sort((a, b) => a.endedAt - b.endedAt)
  const lastOk = inOrder.findLastIndex(({ ok }) => ok)
  const failed = inOrder.slice(lastOk + 1)
  return {
    reset: lastOk !== -1,
    failures: failed.length,
    firstFailedAt: failed[0]?.endedAt ?? null,
    lastFailedAt: failed.at(-1)?.endedAt ?? null,
    error: failed.at(-1)?.error ?? null,
  }
}
