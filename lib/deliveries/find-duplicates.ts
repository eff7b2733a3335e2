import type { RoutedDelivery } from './store-routed'

type Candidate = Pick<RoutedDelivery, 'id' | 'eventId' | 'integrationId' | 'onceKey' | 'problem'>

/** Names what an integration takes only once. */
export const placeOf = (integrationId: string, onceKey: Buffer): string => `${integrationId} ${onceKey.toString('hex')}`

/**
 * Which deliveries must not be made because another event has brought the same to that integration, or is about to.
 * `live` has the events, by place, whose delivery neither failed nor was cancelled. What failed while it was rendered
 * stands in nobody's way. Pure.
 */
export function findDuplicates(wanted: readonly Candidate[], live: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const holders = new Map([...live].map(([place, events]) => [place, new Set(events)]))
  const duplicates = new Set<string>()
  for (const { id, eventId, integrationId, onceKey, problem } of wanted) {
    if (onceKey === null) continue
    const place = placeOf(integrationId, onceKey)
    const events = holders.get(place)
    if (events && !events.has(eventId)) duplicates.add(id)
    else if (problem === null) holders.set(place, (events ?? new Set()).add(eventId))
  }
  return duplicates
}
