import type { ServerResponse } from 'node:http'
import { DomainError } from '@/lib/errors'
import { describeProblem } from '@/lib/http/problem-response'
import { newId } from '@/lib/ids'
import { describeArgyleProblem } from '@/lib/subscriptions/describe-argyle-problem'
import { allowedMethods } from './allowed-methods'
import { METHODS, refusalOf } from './refusal-of'

const SUBSCRIPTIONS = /^\/(?:api\/)?v1\/webhooks(?:\/|$)/

interface Refusal {
  error: DomainError
  allow?: string[]
}

const notAllowed = (method: string, allow: string[]): Refusal =>
  ({ error: new DomainError('method_not_allowed', `${method} is not possible here, only ${allow.join(', ')}`), allow })

const judge = (method: string, target: string, path: string): Refusal | null => {
  const status = refusalOf(method, target)
  if (status === 405) return notAllowed(method, METHODS)
  if (status === 400) return { error: new DomainError('not_parseable', 'The address of this request cannot be read') }
  const allow = allowedMethods(path)
  return allow === null || allow.includes(method) ? null : notAllowed(method, allow)
}

/**
 * Answers what nobody handles, as the API tells its problems: Next fails on it, or says nothing but 405. False for all
 * other requests.
 */
export function refuseRequest({ method = '', url = '' }: { method?: string | undefined; url?: string | undefined }, response: ServerResponse): boolean {
  const path = url.split('?', 1)[0] ?? ''
  const refusal = judge(method, url, path)
  if (refusal === null) return false
  const describe = SUBSCRIPTIONS.test(path) ? describeArgyleProblem : describeProblem
  const { status, headers, body } = describe(refusal.error, { requestId: newId('req'), path })
  response.writeHead(status, { ...headers, 'cache-control': 'no-store', ...(refusal.allow && { allow: refusal.allow.join(', ') }) }).end(body)
  return true
}
