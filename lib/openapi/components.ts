import { namedSchemas } from './to-schema'

const problems: Record<number, string> = {
  400: 'The body cannot be parsed',
  401: 'No key, or one that is unknown or was revoked',
  403: 'The key lacks the scope',
  404: 'There is none, or it is another workspace\'s',
  409: 'It does not go with the state that this is in, or the first request with this Idempotency-Key is still running',
  412: 'It was changed since it was read: `If-Match` is stale',
  413: 'The body is larger than 5 MB',
  422: 'Fields are not valid: `errors` points at each',
  429: 'Too many requests: other than events and scores a key may make 100 a second, and 60 tests and resends a minute',
  500: 'A fault of ours; the log has the request id',
  503: 'It cannot be stored now: send it again',
}

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const retryAfter = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }

const refusals = Object.fromEntries(Object.entries(problems).map(([status, description]) => [`Problem${status}`, {
  description,
  headers: { 'X-Request-Id': { $ref: '#/components/headers/RequestId' }, ...(['409', '429', '503'].includes(status) && retryAfter) },
  content: { 'application/problem+json': { schema: schema('Problem') } },
}]))

/** What the operations refer to. */
export const components = () => ({
  schemas: {
    ...namedSchemas(),
    Page: {
      type: 'object', required: ['nextCursor'],
      properties: { nextCursor: { type: ['string', 'null'], description: '`cursor` of the next page; null on the last' } },
    },
  },
  securitySchemes: {
    bearer: { type: 'http', scheme: 'bearer', description: 'An API key (Settings › API keys)' },
    basic: { type: 'http', scheme: 'basic', description: 'The API key is the password; the user name is ignored' },
    session: { type: 'apiKey', in: 'cookie', name: 'hookwright.session_token', description: 'Browsers, from pages of this server' },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key', in: 'header', schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
      description: 'For 24 hours the same key with the same body gets the first answer; with another body 422; while the first is still running 409.',
    },
    IfMatch: { name: 'If-Match', in: 'header', schema: { type: 'string' }, description: 'The `ETag` that was read: 412 if it was changed since' },
    Draft: { name: 'draft', in: 'query', schema: { type: 'string' }, description: 'The wizard\'s draft that has the secrets which the body only notes as set' },
  },
  headers: {
    RequestId: { schema: { type: 'string' }, description: 'Names the request in the log' },
    ETag: { schema: { type: 'string' }, description: 'For `If-Match`' },
    NextCursor: { schema: { type: 'string' }, description: '`cursor` of the next page of a CSV; absent on the last' },
    IdempotentReplayed: { schema: { type: 'string', const: 'true' }, description: 'The first answer once more' },
    RetryAfter: { schema: { type: 'integer' }, description: 'Seconds' },
  },
  responses: {
    ...refusals,
    SubscriptionInvalid: {
      description: 'What is wrong with each field, or that the body cannot be parsed',
      content: { 'application/json': { schema: { anyOf: [schema('SubscriptionError'), schema('SubscriptionFieldErrors')] } } },
    },
    SubscriptionRefused: { description: 'Why not, in one sentence', content: { 'application/json': { schema: schema('SubscriptionError') } } },
  },
})
