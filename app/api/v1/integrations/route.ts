import { integrationInput } from '@/lib/contracts/integration'
import { pageQuery } from '@/lib/contracts/paging'
import { created, handle, ok } from '@/lib/http/handle'
import { createIntegration } from '@/lib/integrations/create-integration'
import { fillFromDraft } from '@/lib/integrations/fill-from-draft'
import { listIntegrations } from '@/lib/integrations/read-integration'

export const POST = handle({ scope: 'integrations:write', body: integrationInput }, async ({ caller, body, draftId, recordAnswer }) => {
  const input = await fillFromDraft(caller.workspaceId, draftId, body)
  const { view, stored } = await createIntegration(caller.workspaceId, input, recordAnswer)
  return created(view, stored)
})

export const GET = handle({ scope: 'integrations:read', query: pageQuery }, async ({ caller, query }) =>
  ok(await listIntegrations(caller.workspaceId, query)))
