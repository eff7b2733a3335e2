import { checkNoEscalation, createApiKey, listApiKeys } from '@/lib/auth/api-keys'
import { apiKeyInput } from '@/lib/contracts/api-key'
import { created, handle, ok } from '@/lib/http/handle'

export const POST = handle({ scope: 'admin', body: apiKeyInput, audit: 'api_key.created' }, async ({ caller, body, recordAnswer }) => {
  checkNoEscalation(caller.scopes, body.scopes)
  const made = await createApiKey({ workspaceId: caller.workspaceId, createdBy: caller.id, ...body }, caller, recordAnswer)
  const { key: _shown, ...stored } = made
  return created(made, stored)
})

export const GET = handle({ scope: 'admin' }, async ({ caller }) =>
  ok({ data: await listApiKeys(caller.workspaceId), page: { nextCursor: null } }))
