import { readEvent } from '@/lib/events/read-events'
import { handle, ok } from '@/lib/http/handle'

export const GET = handle<{ id: string }>({ scope: 'deliveries:read', limit: 'none' }, async ({ caller, params }) =>
  ok(await readEvent(caller.workspaceId, params.id)))
