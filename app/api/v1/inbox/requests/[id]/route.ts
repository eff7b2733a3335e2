import { handle, ok } from '@/lib/http/handle'
import { readRequest } from '@/lib/inbox/read-requests'

type Params = { id: string }

export const GET = handle<Params>({ scope: 'deliveries:read' }, async ({ caller, params }) =>
  ok(await readRequest(caller.workspaceId, params.id)))
