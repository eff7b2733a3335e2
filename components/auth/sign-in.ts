import { ApiError } from '@/lib/api-client/api-error'
import { apiFetch } from '@/lib/api-client/api-fetch'

/** Opens a session (the cookie comes with the answer), or asks for a code first. */
export const signIn = (email: string, password: string) =>
  apiFetch<{ twoFactorRedirect?: boolean }>('/api/auth/sign-in/email', { method: 'POST', body: { email, password } })

export type CodeKind = 'totp' | 'backup-code'

/** The second step of signing in. */
export const signInWithCode = (kind: CodeKind, code: string) =>
  apiFetch(`/api/auth/two-factor/verify-${kind}`, { method: 'POST', body: { code } })

/** Why signing in was refused; never says whether the address is known. */
export function signInMessage(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Signing in did not work. Try again.'
  if (error.status === 429) return tooManyMessage(error)
  if (error.status === 400 || error.status === 401 || error.status === 403 || error.status === 422) {
    return 'The e-mail address or the password is not right.'
  }
  return error.message
}

function tooManyMessage({ retryAfter }: ApiError): string {
  const seconds = retryAfter ?? 60
  const wait = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
  return `Too many attempts. Wait ${wait} and try again.`
}

/** Why a code was refused. */
export function codeMessage(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Signing in did not work. Try again.'
  if (error.status === 429) return tooManyMessage(error)
  if (error.code === 'INVALID_TWO_FACTOR_COOKIE' || error.status === 400) return 'This sign-in took too long or had too many wrong codes. Start again.'
  return error.status === 401 ? 'The code is not right, or was used already. Take the one that your app shows now.' : error.message
}
