import { revokeApiKey } from '@/lib/auth/api-keys'
import { handle, noContent } from '@/lib/http/handle'

export const DELETE = handle<{ id: string }>({ scope: 'admin', audit: 'api_key.revoked' }, async ({ caller, params }) => {
  await revokeApiKey(caller, params.id)
  return noContent()
})
