import type { Policy, PolicyProfile } from '@/lib/contracts/integration'

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

/** The policy that an integration's setting stands for. */
export function resolvePolicy(policy: Policy): RetryPolicy {
  const profile = PROFILES[policy.profile]
  if (policy.profile !== 'custom') return profile
  return {
    timeoutMs: policy.timeoutMs ?? profile.timeoutMs,
    successBelow: profile.successBelow,
    delaysSeconds: policy.retryDelaysSeconds ?? profile.delaysSeconds,
    jitter: policy.jitter ? 0.2 : 0,
  }
}

/** All attempts that the schedule allows: the first and one after each delay. */
export const maxAttempts = (policy: RetryPolicy): number => policy.delaysSeconds.length + 1

/**
 * When to try again after the `scheduledCount`-th attempt of the schedule (from 1) failed: milliseconds since the
 * epoch, or null when the schedule is used up. `retryAfterMs` is the receiver's own wish; the later of both counts.
 * `random` is from [0, 1).
 */
export function nextAttemptAt(
  policy: RetryPolicy,
  failed: { scheduledCount: number; endedAt: number; retryAfterMs: number | null; random: number },
): number | null {
  const delay = policy.delaysSeconds[failed.scheduledCount - 1]
  if (delay === undefined) return null
  const spread = 1 + policy.jitter * (2 * failed.random - 1)
  return failed.endedAt + Math.max(Math.round(delay * 1000 * spread), failed.retryAfterMs ?? 0)
}
