import type { Policy } from '@/lib/contracts/integration'
import { PROFILES, type RetryPolicy } from '@/lib/contracts/retry-profiles'

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
