import { handle, noContent } from '@/lib/http/handle'
import { removeMember } from '@/lib/scores/portfolios'

export const DELETE = handle<{ id: string; member: string }>({ scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' } }, async ({ caller, params }) => {
  await removeMember(caller.workspaceId, params.id, params.member)
  return noContent()
})
