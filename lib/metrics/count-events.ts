import type { AcceptedEvent } from '@/lib/contracts/event'
import { counter } from './count'

const accepted = counter('hookwright_events_total', { status: 'accepted' })
const duplicate = counter('hookwright_events_total', { status: 'duplicate' })

/** Counts the answers of requests whose events are committed. */
export function countEvents(answers: ReadonlyArray<readonly AcceptedEvent[]>): void {
  for (const events of answers) {
    for (const { status } of events) (status === 'accepted' ? accepted : duplicate).value++
  }
}
