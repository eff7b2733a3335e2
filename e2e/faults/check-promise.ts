import { expect } from 'vitest'
import type { DeliveryDetail, DeliveryView } from '@/lib/contracts/delivery'
import { listAll, markedEvents, readOne } from './call-product'
import type { MarkingReceiver } from './start-marking-receiver'
import type { Product } from './start-product'
import { until } from './until'

const SAMPLE = 50

/** Resolves when so many deliveries of the integration succeeded; rejects with the states reached. */
export async function untilSucceeded(product: Product, integrationId: string, count: number, timeoutMs: number): Promise<DeliveryView[]> {
  let last: DeliveryView[] = []
  return until(async () => {
    last = await listAll(product, `&integrationId=${integrationId}`)
    return last.length >= count && last.every(({ status }) => status === 'succeeded') ? last : undefined
  }, timeoutMs, () => `${count} successes; there is ${JSON.stringify(countStates(last))}`)
}

const countStates = (deliveries: DeliveryView[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { status } of deliveries) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

const unknownOutcomes = ({ attempts }: DeliveryDetail): number =>
  attempts.filter(({ error }) => error?.code === 'unknown_outcome').length

const checkHistory = (detail: DeliveryDetail): void => {
  const numbers = detail.attempts.map(({ number }) => number).sort((a, b) => a - b)
  expect(numbers, detail.id).toEqual(Array.from({ length: detail.attemptCount }, (_, i) => i + 1))
  const outcomes = detail.attempts.map(({ error, response }) => error?.code ?? response?.status)
  expect(outcomes.filter((outcome) => outcome === 200), detail.id).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome !== 200 && outcome !== 'unknown_outcome'), detail.id).toEqual([])
}

/**
 * The promise: `count` events that were accepted have one delivery each, all succeeded with attempts 1 to n; each arrived,
 * and more than once only where an attempt's outcome is unknown. Returns how many arrived more than once.
 */
export async function checkPromise(
  product: Product, receiver: MarkingReceiver, integrationId: string, range: { from: number; count: number }, timeoutMs = 150_000,
): Promise<{ repeated: number; unknown: number }> {
  const deliveries = await untilSucceeded(product, integrationId, range.count, timeoutMs)
  expect(deliveries).toHaveLength(range.count)
  const markers = markedEvents(range.from, range.count).map(({ context }) => String(context.marker))
  const missing = markers.filter((marker) => !receiver.arrivals.has(marker))
  expect(missing, 'events that never arrived').toEqual([])

  const arrivals = markers.map((marker) => receiver.arrivals.get(marker)?.webhookIds ?? [])
  expect(arrivals.filter((ids) => new Set(ids).size !== 1), 'one webhook-id for each event').toEqual([])
  const received = new Map(arrivals.map((ids) => [ids[0] ?? '', ids.length]))
  expect([...received.keys()].sort()).toEqual(deliveries.map(({ id }) => id).sort())

  const once = deliveries.filter(({ attemptCount }) => attemptCount === 1)
  expect(once.filter(({ id }) => received.get(id) !== 1), 'one attempt, more than one arrival').toEqual([])
  const more = deliveries.filter(({ attemptCount }) => attemptCount > 1)
  let unknown = 0
  for (const { id } of [...more, ...once.slice(0, SAMPLE)]) {
    const detail = await readOne(product, id)
    checkHistory(detail)
    unknown += unknownOutcomes(detail)
    expect((received.get(id) ?? 0) - 1, `${id} arrived again without an unknown outcome`).toBeLessThanOrEqual(unknownOutcomes(detail))
  }
  return { repeated: [...received.values()].filter((times) => times > 1).length, unknown }
}
