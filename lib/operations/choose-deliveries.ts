import type { DeliveryFilter } from '@/lib/contracts/delivery'
import type { OperationBody } from '@/lib/contracts/operation'
import { filterDeliveries } from '@/lib/deliveries/filter-deliveries'
import type { Conditions } from '@/lib/http/conditions'

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
