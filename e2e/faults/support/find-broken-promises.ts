import type { AttemptRow, DeliveryRow, History } from './read-history'
import type { Seen } from './start-noting-receiver'

/** What a receiver saw of a delivery, as far as the promises need it. */
export type Arrived = Pick<Seen, 'webhookId' | 'bodyHash' | 'overlaps'>

export interface Allowed {
  /** Deliveries whose next attempt lies in the future: the test ends before their schedules do. */
  waiting?: boolean
  /** A process was stopped past its lease: its request may still have been open when the next one came. */
  overlaps?: boolean
  /** The template reads the attempt, so that the bytes differ. */
  otherBytes?: boolean
}

// No answer was recorded, so the request may or may not have arrived.
const MAY_HAVE_ARRIVED = new Set(['unknown_outcome', 'timeout', 'reset', 'protocol'])
const OPEN = new Set(['pending', 'sending'])

const isSuccess = ({ status, error }: AttemptRow): boolean => error === null && status !== null && status >= 200 && status < 300

const checkStatus = (delivery: DeliveryRow, { waiting = false }: Allowed): string[] => {
  if (OPEN.has(delivery.status)) return [`I1: still ${delivery.status}`]
  if (delivery.status === 'retrying' && !waiting) return ['I1: still retrying']
  if (delivery.status !== 'succeeded') return []
  return delivery.attempts.some(isSuccess) ? [] : ['I2: succeeded without a 2xx']
}

const checkNumbers = ({ attempts, attemptCount }: DeliveryRow): string[] => {
  const numbers = attempts.map(({ number }) => number)
  const isWhole = numbers.length === attemptCount && numbers.every((number, i) => number === i + 1)
  return isWhole ? [] : [`I4: attempts ${numbers.join(', ')} of ${attemptCount}`]
}

const checkEnd = ({ attempts }: DeliveryRow): string[] => {
  const success = attempts.findIndex(isSuccess)
  const later = success === -1 ? [] : attempts.slice(success + 1).filter(({ trigger }) => trigger === 'automatic')
  return later.length === 0 ? [] : ['I2: sent again after a recorded 2xx']
}

const checkRequests = ({ attempts }: DeliveryRow, seen: readonly Arrived[], allowed: Allowed): string[] => {
  const answered = attempts.filter(({ status }) => status !== null).length
  const unanswered = attempts.filter(({ status, error }) => status === null && error !== null && MAY_HAVE_ARRIVED.has(error)).length
  const broken: string[] = []
  if (seen.length < answered) broken.push(`I3: ${answered} answers are recorded, ${seen.length} requests arrived`)
  if (seen.length > answered + unanswered) {
    broken.push(`I3: ${seen.length} requests arrived, ${answered} answers and ${unanswered} unknown ones are recorded`)
  }
  if (!allowed.otherBytes && new Set(seen.map(({ bodyHash }) => bodyHash)).size > 1) broken.push('I5: other bytes on a later attempt')
  if (!allowed.overlaps && seen.some(({ overlaps }) => overlaps)) broken.push('I4: two attempts at the same time')
  return broken
}

/** Holds everything that is stored against everything that arrived; returns what is broken, by invariant and delivery. */
export function findBrokenPromises(history: History, arrived: readonly Arrived[], allowed: Allowed = {}): string[] {
  const byDelivery = new Map<string, Arrived[]>()
  for (const one of arrived) byDelivery.set(one.webhookId, [...(byDelivery.get(one.webhookId) ?? []), one])
  const broken = history.deliveries.flatMap((delivery) => {
    const seen = byDelivery.get(delivery.id) ?? []
    byDelivery.delete(delivery.id)
    return [
      ...checkStatus(delivery, allowed), ...checkNumbers(delivery), ...checkEnd(delivery), ...checkRequests(delivery, seen, allowed),
    ].map((text) => `${text} (${delivery.id})`)
  })
  for (const id of byDelivery.keys()) broken.push(`I3: ${id} arrived and is nowhere recorded`)
  for (const id of history.unrouted) broken.push(`I1: event ${id} has neither delivery nor skip`)
  if (history.countedAttempts !== history.attempts) broken.push(`I3: ${history.attempts} attempts are recorded, ${history.countedAttempts} counted`)
  if (history.failedRuns > 0) broken.push(`${history.failedRuns} runs were given up`)
  return broken
}
