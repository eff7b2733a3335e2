import type { StatsRange } from '@/lib/contracts/stats'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How a range is cut; each step is made of whole counters (a quarter of an hour, or after two days an hour). */
const CUTS: Record<StatsRange, { stepMs: number; steps: number }> = {
  '24h': { stepMs: 15 * MINUTE_MS, steps: 96 },
  '7d': { stepMs: 2 * HOUR_MS, steps: 84 },
  '30d': { stepMs: DAY_MS, steps: 30 },
}

export interface Steps {
  stepMs: number
  /** When each step begins, the oldest first; the last one is under way. */
  starts: number[]
  until: number
}

/** The steps of a range that ends with the one of now. They begin at full hours and midnights of a clock `utcOffset` minutes ahead. Pure. */
export function planSteps(range: StatsRange, now: number, utcOffset = 0): Steps {
  const { stepMs, steps } = CUTS[range]
  return cutSteps(stepMs, steps, now, utcOffset * MINUTE_MS)
}

/** The last 24 hours, the one of now among them. Pure. */
export const planHours = (now: number): Steps => cutSteps(HOUR_MS, 24, now, 0)

const cutSteps = (stepMs: number, steps: number, now: number, offsetMs: number): Steps => {
  const last = Math.floor((now + offsetMs) / stepMs) * stepMs - offsetMs
  const starts = Array.from({ length: steps }, (_, i) => last - (steps - 1 - i) * stepMs)
  return { stepMs, starts, until: last + stepMs }
}
