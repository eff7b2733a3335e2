import { readDelivery } from '@/lib/deliveries/read-delivery'
import { cancelDelivery } from '@/lib/deliveries/resend-delivery'
import { handle, ok } from '@/lib/http/handle'

export const POST = handle<{ id: string }>({ scope: 'deliveries:write', audit: 'delivery.cancelled' }, async ({ caller, params }) => {
  await cancelDelivery(caller, params.id)
  return ok(await readDelivery(caller.workspaceId, params.id))
})
