import { personOf } from '@/lib/http/authenticate'
import { handle, noContent } from '@/lib/http/handle'
import { revokeSession } from '@/lib/people/sessions'

export const DELETE = handle<{ id: string }>({ scope: 'integrations:read', audit: 'session.revoked' }, async ({ caller, params }) => {
  await revokeSession(personOf(caller), params.id)
  return noContent()
})
