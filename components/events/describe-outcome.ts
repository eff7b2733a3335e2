import type { statusLooks } from '@/components/deliveries/status-words'
import type { EventOutcome } from '@/lib/contracts/event'

export interface OutcomePart {
  /** Whose icon and colour it has. */
  status: keyof typeof statusLooks
  text: string
}

/** What became of an event, in a row of the list: `1 failed`, `3 delivered`. What needs attention comes first. */
export function describeOutcome({ routed, deliveries, skipped }: EventOutcome): OutcomePart[] {
  if (!routed) return [{ status: 'pending', text: 'Being matched' }]
  const counted: Array<[status: OutcomePart['status'], count: number, word: string]> = [
    ['failed', deliveries.failed, 'failed'],
    ['retrying', deliveries.retrying, 'retrying'],
    ['pending', deliveries.pending + deliveries.sending, 'queued'],
    ['succeeded', deliveries.succeeded, 'delivered'],
    ['cancelled', deliveries.cancelled, 'cancelled'],
  ]
  const parts = counted.flatMap(([status, count, word]) => (count > 0 ? [{ status, text: `${count} ${word}` }] : []))
  if (parts.length > 0) return parts
  return [{ status: 'skipped', text: skipped > 0 ? `Skipped by ${skipped}` : 'Nobody wanted it' }]
}
