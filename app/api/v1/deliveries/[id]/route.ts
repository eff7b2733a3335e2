import { readDelivery } from '@/lib/deliveries/read-delivery'
import { handle, ok } from '@/lib/http/handle'

export const GET = handle<{ id: string }>({ scope: 'deliveries:read' }, async ({ caller, params }) =>
  ok(await readDelivery(caller.workspaceId, params.id)))
