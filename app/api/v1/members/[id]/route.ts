import { memberPatch } from '@/lib/contracts/member'
import { requireAdminKey } from '@/lib/http/authenticate'
import { handle, noContent, ok } from '@/lib/http/handle'
import { changeRole, removeMember } from '@/lib/people/change-member'

type Params = { id: string }

// Who may do what is judged with the members locked; a viewer may leave, therefore the narrow scope.
export const PATCH = handle<Params, typeof memberPatch>({ scope: 'integrations:read', audit: 'member.role_changed', body: memberPatch }, async ({ caller, params, body }) => {
  requireAdminKey(caller)
  return ok(await changeRole(caller, params.id, body.role))
})

export const DELETE = handle<Params>({ scope: 'integrations:read', audit: 'member.removed' }, async ({ caller, params }) => {
  requireAdminKey(caller)
  await removeMember(caller, params.id)
  return noContent()
})
