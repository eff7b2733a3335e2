import { formatMs } from '@/components/ui/format-time'
import type { AttemptView, DeliveryDetail, DeliveryStatus } from '@/lib/contracts/delivery'
import { errorWords } from '@/lib/contracts/error-words'
import { attemptTags, waitingWords } from './status-words'

export type TimelineItem =
  | { kind: 'accepted'; at: string; eventId: string | null }
  | { kind: 'attempt'; at: string; number: number; ok: boolean; summary: string; tag: string | null; note: string | null }
  | { kind: 'wait'; seconds: number; until: string; over: boolean }
  | { kind: 'held'; reason: string }
  | { kind: 'sending'; number: number }
  | { kind: 'scheduled'; number: number; at: string | null; held: boolean }
  | { kind: 'end'; status: Extract<DeliveryStatus, 'failed' | 'cancelled'>; at: string | null; text: string }

// Shorter pauses are the queue breathing; showing them would hide the real waits.
const MIN_WAIT_SECONDS = 1

/** The story of a delivery in order: accepted, attempts with the waits between them, and what comes next. */
export function buildTimeline(delivery: DeliveryDetail): TimelineItem[] {
  const attempts = [...delivery.attempts].sort((left, right) => left.number - right.number)
  const accepted = delivery.event?.createdAt ?? delivery.createdAt
  const items: TimelineItem[] = [{ kind: 'accepted', at: accepted, eventId: delivery.eventId }]
  let previousEnd = Date.parse(accepted)
  attempts.forEach((attempt, index) => {
    items.push(...waitBetween(previousEnd, attempt.startedAt, true))
    const nextStart = attempts[index + 1]?.startedAt ?? delivery.nextAttemptAt
    items.push(attemptItem(attempt, nextStart))
    previousEnd = endOf(attempt)
  })
  return [...items, ...whatComes(delivery, attempts, previousEnd)]
}

function whatComes(delivery: DeliveryDetail, attempts: readonly AttemptView[], previousEnd: number): TimelineItem[] {
  const number = (attempts.at(-1)?.number ?? 0) + 1
  const { status, nextAttemptAt, waitingFor } = delivery
  switch (status) {
    case 'sending':
      return [{ kind: 'sending', number }]
    case 'pending':
    case 'retrying':
      return [
        ...(nextAttemptAt && attempts.length > 0 ? waitBetween(previousEnd, nextAttemptAt, false) : []),
        ...(waitingFor ? [{ kind: 'held', reason: waitingWords[waitingFor] } as const] : []),
        { kind: 'scheduled', number, at: nextAttemptAt, held: waitingFor !== null },
      ]
    case 'failed':
      return [{ kind: 'end', status, at: delivery.finishedAt, text: failedText(attempts) }]
    case 'cancelled':
      return [{ kind: 'end', status, at: delivery.finishedAt, text: 'cancelled, nothing more is sent' }]
    case 'succeeded':
      return []
  }
}

function failedText(attempts: readonly AttemptView[]): string {
  const code = attempts.at(-1)?.error?.code
  if (code === 'template') return 'failed: not repeated, because the template would fail again'
  if (code === 'blocked_address') return 'failed: not repeated, because the address is not allowed'
  const count = attempts.length
  return count === 1 ? 'gave up after 1 attempt' : `gave up after ${count} attempts`
}

function waitBetween(fromMs: number, until: string, over: boolean): TimelineItem[] {
  const seconds = (Date.parse(until) - fromMs) / 1000
  return seconds >= MIN_WAIT_SECONDS ? [{ kind: 'wait', seconds, until, over }] : []
}

const endOf = (attempt: AttemptView) => Date.parse(attempt.startedAt) + attempt.durationMs

function attemptItem(attempt: AttemptView, nextStart: string | null): TimelineItem {
  return {
    kind: 'attempt',
    at: attempt.startedAt,
    number: attempt.number,
    ok: attempt.error === null,
    summary: attemptSummary(attempt),
    tag: attemptTags[attempt.trigger],
    note: retryAfterNote(attempt, nextStart),
  }
}

/** `503 in 87 ms`, `timed out after 15 s`, `template failed`. */
export function attemptSummary({ response, error, durationMs }: AttemptView): string {
  if (response && (error === null || error.code === 'http_status')) return `${response.status} in ${formatMs(durationMs)}`
  if (error === null) return `done in ${formatMs(durationMs)}`
  const said = response ? `${response.status}, ${errorWords[error.code]}` : errorWords[error.code]
  return error.code === 'template' || error.code === 'blocked_address' ? said : `${said} after ${formatMs(durationMs)}`
}

function retryAfterNote(attempt: AttemptView, nextStart: string | null): string | null {
  const { response } = attempt
  if (!response || (response.status !== 429 && response.status !== 503)) return null
  const value = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim()
  const asked = value === undefined ? null : askedSeconds(value, endOf(attempt))
  if (asked === null) return null
  const waited = nextStart === null ? null : (Date.parse(nextStart) - endOf(attempt)) / 1000
  // Half a second of rounding between the receiver's clock and ours.
  const honoured = waited !== null && waited >= asked - 0.5
  return `Retry-After ${Math.round(asked)} s ${honoured ? 'honoured' : 'asked for'}`
}

function askedSeconds(value: string, nowMs: number): number | null {
  if (/^\d+$/.test(value)) return Number(value)
  if (!/^[A-Z][a-z]{2}, /.test(value)) return null // an HTTP date, else garbage
  const seconds = (Date.parse(value) - nowMs) / 1000
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null
}
