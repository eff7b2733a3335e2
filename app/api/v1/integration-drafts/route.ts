import { draftInput } from '@/lib/contracts/draft'
import { pageQuery } from '@/lib/contracts/paging'
import { created, handle, ok } from '@/lib/http/handle'
import { createDraft, listDrafts } from '@/lib/integrations/drafts'
import { draftFor } from '@/lib/integrations/view-for-lookers'

export const POST = handle(
  { scope: 'integrations:write', body: draftInput, free: ['data'], audit: { none: 'Nothing is saved yet: what comes of a draft is recorded' } },
  async ({ caller, body, recordAnswer }) => created(await createDraft(caller.workspaceId, caller.id, body, recordAnswer)),
)

export const GET = handle({ scope: 'integrations:read', query: pageQuery }, async ({ caller, query }) => {
  const { data, page } = await listDrafts(caller.workspaceId, query)
  return ok({ data: data.map((view) => draftFor(caller, view)), page })
})
