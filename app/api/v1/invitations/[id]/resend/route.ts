import { dispatch } from '@/inngest/dispatch'
import { handle, ok } from '@/lib/http/handle'
import { renewInvitation } from '@/lib/people/invite-person'

export const POST = handle<{ id: string }>({ scope: 'admin', audit: 'member.invited' }, async ({ caller, params }) => {
  const made = await renewInvitation(dispatch, caller, params.id)
  const { url: _shown, ...stored } = made
  return { ...ok(made), stored }
})
