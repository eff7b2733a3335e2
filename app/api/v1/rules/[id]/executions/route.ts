import { executionQuery } from '@/lib/contracts/rule'
import { handle, ok } from '@/lib/http/handle'
import { listExecutions } from '@/lib/rules/read-executions'

export const GET = handle<{ id: string }, never, typeof executionQuery>(
  { scope: 'deliveries:read', query: executionQuery },
  async ({ caller, params, query }) => ok(await listExecutions(caller.workspaceId, params.id, query)),
)
