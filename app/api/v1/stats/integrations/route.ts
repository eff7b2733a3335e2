import { handle, ok } from '@/lib/http/handle'
import { readRecentHours } from '@/lib/stats/read-stats'

export const GET = handle({ scope: 'integrations:read' }, async ({ caller }) => ok(await readRecentHours(caller.workspaceId)))
