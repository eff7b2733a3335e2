import { skippedQuery } from '@/lib/contracts/operation'
import { handle, ok } from '@/lib/http/handle'
import { readSkipped } from '@/lib/operations/replay-skipped'

export const GET = handle<{ id: string }, never, typeof skippedQuery>(
  { scope: 'integrations:read', query: skippedQuery },
  async ({ caller, params, query }) => ok(await readSkipped(caller.workspaceId, params.id, query.since)),
)
