import * as z from 'zod'
import { MAX_CHOSEN } from './choices'
import { pageQuery } from './paging'

export const deliveryStatus = z.enum(['pending', 'sending', 'retrying', 'succeeded', 'failed', 'cancelled'])
export type DeliveryStatus = z.infer<typeof deliveryStatus>

/** How many deliveries are in each state. */
export const deliveryCounts = z.object({
  pending: z.number(), sending: z.number(), retrying: z.number(),
  succeeded: z.number(), failed: z.number(), cancelled: z.number(),
})
export type DeliveryCounts = z.infer<typeof deliveryCounts>

/** Why an attempt failed. Closed list. */
export const errorCode = z.enum([
  'dns', 'connect', 'tls', 'timeout', 'reset', 'blocked_address', 'redirect', 'http_status', 'too_large', 'protocol',
  'template', 'unknown_outcome',
])
export type ErrorCode = z.infer<typeof errorCode>

export const waitingFor = z.enum(['breaker', 'rate', 'concurrency']).nullable()
export const statusClass = z.enum(['1xx', '2xx', '3xx', '4xx', '5xx', 'none'])

const headers = z.record(z.string(), z.string())
export const sentRequest = z.object({ method: z.literal('POST'), url: z.string(), headers, body: z.string() })
export const receivedResponse = z.object({
  status: z.number().int(), headers, body: z.string(), truncated: z.boolean(),
})
export const timings = z.object({
  dnsMs: z.number().nullable(),
  connectMs: z.number().nullable(),
  tlsMs: z.number().nullable(),
  firstByteMs: z.number().nullable(),
})
export type Timings = z.infer<typeof timings>

export const attempt = z.object({
  id: z.string(),
  number: z.number().int(),
  trigger: z.enum(['automatic', 'manual', 'test']),
  startedAt: z.string(),
  durationMs: z.number(),
  request: sentRequest,
  response: receivedResponse.nullable(),
  error: z.object({ code: errorCode, message: z.string() }).nullable(),
  timings: timings.nullable(),
  worker: z.string().nullable(),
})
export type AttemptView = z.infer<typeof attempt>

export const delivery = z.object({
  id: z.string(),
  status: deliveryStatus,
  waitingFor,
  test: z.boolean(),
  eventType: z.string(),
  eventId: z.string().nullable(),
  integration: z.object({ id: z.string(), name: z.string() }).nullable(),
  ruleId: z.string().nullable(),
  /** Of a web request of a rule; then there is no integration. */
  rule: z.object({ id: z.string(), name: z.string() }).nullable(),
  url: z.string(),
  attemptCount: z.number().int(),
  maxAttempts: z.number().int(),
  statusCode: z.number().int().nullable(),
  errorCode: errorCode.nullable(),
  nextAttemptAt: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})
export type DeliveryView = z.infer<typeof delivery>

export const deliveryDetail = delivery.extend({
  event: z
    .object({
      id: z.string(), number: z.number().int(), type: z.string(), description: z.string(), occurredAt: z.string(),
      createdAt: z.string(), context: z.unknown(),
    })
    .nullable(),
  /** The execution whose web request it is, and which one, from 1. Null for integrations, and for what was rendered anew. */
  execution: z.object({ id: z.string(), number: z.number().int() }).nullable(),
  body: z.string().nullable(), // null: dropped by retention, or never rendered
  contentType: z.string().nullable(),
  attempts: z.array(attempt),
})
export type DeliveryDetail = z.infer<typeof deliveryDetail>

/** What deliveries are chosen by, in lists and for work on many of them. */
export const deliveryFilter = z.object({
  id: z.union([z.string(), z.array(z.string()).min(1).max(MAX_CHOSEN)]).optional(),
  status: z.union([deliveryStatus, z.array(deliveryStatus)]).optional(),
  integrationId: z.string().optional(),
  ruleId: z.string().optional(),
  eventType: z.string().optional(),
  eventId: z.string().optional(),
  statusClass: statusClass.optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  test: z.enum(['true', 'false']).optional(),
  q: z.string().max(200).optional(),
})
export type DeliveryFilter = z.infer<typeof deliveryFilter>

export const deliveryQuery = pageQuery.extend(deliveryFilter.shape)
export type DeliveryQuery = z.infer<typeof deliveryQuery>

/** `original`: one more attempt of this delivery with the same bytes. `render`: a new delivery, rendered anew. */
export const resendInput = z.object({ body: z.enum(['original', 'render']).default('original') })

/** `id` of the delivery that goes out: a new one when it was rendered anew. */
export const resent = z.object({ id: z.string(), status: z.literal('pending') })
export type Resent = z.infer<typeof resent>

/** The answer of `POST /integrations/test`. */
export const testResult = z.object({
  ok: z.boolean(),
  status: z.number().int().nullable(),
  durationMs: z.number(),
  deliveryId: z.string().nullable(), // where history shows it; null when nothing could be sent and nothing was kept
  request: sentRequest.nullable(), // null when the body could not be rendered
  response: receivedResponse.nullable(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
  timings: timings.nullable(),
})
export type TestResult = z.infer<typeof testResult>
