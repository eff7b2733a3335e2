import {
  Ban, CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle, RotateCw, type LucideIcon,
} from 'lucide-react'
import type { Tone } from '@/components/ui/badge'
import { formatDuration } from '@/components/ui/format-time'
import type { AttemptView, DeliveryStatus, DeliveryView } from '@/lib/contracts/delivery'
import { errorWords } from '@/lib/contracts/error-words'
import type { SkipReason } from '@/lib/contracts/event'

interface StatusLook {
  word: string
  tone: Tone
  icon: LucideIcon
}

/** A status is never told by its colour alone: icon, word and colour come from here. */
export const statusLooks: Record<DeliveryStatus | 'skipped', StatusLook> = {
  pending: { word: 'Queued', tone: 'wait', icon: CircleDashed },
  sending: { word: 'Sending', tone: 'wait', icon: LoaderCircle },
  succeeded: { word: 'Delivered', tone: 'ok', icon: CircleCheck },
  retrying: { word: 'Retrying', tone: 'warn', icon: RotateCw },
  failed: { word: 'Failed', tone: 'bad', icon: CircleX },
  cancelled: { word: 'Cancelled', tone: 'off', icon: Ban },
  skipped: { word: 'Skipped', tone: 'off', icon: CircleMinus },
}

export const waitingWords: Record<NonNullable<DeliveryView['waitingFor']>, string> = {
  breaker: 'held back: receiver fails',
  rate: 'waits for the rate limit',
  concurrency: 'waits for a free connection',
}

/** What is shown beside an attempt that nobody expects to be automatic. */
export const attemptTags: Record<AttemptView['trigger'], string | null> = {
  automatic: null, manual: 'Manual', test: 'Test',
}

/** Completes "SIEM: …". */
export const skipWords: Record<SkipReason, string> = {
  no_trigger: 'no trigger for this event',
  disabled: 'switched off',
  disabled_by_system: 'disabled by the system',
  scope: 'outside of its scorecards',
  condition: 'conditions not met',
  below_threshold: 'threshold not reached',
  duplicate: 'already delivered for this subject',
}

type StatusFacts = Pick<DeliveryView, 'status' | 'nextAttemptAt' | 'waitingFor'>

/** What follows the status word, or null: `next in 4 m 12 s`, `held back: …`. */
export function describeProgress({ status, nextAttemptAt, waitingFor }: StatusFacts, nowMs: number): string | null {
  if (status !== 'pending' && status !== 'retrying') return null
  if (waitingFor) return waitingWords[waitingFor]
  if (status === 'pending' || nextAttemptAt === null) return null
  const seconds = (Date.parse(nextAttemptAt) - nowMs) / 1000
  return seconds > 0 ? `next in ${formatDuration(seconds)}` : 'due now'
}

/** `2/6 attempts`; an attempt by hand may go beyond the schedule. */
export function attemptsText(delivery: Pick<DeliveryView, 'attemptCount' | 'maxAttempts'>): string {
  const { attemptCount, maxAttempts } = delivery
  const of = attemptCount > maxAttempts ? `${attemptCount}` : `${attemptCount}/${maxAttempts}`
  return `${of} ${maxAttempts === 1 && attemptCount <= 1 ? 'attempt' : 'attempts'}`
}

/** The last answer in a few words: `503`, `timed out`, or null when nothing was tried yet. */
export function outcomeText(delivery: Pick<DeliveryView, 'statusCode' | 'errorCode'>): string | null {
  if (delivery.statusCode !== null) return `HTTP ${delivery.statusCode}`
  return delivery.errorCode === null ? null : errorWords[delivery.errorCode]
}
