import { personOf } from '@/lib/http/authenticate'
import { handle, noContent } from '@/lib/http/handle'
import { switchWorkspace } from '@/lib/workspaces/own-workspaces'

export const POST = handle<{ id: string }>({ scope: 'integrations:read' }, async ({ caller, params }) => {
  await switchWorkspace(personOf(caller), params.id)
  return noContent()
})
