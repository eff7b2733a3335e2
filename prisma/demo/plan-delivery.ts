import { settleAttempt, type Settled } from '@/lib/deliveries/settle-attempt'
import type { RetryPolicy } from '@/lib/contracts/retry-profiles'
import type { DeliveryStatus } from '@/lib/contracts/delivery'
import type { DemoAnswer, DemoIntegration } from './demo-integrations'
import type { Chance } from './make-random'

export interface DemoAttempt {
  number: number
  startedAt: number
  answer: DemoAnswer
  error: Settled['error']
}

/** What became of a delivery by the end of the demo. */
export interface DemoOutcome {
  status: DeliveryStatus
  attempts: DemoAttempt[]
  scheduledCount: number
  nextAttemptAt: number | null
  finishedAt: number | null
}

// A failing receiver's breaker opens after a handful of attempts; what comes then waits without one.
const BREAKER_OPENS_AFTER_MS = 25 * 60_000

/**
 * Lives through a delivery by the product's own rules, from its event at `at` to `now`: attempts, waits, 410, the breaker.
 * Pure but for chance.
 */
export function planDelivery(
  chance: Chance, { answer, goneBefore, failingBefore, refuses = 0 }: Omit<DemoIntegration, 'key' | 'input'>, policy: RetryPolicy, at: number, now: number,
): DemoOutcome {
  const goneAt = goneBefore === undefined ? null : now - goneBefore
  const heldFrom = failingBefore === undefined ? null : now - failingBefore + BREAKER_OPENS_AFTER_MS
  const isRefused = chance.happens(refuses)
  const attempts: DemoAttempt[] = []
  let scheduledCount = 0
  let startedAt = at + chance.whole(4, 40)
  for (;;) {
    if (heldFrom !== null && startedAt > heldFrom) return waiting(attempts, scheduledCount, attempts.length === 0 ? null : startedAt)
    const number = attempts.length + 1
    const given = answer(chance, { before: now - startedAt, number, isRefused })
    const endedAt = startedAt + given.durationMs
    const outcome = given.error
      ? { kind: 'error' as const, ...given.error }
      : { kind: 'response' as const, status: given.status ?? 0, retryAfter: given.retryAfter }
    const settled = settleAttempt(policy, { id: '', attempt: number, scheduledCount, test: false, resume: null }, outcome, endedAt, chance.next())
    scheduledCount = settled.scheduledCount
    attempts.push({ number, startedAt, answer: given, error: settled.error })
    const next = settled.nextAttemptAt
    if (next === null) return { status: settled.status, attempts, scheduledCount, nextAttemptAt: null, finishedAt: endedAt }
    // Whoever waits when the receiver says that it is gone waits in vain.
    if (goneAt !== null && next > goneAt) return { status: 'cancelled', attempts, scheduledCount, nextAttemptAt: null, finishedAt: Math.max(endedAt, goneAt) }
    if (next > now) return waiting(attempts, scheduledCount, next)
    startedAt = next
  }
}

const waiting = (attempts: DemoAttempt[], scheduledCount: number, nextAttemptAt: number | null): DemoOutcome =>
  ({ status: attempts.length === 0 ? 'pending' : 'retrying', attempts, scheduledCount, nextAttemptAt, finishedAt: null })
