import { pageQuery } from '@/lib/contracts/paging'
import { handle, noContent, ok } from '@/lib/http/handle'
import { clearInbox } from '@/lib/inbox/manage-inbox'
import { listRequests } from '@/lib/inbox/read-requests'

export const GET = handle({ scope: 'deliveries:read', query: pageQuery }, async ({ caller, query }) =>
  ok(await listRequests(caller.workspaceId, query)))

export const DELETE = handle({ scope: 'integrations:write', audit: 'inbox.cleared' }, async ({ caller }) => {
  await clearInbox(caller)
  return noContent()
})
