import { logger } from '@/lib/logger'
import { looksLikeToken } from '@/lib/security/mask-url'

const OUR_ID = /^[a-z]{2,4}_[0-9A-HJKMNP-TV-Z]{26}$/

/** A path as logs may have it: our ids stay, other segments that look like tokens do not. */
export const maskPath = (path: string): string =>
  path.split('/').map((segment) => (looksLikeToken(segment) && !OUR_ID.test(segment) ? '***' : segment)).join('/')

/** Logs how a request was answered: at debug, and as a warning where the fault is ours (5xx). Gives the answer back. */
export function logAnswer<A extends { status: number }>(
  answer: A, request: { method: string; path: string; requestId: string; startedAt: number; caller: string },
): A {
  const log = logger()
  const level = answer.status >= 500 ? 'warn' : 'debug'
  if (!log.isLevelEnabled(level)) return answer
  const { method, path, requestId, startedAt, caller } = request
  const ms = Math.round((performance.now() - startedAt) * 10) / 10
  log[level]({ requestId, method, path: maskPath(path), status: answer.status, ms, ...(caller && { caller }) }, 'request')
  return answer
}
