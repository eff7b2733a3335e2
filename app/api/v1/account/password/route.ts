import { passwordChange } from '@/lib/contracts/account'
import { personOf } from '@/lib/http/authenticate'
import { handle, noContent } from '@/lib/http/handle'
import { changePassword } from '@/lib/people/change-password'

export const POST = handle({ scope: 'integrations:read', audit: 'account.password_changed', body: passwordChange }, async ({ caller, body }) => {
  await changePassword(personOf(caller), body)
  return noContent()
})
