import { resetConfirmation } from '@/lib/contracts/account'
import { answerPublic } from '@/lib/http/answer-public'
import { confirmReset } from '@/lib/people/request-reset'

export const POST = answerPublic(resetConfirmation, async ({ token, password }, { headers }) => {
  await confirmReset(token, password, headers)
  return new Response(null, { status: 204 })
})
