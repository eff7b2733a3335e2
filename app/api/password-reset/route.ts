import { dispatch } from '@/inngest/dispatch'
import { resetRequest } from '@/lib/contracts/account'
import { answerPublic } from '@/lib/http/answer-public'
import { requestReset } from '@/lib/people/request-reset'

export const POST = answerPublic(resetRequest, async ({ email }, { headers }) => {
  await requestReset(dispatch, email, headers)
  return new Response(null, { status: 202 })
})
