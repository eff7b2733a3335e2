import type { FieldError } from '@/lib/contracts/problem'

export type DomainErrorCode =
  | 'not_parseable' | 'unauthorized' | 'forbidden' | 'not_found' | 'method_not_allowed' | 'conflict' | 'stale' | 'too_large' | 'invalid'
  | 'secret_required' | 'rate_limited' | 'unavailable' | 'in_progress' | 'idempotency_mismatch'

/**
 * An expected refusal that the caller can do something about. lib/http turns it into problem+json; anything else that
 * is thrown is a fault of ours (500), or of the database (503).
 */
export class DomainError extends Error {
  readonly code: DomainErrorCode
  readonly errors: FieldError[]
  readonly retryAfterSeconds: number | undefined

  constructor(code: DomainErrorCode, message: string, extra: { errors?: FieldError[]; retryAfterSeconds?: number } = {}) {
    super(message)
    this.name = 'DomainError'
    this.code = code
    this.errors = extra.errors ?? []
    this.retryAfterSeconds = extra.retryAfterSeconds
  }
}

/** 422 with the fields that are wrong. */
export const invalid = (errors: FieldError[], message = 'The request has fields that are not valid'): DomainError =>
  new DomainError('invalid', message, { errors })

/** 404, the same for "does not exist" and "belongs to another workspace" (I10). */
export const notFound = (what: string): DomainError => new DomainError('not_found', `There is no such ${what}`)
