import { dispatch } from '@/inngest/dispatch'
import { scoresInput } from '@/lib/contracts/scorecard'
import { accepted, handle } from '@/lib/http/handle'
import { observeScores } from '@/lib/scores/observe-scores'

export const POST = handle({ scope: 'events:write', audit: { none: 'Observations are data, as events are' }, body: scoresInput, limit: 'none' }, async ({ caller, body, recordAnswer }) =>
  accepted(await observeScores(dispatch, { workspaceId: caller.workspaceId, input: body, now: Date.now(), recordAnswer })))
