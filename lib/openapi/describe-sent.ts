import type { EventType } from '@/lib/catalogue/event-type'
import { listEventTypes } from '@/lib/catalogue/find-event-type'
import { inferSchema } from '@/lib/catalogue/infer-schema'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { renderLabel } from '@/lib/catalogue/render-label'
import type { JsonObject, JsonValue } from '@/lib/json/json-value'
import { renderTemplate } from '@/lib/templates/render-template'
import { sampleScope } from '@/lib/templates/sample-scope'
import { ruleBodyExamples, ruleBodySchema } from './describe-rule-body'

type Json = Record<string, unknown>

/** The body that an event type's own template makes of a sample. */
export function renderDefault({ defaultTemplate }: EventType, sample: EventType['sample']): JsonObject {
  const rendered = renderTemplate({ template: defaultTemplate, contentType: 'application/json', scope: sampleScope(sample) })
  if (!rendered.ok) throw new Error(`The default template of ${sample.type} cannot be rendered`)
  return JSON.parse(rendered.output) as JsonObject // the default templates write objects
}

// What the body takes over from the context has the schema that it has there; the rest is told by what the sample became.
const memberSchema = (type: EventType, name: string, value: JsonValue): JsonSchema | Json => {
  if (value === type.key) return { type: 'string', const: value }
  const known = type.contextSchema.properties[name]
  if (known && typeof value === 'object') return { ...known, type: 'object' }
  return { ...inferSchema({ [name]: value }).properties[name], ...(typeof value === 'string' && { type: 'string' }) }
}

const notification = ({ key, contextSchema }: EventType): Json => ({
  type: 'object', required: ['id', 'type', 'description', 'occurredAt', 'context'],
  properties: {
    id: { type: 'integer', description: 'Counts up; below 2^53' },
    type: { type: 'string', const: key },
    description: { type: 'string' },
    occurredAt: { type: 'string', description: 'RFC 3339, to the digit as it was reported' },
    context: contextSchema,
  },
})

const bodySchema = (type: EventType, body: JsonObject): Json => {
  const properties = Object.entries(body).map(([name, value]) =>
    [name, name === 'notification' ? notification(type) : memberSchema(type, name, value)] as const)
  return { type: 'object', required: Object.keys(body), properties: Object.fromEntries(properties) }
}

const header = (name: string, description: string, required: boolean, example: string) =>
  ({ name, in: 'header', required, description, schema: { type: 'string' }, example })

/** Headers of what is sent. */
export const sentHeaders = {
  WebhookId: header('webhook-id', 'Id of the delivery: the same on every retry and on a resend of the original', true, 'dlv_01JZQ4YB3C8T9M2N5P7R1S6V0W'),
  WebhookTimestamp: header('webhook-timestamp', 'Unix seconds of this attempt', true, '1767225600'),
  WebhookSignature: header('webhook-signature', 'Scheme `standard` (Standard Webhooks): `v1,<base64>` of HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`; the key is what stands in base64 after `whsec_`. Two, separated by a space, while a rotated secret overlaps', false, 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4='),
  GuardSignature: header('X-Guard-Signature', 'Scheme `guard`: HMAC-SHA256 of the body, in hex; the key is the shown secret', false, '1f8b…'),
  ArgyleSignature: header('X-Argyle-Signature', 'Scheme `argyle`: HMAC-SHA512 of the body, in hex; the key is the shown secret', false, '9c2e…'),
  UserAgent: header('user-agent', 'Unless the integration sets its own', true, 'Hookwright/0.1.0'),
}

const refer = (name: string) => ({ $ref: `#/components/parameters/${name}` })
const sentParameters = Object.keys(sentHeaders).map(refer)

const responses = {
  '2XX': { description: 'Taken. With policy `scorecard` only 200 to 209' },
  410: { description: 'Gone: nothing is sent there any more, and the integration is switched off' },
  default: { description: 'Anything else, redirects too, is a failure and is repeated as the integration\'s policy says' },
}

const ruleResponses = {
  '2XX': { description: 'Taken: 200 to 209 with policy `scorecard`, which is the usual one' },
  default: { description: 'Anything else, 410 and redirects too, is a failure: 5 retries within 36 hours, then a mail to the owner. The rule stays on' },
}

const describeSent = (type: EventType): Json => {
  const [typical, ...others] = type.samples.map(({ name, ...sample }) => ({ name, value: renderDefault(type, sample) }))
  const examples = Object.fromEntries([typical, ...others].flatMap((one) => (one ? [[one.name, { value: one.value }]] : [])))
  return {
    post: {
      operationId: `sent ${type.key}`, summary: renderLabel(type), tags: ['What is sent'], security: [],
      description: 'The body that the event type\'s own template makes; an integration may have another.',
      parameters: sentParameters,
      requestBody: { required: true, content: { 'application/json': { schema: bodySchema(type, typical?.value ?? {}), examples } } },
      responses,
    },
  }
}

/** What is sent, by event type, and by rules: headers, bodies, and what the answers mean. */
export const describeAllSent = (): Json => ({
  ...Object.fromEntries(listEventTypes().map((type) => [type.key, describeSent(type)])),
  rule: {
    post: {
      operationId: 'sent rule', summary: 'A web request of a rule', tags: ['What is sent'], security: [],
      description: 'The standard body; a step may have another. Not signed: a step is known by its URL, headers and authentication. '
        + 'A later web request goes out only after the one before it succeeded.',
      parameters: ['WebhookId', 'WebhookTimestamp', 'UserAgent'].map(refer),
      requestBody: { required: true, content: { 'application/json': { schema: ruleBodySchema(), examples: ruleBodyExamples() } } },
      responses: ruleResponses,
    },
  },
})
