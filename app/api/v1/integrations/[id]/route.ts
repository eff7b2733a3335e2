import { dispatch } from '@/inngest/dispatch'
import { integrationPatch } from '@/lib/contracts/integration'
import { handle, noContent, tagged } from '@/lib/http/handle'
import { fillFromDraft } from '@/lib/integrations/fill-from-draft'
import { readIntegration } from '@/lib/integrations/read-integration'
import { deleteIntegration } from '@/lib/integrations/switch-integration'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { viewFor } from '@/lib/integrations/view-for-lookers'

type Params = { id: string }

export const GET = handle<Params>({ scope: 'integrations:read' }, async ({ caller, params }) =>
  tagged(await readIntegration(caller.workspaceId, params.id), (view) => viewFor(caller, view)))

export const PATCH = handle<Params, typeof integrationPatch>(
  { scope: 'integrations:write', body: integrationPatch, audit: ['integration.updated', 'integration.enabled', 'integration.disabled'] },
  async ({ caller, params, body, draftId, ifMatch }) =>
    tagged(await updateIntegration(dispatch, caller, params.id, await fillFromDraft(caller.workspaceId, draftId, body), ifMatch)),
)

export const DELETE = handle<Params>({ scope: 'integrations:write', audit: 'integration.deleted' }, async ({ caller, params, ifMatch }) => {
  await deleteIntegration(caller, params.id, ifMatch)
  return noContent()
})
