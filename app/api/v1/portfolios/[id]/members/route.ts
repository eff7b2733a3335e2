import { memberInput } from '@/lib/contracts/scorecard'
import { handle, ok } from '@/lib/http/handle'
import { addMembers } from '@/lib/scores/portfolios'

export const POST = handle<{ id: string }, typeof memberInput>(
  { scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' }, body: memberInput },
  async ({ caller, params, body }) => ok(await addMembers(caller.workspaceId, params.id, body.members)),
)
