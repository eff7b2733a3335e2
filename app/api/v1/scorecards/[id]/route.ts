import { scorecardPatch } from '@/lib/contracts/scorecard'
import { handle, noContent, ok } from '@/lib/http/handle'
import { readScorecard } from '@/lib/scores/read-scorecards'
import { deleteScorecard, updateScorecard } from '@/lib/scores/write-scorecard'

type Params = { id: string }

export const GET = handle<Params>({ scope: 'integrations:read' }, async ({ caller, params }) =>
  ok(await readScorecard(caller.workspaceId, params.id)))

export const PATCH = handle<Params, typeof scorecardPatch>(
  { scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' }, body: scorecardPatch },
  async ({ caller, params, body }) => ok(await updateScorecard(caller.workspaceId, params.id, body)),
)

export const DELETE = handle<Params>({ scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' } }, async ({ caller, params }) => {
  await deleteScorecard(caller.workspaceId, params.id)
  return noContent()
})
