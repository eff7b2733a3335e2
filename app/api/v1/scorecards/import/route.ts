import { scorecardImport } from '@/lib/contracts/scorecard'
import { handle, ok } from '@/lib/http/handle'
import { importScorecards } from '@/lib/scores/import-scorecards'

export const POST = handle({ scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' }, body: scorecardImport }, async ({ caller, body, recordAnswer }) =>
  ok(await importScorecards(caller.workspaceId, body, recordAnswer)))
