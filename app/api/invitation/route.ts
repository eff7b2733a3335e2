import { acceptInput } from '@/lib/contracts/member'
import { answerPublic } from '@/lib/http/answer-public'
import { acceptInvitation } from '@/lib/people/accept-invitation'

/** Accepts an invitation: as who is signed in, or with a new account. */
export const POST = answerPublic(acceptInput, async (input, { headers }) =>
  Response.json(await acceptInvitation(input, headers), { status: 200 }))
