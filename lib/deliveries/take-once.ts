import { createHash } from 'node:crypto'
import { findEventType } from '@/lib/catalogue/find-event-type'
import type { Queryable } from '@/lib/db'
import { findDuplicates, placeOf } from './find-duplicates'
import type { RoutedDelivery } from './store-routed'

/** What an integration takes only once of such events, as a digest: ids may be long and hold any character. */
export function onceKeyOf(eventType: string, context: unknown): Buffer | null {
  const text = findEventType(eventType)?.onceBy?.(context)
  return text === undefined ? null : createHash('sha256').update(`${eventType}\n${text}`).digest()
}

// Locks the places in one order: of several workers with the same alert one goes first, and the others see what it did.
const LOCK = `
  INSERT INTO once_key AS o (integration_id, key)
  SELECT DISTINCT integration_id, key FROM unnest($1::text[], $2::bytea[]) AS w(integration_id, key) ORDER BY integration_id, key
  ON CONFLICT (integration_id, key) DO UPDATE SET used_at = now() RETURNING o.integration_id, o.key, o.event_ids`

// A statement of its own, so that it sees what was committed while the locks were waited for.
const LIVE = `
  SELECT integration_id, event_id FROM delivery
  WHERE event_id = ANY($1) AND integration_id = ANY($2) AND status <> 'failed' AND status <> 'cancelled'`

const NOTE = `
  UPDATE once_key o SET event_ids = o.event_ids || w.event_ids FROM (
    SELECT integration_id, key, array_agg(DISTINCT event_id) AS event_ids
    FROM unnest($1::text[], $2::bytea[], $3::text[]) AS n(integration_id, key, event_id) GROUP BY integration_id, key
  ) w WHERE o.integration_id = w.integration_id AND o.key = w.key AND NOT o.event_ids @> w.event_ids`

interface Place {
  integration_id: string
  key: Buffer
  event_ids: string[]
}

const findLive = async (tx: Queryable, places: readonly Place[]): Promise<Map<string, Set<string>>> => {
  const events = places.flatMap(({ event_ids }) => event_ids)
  if (events.length === 0) return new Map()
  const { rows } = await tx.query<{ integration_id: string; event_id: string }>(LIVE, [events, places.map((place) => place.integration_id)])
  const found = new Set(rows.map((row) => `${row.integration_id} ${row.event_id}`))
  const live = places.map((place) => [
    placeOf(place.integration_id, place.key),
    new Set(place.event_ids.filter((id) => found.has(`${place.integration_id} ${id}`))),
  ] as const)
  return new Map(live.filter(([, ids]) => ids.size > 0))
}

/**
 * Takes the places of deliveries with a once key, in the transaction that stores them. Returns the ids of those that must
 * not be made: the integration has, or is just getting, the same by another event. After *failed* or *cancelled* the
 * place is free again.
 */
export async function takeOnce(tx: Queryable, routed: readonly RoutedDelivery[]): Promise<Set<string>> {
  const keyed = routed.filter(({ onceKey }) => onceKey !== null)
  if (keyed.length === 0) return new Set()
  const columns = (ones: readonly RoutedDelivery[]) => [ones.map((one) => one.integrationId), ones.map((one) => one.onceKey)]
  const { rows: places } = await tx.query<Place>(LOCK, columns(keyed))
  const duplicates = findDuplicates(keyed, await findLive(tx, places))
  const taken = keyed.filter(({ id }) => !duplicates.has(id))
  if (taken.length > 0) await tx.query(NOTE, [...columns(taken), taken.map((one) => one.eventId)])
  return duplicates
}
