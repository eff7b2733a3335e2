import { revokeApiKey } from '@/lib/auth/api-keys'
import { handle, noContent } from '@/lib/http/handle'

export const DELETE = handle<{ id: string }>({ scope: 'admin' }, async ({ caller, params }) => {
  await revokeApiKey(caller.workspaceId, params.id)
  return noContent()
})
