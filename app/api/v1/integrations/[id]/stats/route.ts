import type * as z from 'zod'
import { statsQuery } from '@/lib/contracts/stats'
import { handle, ok } from '@/lib/http/handle'
import { readIntegrationStats } from '@/lib/stats/read-stats'

export const GET = handle<{ id: string }, z.ZodUndefined, typeof statsQuery>(
  { scope: 'integrations:read', query: statsQuery },
  async ({ caller, params, query }) => ok(await readIntegrationStats(caller.workspaceId, params.id, query)),
)
