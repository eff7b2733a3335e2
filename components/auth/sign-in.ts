import { ApiError } from '@/lib/api-client/api-error'
import { apiFetch } from '@/lib/api-client/api-fetch'

/** Opens a session (the cookie comes with the answer). */
export const signIn = (email: string, password: string) =>
  apiFetch('/api/auth/sign-in/email', { method: 'POST', body: { email, password } })

/** Why signing in was refused; never says whether the address is known. */
export function signInMessage(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Signing in did not work. Try again.'
  if (error.status === 429) {
    const wait = error.retryAfter ? `Wait ${error.retryAfter} s` : 'Wait a minute'
    return `Too many attempts. ${wait} and try again.`
  }
  if (error.status === 400 || error.status === 401 || error.status === 403 || error.status === 422) {
    return 'The e-mail address or the password is not right.'
  }
  return error.message
}
