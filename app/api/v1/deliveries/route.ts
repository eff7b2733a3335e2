import { deliveryQuery } from '@/lib/contracts/delivery'
import { deliveryColumns } from '@/lib/deliveries/delivery-columns'
import { listDeliveries } from '@/lib/deliveries/list-deliveries'
import { handle } from '@/lib/http/handle'
import { replyPage } from '@/lib/http/reply-page'

export const GET = handle({ scope: 'deliveries:read', query: deliveryQuery }, async ({ caller, query, request }) =>
  replyPage(request, await listDeliveries(caller.workspaceId, query), deliveryColumns))
