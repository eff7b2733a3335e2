import * as z from 'zod'

/** What the inbox keeps: so many requests, so many bytes of a body, for so many days. */
export const INBOX_REQUESTS = 100
export const INBOX_BODY_BYTES = 256 * 1024
export const INBOX_DAYS = 7

/** What it can answer. No redirects: nobody follows one, and none of ours may start here. */
export const INBOX_STATUSES = [200, 204, 400, 401, 403, 404, 410, 429, 500, 502, 503] as const
const statuses: readonly number[] = INBOX_STATUSES

/** How the inbox answers; `times`: only the next so many requests, then 200 at once again. */
export const inboxAnswer = z.object({
  status: z.number().int().refine((status) => statuses.includes(status), { error: `Must be one of ${INBOX_STATUSES.join(', ')}` }),
  /** How long it waits before it answers. */
  delaySeconds: z.number().int().min(0).max(30).default(0),
  /** Sent as `Retry-After`. */
  retryAfterSeconds: z.number().int().min(1).max(86_400).nullable().default(null),
  times: z.number().int().min(1).max(1000).nullable().default(null),
})
export type InboxAnswer = z.output<typeof inboxAnswer>

export const inboxPatch = z.object({ answer: inboxAnswer })

/** A workspace's own receiver. */
export const inbox = z.object({
  /** Where it takes requests; the token is masked for those who may not change integrations. */
  url: z.string(),
  /** `times` is how many of them are left. */
  answer: inboxAnswer,
  limits: z.object({ requests: z.number().int(), bodyBytes: z.number().int(), days: z.number().int(), perSecond: z.number().int() }),
})
export type InboxView = z.output<typeof inbox>

/**
 * Whether a request is signed as the integration it comes from signs: `unchecked` where there is no secret to check with.
 */
export const inboxSignature = z.object({
  state: z.enum(['verified', 'wrong', 'missing', 'unsigned', 'unchecked']),
  /** The integration's scheme, where it is known. */
  scheme: z.string().nullable(),
  reason: z.string().nullable(),
})
export type InboxSignature = z.output<typeof inboxSignature>

/** The delivery that a request says it is. */
const inboxDelivery = z.object({
  id: z.string(),
  test: z.boolean(),
  eventType: z.string(),
  integration: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Of a web request of a rule; then there is no integration. */
  rule: z.object({ id: z.string(), name: z.string() }).nullable(),
})

/** A request that arrived, in lists. */
export const inboxRequest = z.object({
  id: z.string(),
  receivedAt: z.string(),
  method: z.string(),
  /** With its question mark, or empty. What looks like a token is masked. */
  query: z.string(),
  address: z.string().nullable(),
  contentType: z.string().nullable(),
  bytes: z.number().int(),
  /** The body was longer; these are its first bytes. */
  truncated: z.boolean(),
  /** What the inbox answered. */
  status: z.number().int(),
  delivery: inboxDelivery.nullable(),
  /** The how manieth request of its delivery it is, among those that are kept. */
  arrival: z.number().int(),
  signature: inboxSignature,
})
export type InboxRequestView = z.output<typeof inboxRequest>

/** The same with what was sent. */
export const inboxRequestDetail = inboxRequest.extend({
  /** In their order; values of secret ones are `[secret]`. */
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  /** As text; null when the bytes are no text in UTF-8. */
  body: z.string().nullable(),
})
export type InboxRequestDetail = z.output<typeof inboxRequestDetail>
