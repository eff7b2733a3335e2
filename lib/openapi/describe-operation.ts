import { subscriptionQuery } from '@/lib/contracts/subscription'
import type { AnswerBody, Operation } from './operation'
import type { Method } from './method'
import { toSchema, type Schema } from './to-schema'

type Json = Record<string, unknown>

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })

/** `/integrations/[id]` → `/integrations/{id}` */
export const toTemplate = (place: string): string => place.replace(/\[(\w+)\]/g, '{$1}')

const PARAMS: Record<string, string> = { id: 'As the list shows it', key: 'Key of the event type, such as `reputations.added`', member: 'Id or domain of the scorecard' }

const pathParameters = (place: string): Json[] =>
  [...place.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => ({ name, in: 'path', required: true, schema: { type: 'string' }, description: PARAMS[name] }))

const QUERY: Record<string, string> = {
  cursor: 'The former page\'s `nextCursor`', since: 'From then on', until: 'Until before then', q: 'What to search for', actor: 'An id, or `person`, `key`, `system`',
  target: 'The id of what was acted on',
}

const queryParameters = ({ query }: Operation): Json[] => {
  if (!query) return []
  const { properties = {}, required = [] } = toSchema(query, 'input')
  return Object.entries(properties).map(([name, schema]) => ({
    name, in: 'query', schema, ...(required.includes(name) && { required: true }), ...(QUERY[name] !== undefined && { description: QUERY[name] }),
  }))
}

const headerParameters = (method: Method, operation: Operation): Json[] => [
  ...(operation.draft ? [ref('parameters', 'Draft')] : []),
  ...(method === 'POST' ? [ref('parameters', 'IdempotencyKey')] : []),
  ...(operation.ifMatch ? [ref('parameters', 'IfMatch')] : []),
]

const json = (schema: unknown) => ({ 'application/json': { schema } })

const bodySchema = (body: NonNullable<AnswerBody>): Schema => {
  if (!('list' in body)) return toSchema(body, 'output')
  return {
    type: 'object', required: ['data', 'page'],
    properties: { data: { type: 'array', items: toSchema(body.list, 'output') }, page: { $ref: '#/components/schemas/Page' } },
  }
}

const SAID: Record<string, string> = { 200: 'Done', 201: 'Created', 202: 'Accepted: it will be done', 204: 'Done; there is nothing to say' }

const answerHeaders = (method: Method, { etag, csv, scope }: Operation): Json => ({
  ...(scope !== null && { 'X-Request-Id': ref('headers', 'RequestId') }),
  ...(etag && { ETag: ref('headers', 'ETag') }),
  ...(csv && { 'X-Next-Cursor': ref('headers', 'NextCursor') }),
  ...(method === 'POST' && { 'Idempotent-Replayed': ref('headers', 'IdempotentReplayed') }),
})

const successes = (method: Method, operation: Operation): Json =>
  Object.fromEntries(Object.entries(operation.answers).map(([status, body]) => [status, {
    description: SAID[status],
    headers: answerHeaders(method, operation),
    ...(body && { content: { ...json(bodySchema(body)), ...(operation.csv && { 'text/csv': { schema: { type: 'string' } } }) } }),
  }]))

const hasParams = (place: string): boolean => place.includes('[')

/** The statuses of failures that an operation can have. */
const failureStatuses = (method: Method, place: string, { body, query, ifMatch, unlimited, peopleOnly }: Operation): number[] => [
  ...(body ? [400] : []), 401, 403, ...(hasParams(place) || peopleOnly || body ? [404] : []), ...(method === 'GET' ? [] : [409]),
  ...(ifMatch ? [412] : []), ...(body ? [413] : []), ...(body || query || method === 'POST' ? [422] : []), ...(unlimited ? [] : [429]), 500, 503,
]

const failures = (method: Method, place: string, operation: Operation): Json => {
  if (operation.scope === null) return {}
  const statuses = failureStatuses(method, place, operation)
  if (!operation.argyle) return Object.fromEntries(statuses.map((status) => [status, ref('responses', `Problem${status}`)]))
  const isInvalid = operation.body !== undefined || operation.query === subscriptionQuery
  const told = new Set([...(isInvalid ? [400] : []), ...statuses])
  return Object.fromEntries([...told].map((status) => [status, ref('responses', status === 400 ? 'SubscriptionInvalid' : 'SubscriptionRefused')]))
}

const security = ({ scope, peopleOnly }: Operation): Json[] => {
  if (scope === null) return []
  return peopleOnly ? [{ session: [] }] : [{ bearer: [scope] }, { basic: [scope] }, { session: [] }]
}

const description = ({ scope, peopleOnly, description: own }: Operation): string => [
  own,
  peopleOnly ? 'Only for a person who is signed in; a key gets 404.' : scope === null ? 'Needs no key.' : `Scope: \`${scope}\`.`,
].filter(Boolean).join('\n\n')

const requestBody = ({ body, bodyOptional, example }: Operation): Json =>
  body ? { requestBody: { required: !bodyOptional, content: { 'application/json': { schema: toSchema(body, 'input'), ...(example && { example }) } } } } : {}

/** The OpenAPI operation of one method of one address. */
export function describeOperation(method: Method, place: string, tag: string, operation: Operation): Json {
  const parameters = [...pathParameters(place), ...queryParameters(operation), ...headerParameters(method, operation)]
  return {
    operationId: operation.id, tags: [tag], summary: operation.summary, description: description(operation),
    ...(operation.scope !== null && !operation.peopleOnly && { 'x-scope': operation.scope }),
    security: security(operation),
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(operation),
    responses: { ...successes(method, operation), ...failures(method, place, operation) },
  }
}
