import type * as z from 'zod'
import { historyQuery } from '@/lib/contracts/scorecard'
import { handle, ok } from '@/lib/http/handle'
import { readHistory } from '@/lib/scores/read-scorecards'

export const GET = handle<{ id: string }, z.ZodUndefined, typeof historyQuery>(
  { scope: 'integrations:read', query: historyQuery },
  async ({ caller, params, query }) => ok(await readHistory(caller.workspaceId, params.id, query)),
)
