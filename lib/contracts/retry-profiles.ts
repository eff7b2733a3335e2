import type { PolicyProfile } from './integration'

const MINUTE = 60
const HOUR = 3600

/** How long an attempt may take, what counts as success, and when failed attempts are repeated. */
export interface RetryPolicy {
  timeoutMs: number
  /** Status codes below this and from 200 on are success. */
  successBelow: number
  /** Seconds to wait after the first, second, … failed attempt. */
  delaysSeconds: readonly number[]
  /** 0.2 = each delay is spread evenly over ±20 %. */
  jitter: number
  /** 410 is a failure like others: rules are never switched off. */
  retriesGone?: boolean
}

/** The table of delivery.md. `custom` is what an integration leaves out of its own. */
export const PROFILES: Record<PolicyProfile, RetryPolicy> = {
  standard: {
    timeoutMs: 15_000,
    successBelow: 300,
    delaysSeconds: [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR],
    jitter: 0.2,
  },
  guard: {
    timeoutMs: 10_000,
    successBelow: 300,
    delaysSeconds: [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR],
    jitter: 0,
  },
  scorecard: {
    timeoutMs: 5000,
    successBelow: 210,
    delaysSeconds: [10 * MINUTE, HOUR, 4 * HOUR, 10 * HOUR, 20 * HOUR + 50 * MINUTE],
    jitter: 0,
  },
  custom: { timeoutMs: 15_000, successBelow: 300, delaysSeconds: [], jitter: 0 },
}
