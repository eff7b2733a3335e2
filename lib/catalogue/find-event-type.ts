import { alertEventTypes } from '@/lib/catalogue/alert-event-types'
import { breachEventTypes } from '@/lib/catalogue/breach-event-types'
import type { EventType } from '@/lib/catalogue/event-type'
import { exposureEventTypes } from '@/lib/catalogue/exposure-event-types'
import { leakEventTypes } from '@/lib/catalogue/leak-event-types'
import { reputationEventTypes } from '@/lib/catalogue/reputation-event-types'
import { scoreEventTypes } from '@/lib/catalogue/score-event-types'
import { scorecardEventTypes } from '@/lib/catalogue/scorecard-event-types'
import { trustEventTypes } from '@/lib/catalogue/trust-event-types'

export type { EventType }

const all: readonly EventType[] = [
  ...scoreEventTypes,
  ...leakEventTypes,
  ...breachEventTypes,
  ...exposureEventTypes,
  ...trustEventTypes,
  ...scorecardEventTypes,
  ...alertEventTypes,
  ...reputationEventTypes,
]
const byKey = new Map(all.map((type) => [type.key, type]))

/** The built-in event types in the order in which screens and `GET /event-types` list them. */
export function listEventTypes(): readonly EventType[] {
  return all
}

/** A built-in event type by its exact key. A workspace's own types are not known here. */
export function findEventType(key: string): EventType | undefined {
  return byKey.get(key)
}
