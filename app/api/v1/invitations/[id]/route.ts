import { handle, noContent } from '@/lib/http/handle'
import { revokeInvitation } from '@/lib/people/read-invitations'

export const DELETE = handle<{ id: string }>({ scope: 'admin', audit: 'invitation.revoked' }, async ({ caller, params }) => {
  await revokeInvitation(caller, params.id)
  return noContent()
})
