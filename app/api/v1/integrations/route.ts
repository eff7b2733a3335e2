import { integrationInput } from '@/lib/contracts/integration'
import { pageQuery } from '@/lib/contracts/paging'
import { created, handle, ok } from '@/lib/http/handle'
import { createIntegration } from '@/lib/integrations/create-integration'
import { fillFromDraft } from '@/lib/integrations/fill-from-draft'
import { listIntegrations } from '@/lib/integrations/read-integration'
import { viewFor } from '@/lib/integrations/view-for-lookers'

export const POST = handle(
  { scope: 'integrations:write', body: integrationInput, audit: 'integration.created' },
  async ({ caller, body, draftId, recordAnswer }) => {
    const input = await fillFromDraft(caller.workspaceId, draftId, body)
    const { view, stored } = await createIntegration(caller, input, recordAnswer)
    // A signing secret that a draft kept was typed by somebody who may be somebody else: it is not shown again.
    return created(input.signing.secret === body.signing.secret ? view : stored, stored)
  },
)

export const GET = handle({ scope: 'integrations:read', query: pageQuery }, async ({ caller, query }) => {
  const { data, page } = await listIntegrations(caller.workspaceId, query)
  return ok({ data: data.map((view) => viewFor(caller, view)), page })
})
