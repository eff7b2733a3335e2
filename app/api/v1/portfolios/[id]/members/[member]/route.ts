import { handle, noContent } from '@/lib/http/handle'
import { removeMember } from '@/lib/scores/portfolios'

export const DELETE = handle<{ id: string; member: string }>({ scope: 'integrations:write' }, async ({ caller, params }) => {
  await removeMember(caller.workspaceId, params.id, params.member)
  return noContent()
})
