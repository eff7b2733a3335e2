import type { Queryable } from '@/lib/db'
import { DELIVERY_RETRY, INTEGRATION_DRAIN, type Dispatch, type Message } from '@/lib/dispatch'
import { newId } from '@/lib/ids'

/** A delivery that waits to be sent, with the number of attempts made so far. */
export interface Waiting {
  id: string
  integrationId: string
  attempt: number
}

const messageOf = (integrationId: string, [first, ...others]: readonly Waiting[]): Message[] => {
  if (!first) return []
  return others.length === 0
    ? [{ name: DELIVERY_RETRY, id: newId('req'), data: { deliveryId: first.id, attempt: first.attempt } }]
    : [{ name: INTEGRATION_DRAIN, id: newId('req'), data: { integrationId } }]
}

/**
 * Tells the workers of deliveries that were made or set to `pending` in the caller's transaction: one message for each
 * integration, however many they are.
 */
export async function announceWaiting(tx: Queryable, dispatch: Dispatch, waiting: readonly Waiting[]): Promise<void> {
  const ids = [...new Set(waiting.map(({ integrationId }) => integrationId))]
  const messages = ids.flatMap((id) => messageOf(id, waiting.filter(({ integrationId }) => integrationId === id)))
  if (messages.length > 0) await dispatch(tx, messages)
}
