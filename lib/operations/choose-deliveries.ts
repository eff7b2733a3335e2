import type { DeliveryFilter } from '@/lib/contracts/delivery'
import type { OperationBody } from '@/lib/contracts/operation'
import type { Queryable } from '@/lib/db'
import { filterDeliveries, type Conditions } from '@/lib/deliveries/filter-deliveries'

// Of one event and integration the newest copy stands for all: what was rendered anew is not rendered again from the
// former, by this operation or by another one at the same time.
const NEWER_COPY = `
  EXISTS (SELECT 1 FROM delivery n WHERE n.event_id = d.event_id AND n.integration_id = d.integration_id AND n.copy > d.copy)`

/**
 * The deliveries that a bulk resend is about: what the filter says, without tests and without what is queued or under
 * way, which leaves by itself.
 */
export function chooseDeliveries(workspaceId: string, filter: DeliveryFilter, body: OperationBody, upTo: string): Conditions {
  const where = filterDeliveries(workspaceId, filter)
  where.parts.push('NOT d.test', `d.status NOT IN ('pending', 'sending')`)
  where.add('d.id < $', upTo)
  if (body === 'render') where.parts.push(`NOT ${NEWER_COPY}`)
  return where
}

/**
 * Which of these deliveries have a newer copy. To be asked again once they are locked: an operation that held them until
 * then has inserted copies without changing them, so the statement that waited for it has not seen them.
 */
export async function findRenderedAnew(tx: Queryable, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(`SELECT d.id FROM delivery d WHERE d.id = ANY($1) AND ${NEWER_COPY}`, [ids])
  return new Set(rows.map(({ id }) => id))
}
