import { dispatch } from '@/inngest/dispatch'
import { invitationInput } from '@/lib/contracts/member'
import { created, handle, ok } from '@/lib/http/handle'
import { invitePerson, withoutLink } from '@/lib/people/invite-person'
import { listInvitations } from '@/lib/people/read-invitations'

export const POST = handle({ scope: 'admin', audit: 'member.invited', body: invitationInput }, async ({ caller, body, recordAnswer }) => {
  const made = await invitePerson(dispatch, caller, body, recordAnswer)
  return created(made, withoutLink(made))
})

export const GET = handle({ scope: 'admin' }, async ({ caller }) =>
  ok({ data: await listInvitations(caller.workspaceId), page: { nextCursor: null } }))
