import type { Problem } from '@/lib/contracts/problem'
import { DomainError, type DomainErrorCode } from '@/lib/errors'
import { logger } from '@/lib/logger'
import { toWebResponse, type Answer } from './incoming'
import { maskPath } from './log-answer'
import { isDatabaseDown } from './is-database-down'

const KINDS: Record<DomainErrorCode, { status: number; title: string }> = {
  not_parseable: { status: 400, title: 'Not parseable' },
  unauthorized: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  in_progress: { status: 409, title: 'Still running' },
  stale: { status: 412, title: 'Changed in the meantime' },
  too_large: { status: 413, title: 'Too large' },
  invalid: { status: 422, title: 'Invalid' },
  secret_required: { status: 422, title: 'Secret required' },
  idempotency_mismatch: { status: 422, title: 'Idempotency key used for another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Unavailable' },
}

const toDomainError = (error: unknown, requestId: string): DomainError | undefined => {
  if (error instanceof DomainError) return error
  if (!isDatabaseDown(error)) return undefined
  logger().error({ requestId, err: error }, 'database unreachable')
  return new DomainError('unavailable', 'The database cannot be reached. Send the request again.', {
    retryAfterSeconds: 5,
  })
}

/** RFC 9457 `application/problem+json` for anything that was thrown; what is not expected is logged and becomes 500. */
export function describeProblem(error: unknown, context: { requestId: string; path: string }): Answer {
  const known = toDomainError(error, context.requestId)
  if (!known) logger().error({ requestId: context.requestId, path: maskPath(context.path), err: error }, 'request failed')
  const { status, title } = known ? KINDS[known.code] : { status: 500, title: 'Internal error' }
  const body: Problem = {
    type: 'about:blank',
    title,
    status,
    detail: known?.message ?? 'Something went wrong on our side; the log has the request id',
    instance: context.path,
    code: known?.code ?? 'internal',
    requestId: context.requestId,
    errors: known?.errors ?? [],
  }
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'x-request-id': context.requestId }
  if (known?.retryAfterSeconds !== undefined) headers['retry-after'] = String(known.retryAfterSeconds)
  return { status, headers, body: JSON.stringify(body) }
}

/** The same as a web standard's response. */
export const problemResponse = (error: unknown, context: { requestId: string; path: string }): Response =>
  toWebResponse(describeProblem(error, context))
