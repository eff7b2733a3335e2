import { errorCode, type DeliveryStatus } from '@/lib/contracts/delivery'
import type { AttemptResult } from '@/lib/deliveries/record-attempts'
import type { AttemptTrigger } from '@/lib/generated/prisma/enums'
import { idTime } from '@/lib/ids'
import { counter, histogram, type Cell } from './count'

const duration = histogram('hookwright_attempt_duration_seconds')
const toSent = histogram('hookwright_accepted_to_sent_seconds')
const toAnswered = histogram('hookwright_accepted_to_answered_seconds')

const ended: Partial<Record<DeliveryStatus, Cell>> = {
  succeeded: counter('hookwright_deliveries_ended_total', { status: 'succeeded' }),
  failed: counter('hookwright_deliveries_ended_total', { status: 'failed' }),
}
const cancelled = counter('hookwright_deliveries_ended_total', { status: 'cancelled' })

// Cells by trigger, then by a number made of error and status class: no text is built per attempt.
const CODES: ReadonlyMap<string, number> = new Map(errorCode.options.map((code, i) => [code, i + 1]))
const CLASSES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx']
const cells: Record<AttemptTrigger, Map<number, Cell>> = { automatic: new Map(), manual: new Map(), test: new Map() }

const attemptCell = (trigger: AttemptTrigger, error: string | null, statusCode: number | undefined): Cell => {
  const statusClass = statusCode === undefined ? 0 : Math.floor(statusCode / 100)
  const at = (error === null ? 0 : (CODES.get(error) ?? 0)) * CLASSES.length + statusClass
  const known = cells[trigger].get(at)
  if (known) return known
  const cell = counter('hookwright_attempts_total', {
    trigger, result: error === null ? 'success' : 'failure', status_class: CLASSES[statusClass] ?? 'none', error: error ?? 'none',
  })
  cells[trigger].set(at, cell)
  return cell
}

// The clocks of two machines may differ: never below zero.
const since = (from: number, to: number): number => Math.max(0, to - from) / 1000

const observeLatency = ({ delivery, exchange }: AttemptResult): void => {
  if (delivery.attempt !== 1 || !delivery.eventId || exchange.timings === null) return
  const acceptedAt = idTime(delivery.eventId)
  toSent.observe(since(acceptedAt, exchange.startedAt))
  const { firstByteMs } = exchange.timings
  if (firstByteMs !== null) toAnswered.observe(since(acceptedAt, exchange.startedAt + firstByteMs))
}

/** Counts an attempt that was recorded, and the end of its delivery. Cheap: a few additions, nothing allocated. */
export function countAttempt(result: AttemptResult): void {
  const { delivery, exchange, settled, trigger } = result
  attemptCell(trigger, settled.error?.code ?? null, exchange.response?.status).value++
  if (exchange.durationMs > 0 || exchange.response) duration.observe(exchange.durationMs / 1000)
  if (trigger === 'test') return
  observeLatency(result)
  // A resend that failed gives the former state back: nothing ended.
  const isEnd = settled.nextAttemptAt === null && (delivery.resume === null || settled.status === 'succeeded')
  const cell = isEnd ? ended[settled.status] : undefined
  if (cell) cell.value++
}

// It failed before it could leave, because its template gave no body: an attempt, and the end.
const countNotRendered = (): void => {
  attemptCell('automatic', 'template', undefined).value++
  if (ended.failed) ended.failed.value++
}

/** Counts what deliveries were stored as, where that is the end of them. */
export function countStored(statuses: Iterable<DeliveryStatus>): void {
  for (const status of statuses) {
    if (status === 'failed') countNotRendered()
    else if (status === 'cancelled') countCancelled(1)
  }
}

/** Counts deliveries that were cancelled. */
export function countCancelled(count: number): void {
  cancelled.value += count
}
