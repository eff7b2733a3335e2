import { personOf } from '@/lib/http/authenticate'
import { handle, noContent } from '@/lib/http/handle'
import { switchWorkspace } from '@/lib/workspaces/own-workspaces'

export const POST = handle<{ id: string }>({ scope: 'integrations:read', audit: { none: 'Changes only which workspace the session shows' } }, async ({ caller, params }) => {
  await switchWorkspace(personOf(caller), params.id)
  return noContent()
})
