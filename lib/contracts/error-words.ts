import type { ErrorCode } from './delivery'

/** What went wrong with an attempt, in a few words. */
export const errorWords: Record<ErrorCode, string> = {
  dns: 'host name not found',
  connect: 'connection refused',
  tls: 'TLS failed',
  timeout: 'timed out',
  reset: 'connection was cut',
  blocked_address: 'address not allowed',
  redirect: 'redirect not followed',
  http_status: 'refused by the receiver',
  too_large: 'body too large',
  protocol: 'not a valid HTTP answer',
  template: 'template failed',
  unknown_outcome: 'outcome unknown',
}

const isCode = (text: string): text is ErrorCode => Object.hasOwn(errorWords, text)

/** The same for what is kept of the last failure: a status code stands for itself, and a code that is not known too. */
export const wordFailure = (failure: string | null): string => {
  if (failure === null) return 'no answer'
  return isCode(failure) ? errorWords[failure] : failure
}
