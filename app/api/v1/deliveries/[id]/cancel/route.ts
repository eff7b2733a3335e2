import { readDelivery } from '@/lib/deliveries/read-delivery'
import { cancelDelivery } from '@/lib/deliveries/resend-delivery'
import { handle, ok } from '@/lib/http/handle'

export const POST = handle<{ id: string }>({ scope: 'deliveries:write' }, async ({ caller, params }) => {
  await cancelDelivery(caller.workspaceId, params.id)
  return ok(await readDelivery(caller.workspaceId, params.id))
})
