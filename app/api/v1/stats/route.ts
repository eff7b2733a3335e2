import { statsQuery } from '@/lib/contracts/stats'
import { handle, ok } from '@/lib/http/handle'
import { readStats } from '@/lib/stats/read-stats'

export const GET = handle({ scope: 'integrations:read', query: statsQuery }, async ({ caller, query }) =>
  ok(await readStats(caller.workspaceId, query)))
