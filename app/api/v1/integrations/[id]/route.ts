import { dispatch } from '@/inngest/dispatch'
import { integrationPatch } from '@/lib/contracts/integration'
import { handle, noContent, ok } from '@/lib/http/handle'
import { fillFromDraft } from '@/lib/integrations/fill-from-draft'
import { readIntegration } from '@/lib/integrations/read-integration'
import { deleteIntegration } from '@/lib/integrations/switch-integration'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { viewFor } from '@/lib/integrations/view-for-lookers'

type Params = { id: string }

export const GET = handle<Params>({ scope: 'integrations:read' }, async ({ caller, params }) => {
  const { view, etag } = await readIntegration(caller.workspaceId, params.id)
  return ok(viewFor(caller, view), { etag })
})

export const PATCH = handle<Params, typeof integrationPatch>(
  { scope: 'integrations:write', body: integrationPatch, audit: ['integration.updated', 'integration.enabled', 'integration.disabled'] },
  async ({ caller, params, body, draftId, request }) => {
    const patch = await fillFromDraft(caller.workspaceId, draftId, body)
    const { view, etag } = await updateIntegration(dispatch, caller, params.id, patch, request.headers.get('if-match'))
    return ok(view, { etag })
  },
)

export const DELETE = handle<Params>({ scope: 'integrations:write', audit: 'integration.deleted' }, async ({ caller, params, request }) => {
  await deleteIntegration(caller, params.id, request.headers.get('if-match'))
  return noContent()
})
