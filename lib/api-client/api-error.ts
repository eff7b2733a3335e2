import type { FieldError, Problem } from '@/lib/contracts/problem'

/** A refused request. `status` 0 and code `network` when no answer came at all. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly requestId: string | null
  readonly errors: readonly FieldError[]
  /** Seconds, from `Retry-After`. */
  readonly retryAfter: number | null

  constructor(problem: Partial<Problem> & { status: number }, retryAfter: number | null = null) {
    super(problem.detail ?? problem.title ?? `The server answered ${problem.status}.`)
    this.name = 'ApiError'
    this.status = problem.status
    this.code = problem.code ?? 'unknown'
    this.title = problem.title ?? 'The request failed'
    this.requestId = problem.requestId ?? null
    this.errors = problem.errors ?? []
    this.retryAfter = retryAfter
  }
}

/** The message of a field, by its JSON pointer (`/destination/url`), or undefined. */
export function fieldMessage(error: unknown, pointer: string): string | undefined {
  return error instanceof ApiError ? error.errors.find((entry) => entry.pointer === pointer)?.message : undefined
}
