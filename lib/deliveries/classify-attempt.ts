import type { ErrorCode } from '@/lib/contracts/delivery'
import { parseRetryAfter } from './parse-retry-after'
import type { RetryPolicy } from '@/lib/contracts/retry-profiles'

/** What came of a request, as far as the decision needs it. */
export type AttemptOutcome =
  | { kind: 'response'; status: number; retryAfter: string | undefined }
  | { kind: 'error'; code: ErrorCode; message: string }

export interface AttemptError {
  code: ErrorCode
  message: string
}

export type Verdict =
  | { verdict: 'succeeded' }
  | { verdict: 'retry'; error: AttemptError; retryAfterMs: number | null }
  | { verdict: 'failed'; error: AttemptError } // another try would end the same
  | { verdict: 'gone'; error: AttemptError } // 410: the receiver wants nothing more

// Trying again cannot help before someone mends the integration.
const FINAL: ReadonlySet<ErrorCode> = new Set(['template', 'blocked_address'])

const judgeStatus = (policy: RetryPolicy, status: number, retryAfter: string | undefined, now: number): Verdict => {
  if (status >= 300 && status < 400) {
    return { verdict: 'retry', retryAfterMs: null, error: { code: 'redirect', message: `Redirects are not followed (${status})` } }
  }
  const error: AttemptError = { code: 'http_status', message: `The receiver answered ${status}` }
  if (status === 410 && policy.retriesGone !== true) return { verdict: 'gone', error }
  const asksToWait = status === 429 || status === 503
  return { verdict: 'retry', error, retryAfterMs: asksToWait ? parseRetryAfter(retryAfter, now) : null }
}

/** Decides what an attempt's outcome means under a policy: delivered, worth another try, or not. */
export function classifyAttempt(policy: RetryPolicy, outcome: AttemptOutcome, now: number): Verdict {
  if (outcome.kind === 'response') {
    if (outcome.status >= 200 && outcome.status < policy.successBelow) return { verdict: 'succeeded' }
    return judgeStatus(policy, outcome.status, outcome.retryAfter, now)
  }
  const error = { code: outcome.code, message: outcome.message }
  return FINAL.has(outcome.code) ? { verdict: 'failed', error } : { verdict: 'retry', error, retryAfterMs: null }
}
