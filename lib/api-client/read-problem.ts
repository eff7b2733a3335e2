import { ApiError } from './api-error'

/** Makes a typed error of an answer that is not 2xx; a body that is no problem+json still gives a usable one. */
export async function readProblem(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const seconds = Number.isFinite(retryAfter) ? retryAfter : null
  const body: unknown = await response.json().catch(() => null)
  if (!isRecord(body)) return new ApiError({ status: response.status, title: response.statusText || undefined }, seconds)
  return new ApiError(
    {
      status: response.status,
      title: text(body.title),
      detail: text(body.detail) ?? text(body.message), // better-auth says `message`
      code: text(body.code),
      requestId: text(body.requestId),
      errors: Array.isArray(body.errors) ? body.errors.filter(isRecord).map(readField) : [],
    },
    seconds,
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

const readField = (entry: Record<string, unknown>) => ({
  pointer: text(entry.pointer) ?? '',
  code: text(entry.code) ?? 'invalid',
  message: text(entry.message) ?? 'Not valid',
})
