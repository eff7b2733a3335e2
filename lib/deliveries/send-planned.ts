import type { Target } from '@/lib/integrations/load-targets'
import { LEASE_MARGIN_MS, type ClaimedDelivery } from './claim-deliveries'
import type { SendJob } from './delivery-lane'
import type { DeliverySender } from './delivery-sender'
import type { Planned } from './plan-delivery'
import type { RoutedDelivery, StoredAs } from './store-routed'

/** How many there are for each integration. */
export function countTargets(planned: readonly Planned[]): Map<Target, number> {
  const counts = new Map<Target, number>()
  for (const { target } of planned) counts.set(target, (counts.get(target) ?? 0) + 1)
  return counts
}

/** Asks each lane for places: what gets one is stored as `sending` and leaves right after the commit. */
export const reservePlaces = (sender: DeliverySender, planned: Planned[]): void => {
  const byTarget = new Map<Target, RoutedDelivery[]>()
  for (const { target, routed } of planned) {
    if (routed.problem !== null) continue
    const ones = byTarget.get(target)
    if (ones) ones.push(routed)
    else byTarget.set(target, [routed])
  }
  for (const [target, ones] of byTarget) {
    const places = sender.reserve(target, ones.length)
    for (const routed of ones.slice(0, places)) routed.leaseMs = target.retryPolicy.timeoutMs + LEASE_MARGIN_MS
  }
}

/** Gives back the places of what was not stored as `sending`: it was not stored at all, or waits, or was cancelled. */
export const keepPlaces = (sender: DeliverySender, planned: readonly Planned[], stored: ReadonlyMap<string, StoredAs>): void => {
  for (const { routed } of planned) {
    if (routed.leaseMs === null || stored.get(routed.id) === 'sending') continue
    sender.unreserve(routed.integrationId, 1)
    routed.leaseMs = null
  }
}

const claimedOf = ({ routed }: Planned): ClaimedDelivery => ({
  id: routed.id, attempt: 1, scheduledCount: 0, test: false, resume: null, integrationId: routed.integrationId,
  eventId: routed.eventId, eventType: routed.eventType, createdAt: routed.createdAt,
  leaseUntil: routed.createdAt + (routed.leaseMs ?? 0), byHand: false,
  body: routed.body, contentType: routed.contentType, template: routed.template, scope: null, // for the first attempt the body is there
})

const jobOf = ({ routed }: Planned, done: () => void): SendJob => ({
  deliveryId: routed.id, integrationId: routed.integrationId, attempt: 0, done,
})

/** Starts what was stored, as far as it is to leave; resolves when each of it is over for this process. */
export const sendPlanned = async (
  sender: DeliverySender, planned: readonly Planned[], stored: ReadonlyMap<string, StoredAs>,
): Promise<void> => {
  const over: Array<Promise<void>> = []
  const queued: Array<SendJob> = []
  const leaves = ({ routed: { id } }: Planned) => stored.get(id) === 'sending' || stored.get(id) === 'pending'
  for (const one of planned.filter(leaves)) {
    over.push(new Promise((done) => {
      if (one.routed.leaseMs === null) queued.push(jobOf(one, done))
      else sender.start(claimedOf(one), one.target, jobOf(one, done))
    }))
  }
  sender.offer(queued)
  await Promise.all(over)
}
