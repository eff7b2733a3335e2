import { problem } from '@/lib/contracts/problem'
import type { RouteAnswer } from './call-route'
import type { ListedRoute } from './list-routes'

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, key)

/** Whether a JSON pointer (RFC 6901) stands for a value of the body, or for a field that one of its objects lacks. */
function pointsInto(body: unknown, pointer: string): boolean {
  if (pointer === '') return true
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return false
  let at = body
  for (const token of pointer.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    if (!has(at, token)) return typeof at === 'object' && at !== null // named, but missing
    at = Reflect.get(Object(at), token)
  }
  return true
}

/**
 * What is wrong with an answer to a request that may be wrong itself; null when it is a success or a refusal as the
 * contract promises: problem+json, and for 422 with pointers into the body (`?name` into the query). Of another vendor's
 * shape only that it is JSON is known here.
 */
export function whatIsWrong({ spec }: ListedRoute, { status, headers, text }: RouteAnswer, body: unknown): string | null {
  if (status < 400) return status >= 200 && status < 300 ? null : `status ${status}`
  if (status >= 500) return `status ${status}: ${text}`
  if (spec.problems) return headers.get('content-type') === 'application/json' && typeof JSON.parse(text) === 'object' ? null : text
  if (headers.get('content-type') !== 'application/problem+json') return `content-type ${headers.get('content-type')}`
  const { errors, ...said } = problem.parse(JSON.parse(text))
  if (said.status !== status || said.requestId !== headers.get('x-request-id')) return `the problem does not fit its answer: ${text}`
  const lost = errors.find(({ pointer }) => !/^\?[\w-]+$/.test(pointer) && !pointsInto(body, pointer))
  if (lost) return `${lost.pointer} is nowhere in the body: ${lost.message}`
  return status === 422 && said.code !== 'idempotency_mismatch' && errors.length === 0 ? `422 without errors: ${text}` : null
}

/** The status of a request that can be parsed and is not valid. */
export const invalidStatus = ({ spec }: ListedRoute): number => (spec.problems ? 400 : 422)
