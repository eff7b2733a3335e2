import type { DeliveryStatus } from '@/lib/contracts/delivery'
import type { AttemptError, AttemptOutcome } from './classify-attempt'
import { classifyAttempt } from './classify-attempt'
import type { RetryPolicy } from '@/lib/contracts/retry-profiles'
import { nextAttemptAt } from './retry-policy'

/** Where a delivery stands while one of its attempts is under way. */
export interface UnderWay {
  id: string
  attempt: number // its number, from 1
  scheduledCount: number // attempts before it that used up the schedule
  test: boolean
  /** A resend by hand: what the delivery was before, and when its next automatic attempt was due. */
  resume: { status: DeliveryStatus; nextAttemptAt: number | null } | null
  /** Of a delivery that comes from an event; its id says when that was accepted. */
  eventId?: string | null
}

/** What a delivery becomes after an attempt. */
export interface Settled {
  status: DeliveryStatus
  nextAttemptAt: number | null
  scheduledCount: number
  error: AttemptError | null
  /** The receiver answered 410: the integration is to be switched off. */
  gone: boolean
}

/** Decides what becomes of a delivery after an attempt. Pure; `random` is from [0, 1). */
export function settleAttempt(
  policy: RetryPolicy, delivery: UnderWay, outcome: AttemptOutcome, endedAt: number, random: number,
): Settled {
  const verdict = classifyAttempt(policy, outcome, endedAt)
  const scheduledCount = delivery.scheduledCount + (delivery.resume ? 0 : 1)
  const over = { nextAttemptAt: null, scheduledCount, gone: false }
  if (verdict.verdict === 'succeeded') return { ...over, status: 'succeeded', error: null }
  const { error } = verdict
  const gone = verdict.verdict === 'gone' && !delivery.test
  if (delivery.test) return { ...over, status: 'failed', error }
  // A resend that failed changes nothing: the former state and the rest of its schedule come back.
  if (delivery.resume) {
    const { status, nextAttemptAt: due } = delivery.resume
    const wait = verdict.verdict === 'retry' ? (verdict.retryAfterMs ?? 0) : 0
    return { status, nextAttemptAt: due === null ? null : Math.max(due, endedAt + wait), scheduledCount, error, gone }
  }
  if (verdict.verdict !== 'retry') return { ...over, status: 'failed', error, gone }
  const next = nextAttemptAt(policy, { scheduledCount, endedAt, retryAfterMs: verdict.retryAfterMs, random })
  return { ...over, status: next === null ? 'failed' : 'retrying', nextAttemptAt: next, error }
}
