import { deliveryQuery } from '@/lib/contracts/delivery'
import { listDeliveries } from '@/lib/deliveries/list-deliveries'
import { handle, ok } from '@/lib/http/handle'

export const GET = handle({ scope: 'deliveries:read', query: deliveryQuery }, async ({ caller, query }) =>
  ok(await listDeliveries(caller.workspaceId, query)))
