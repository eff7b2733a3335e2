import { markedEvents, postEvents } from './call-product'
import type { MarkingReceiver } from './start-marking-receiver'
import type { Product } from './start-product'
import { until } from './until'

const BATCH = 100
const AHEAD = 800 // accepted and not yet received: what a kill finds waiting

/** Sends events in batches, each again until it is accepted, and never far ahead of what has arrived. */
export async function feedEvents(
  product: Product, receiver: MarkingReceiver, range: { from: number; count: number },
): Promise<{ batchesSentAgain: number }> {
  const before = receiver.arrivals.size
  let batchesSentAgain = 0
  for (let sent = 0; sent < range.count; sent += BATCH) {
    const batch = markedEvents(range.from + sent, Math.min(BATCH, range.count - sent))
    let tries = 0
    await until(async () => {
      tries++
      return (await postEvents(product, batch)) || undefined
    }, 150_000, () => `batch at ${sent} is not accepted`)
    if (tries > 1) batchesSentAgain++
    const enough = sent + BATCH - AHEAD
    await until(
      () => receiver.arrivals.size - before >= enough || undefined, 150_000,
      () => `${receiver.arrivals.size - before} of at least ${enough} arrived`,
    )
  }
  return { batchesSentAgain }
}
