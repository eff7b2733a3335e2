import { newWorkspace } from '@/lib/contracts/workspace'
import { personOf } from '@/lib/http/authenticate'
import { created, handle, ok } from '@/lib/http/handle'
import { createWorkspace, listOwnWorkspaces } from '@/lib/workspaces/own-workspaces'

export const GET = handle({ scope: 'integrations:read' }, async ({ caller }) =>
  ok({ data: await listOwnWorkspaces(personOf(caller), caller.workspaceId), page: { nextCursor: null } }))

export const POST = handle({ scope: 'integrations:read', audit: 'workspace.created', body: newWorkspace }, async ({ caller, body, recordAnswer }) =>
  created(await createWorkspace(personOf(caller), caller, body.name, recordAnswer)))
