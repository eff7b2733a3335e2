import { requireAdminKey } from '@/lib/http/authenticate'
import { handle, ok } from '@/lib/http/handle'
import { listMembers } from '@/lib/people/list-members'

export const GET = handle({ scope: 'integrations:read' }, async ({ caller }) => {
  requireAdminKey(caller)
  return ok({ data: await listMembers(caller.workspaceId), page: { nextCursor: null } })
})
