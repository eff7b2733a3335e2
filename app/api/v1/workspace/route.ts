import { workspacePatch } from '@/lib/contracts/workspace'
import { handle, ok } from '@/lib/http/handle'
import { readWorkspace, updateWorkspace } from '@/lib/workspaces/workspace-settings'

export const GET = handle({ scope: 'integrations:read' }, async ({ caller }) => ok(await readWorkspace(caller.workspaceId)))

export const PATCH = handle({ scope: 'admin', audit: 'workspace.updated', body: workspacePatch }, async ({ caller, body }) =>
  ok(await updateWorkspace(caller, body)))
