import { draftPatch } from '@/lib/contracts/draft'
import { handle, noContent, ok } from '@/lib/http/handle'
import { deleteDraft, readDraft, updateDraft } from '@/lib/integrations/drafts'
import { draftFor } from '@/lib/integrations/view-for-lookers'

type Params = { id: string }

export const GET = handle<Params>({ scope: 'integrations:read' }, async ({ caller, params }) =>
  ok(draftFor(caller, await readDraft(caller.workspaceId, params.id))))

export const PATCH = handle<Params, typeof draftPatch>(
  { scope: 'integrations:write', body: draftPatch, free: ['data'], audit: { none: 'Nothing is saved yet: what comes of a draft is recorded' } },
  async ({ caller, params, body }) => ok(await updateDraft(caller.workspaceId, params.id, body)),
)

export const DELETE = handle<Params>({ scope: 'integrations:write', audit: { none: 'Nothing is saved yet: what comes of a draft is recorded' } }, async ({ caller, params }) => {
  await deleteDraft(caller.workspaceId, params.id)
  return noContent()
})
