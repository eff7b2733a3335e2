import { scorecardInput, scorecardQuery } from '@/lib/contracts/scorecard'
import { created, handle, ok } from '@/lib/http/handle'
import { listScorecards } from '@/lib/scores/read-scorecards'
import { createScorecard } from '@/lib/scores/write-scorecard'

export const POST = handle({ scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' }, body: scorecardInput }, async ({ caller, body, recordAnswer }) =>
  created(await createScorecard(caller.workspaceId, body, recordAnswer)))

export const GET = handle({ scope: 'integrations:read', query: scorecardQuery }, async ({ caller, query }) =>
  ok(await listScorecards(caller.workspaceId, query)))
