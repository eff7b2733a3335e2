import * as z from 'zod'

/** What a subscription can ask for; `*` is all of them. */
export const REPUTATION_EVENTS = ['reputations.added', 'reputations.updated'] as const
export type ReputationEvent = (typeof REPUTATION_EVENTS)[number]

const BLANK = 'This field may not be blank.'

const text = (max: number) =>
  z.string().trim().min(1, BLANK).max(max, `Ensure this field has no more than ${max} characters.`)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'Null characters and half surrogate pairs are not allowed.')

const asked = z.enum([...REPUTATION_EVENTS, '*'], {
  error: ({ input }) => `${JSON.stringify(input) ?? 'undefined'} is not a valid choice: use ${REPUTATION_EVENTS.join(', ')} or *.`,
})

/**
 * `POST /webhooks` in the shape of Argyle's v1 (https://docs.argyle.com/legacy/api-reference/webhooks). Its documents also
 * write `"events": "*"` without a list. `config` has only options for events that are not here.
 */
export const subscriptionInput = z.object({
  events: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(asked).min(1, 'This list may not be empty.').transform((events) => [...new Set(events)]),
  ),
  name: text(200),
  url: text(4096),
  secret: z.string().min(1, BLANK).max(512, 'Ensure this field has no more than 512 characters.')
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'Null characters and half surrogate pairs are not allowed.')
    .nullable().default(null),
  config: z.record(z.string(), z.unknown())
    .refine((options) => Object.keys(options).length === 0, 'These events have no options: leave config out.')
    .nullable().default(null),
})
export type SubscriptionInput = z.infer<typeof subscriptionInput>

/** A subscription as it is read. `secret` is echoed by the answer of create and null from then on. */
export const subscription = z.object({
  id: z.uuid(),
  events: z.array(z.string()),
  name: z.string(),
  url: z.string(),
  secret: z.string().nullable(),
  config: z.null(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type Subscription = z.infer<typeof subscription>

export const subscriptionQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(10),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
export type SubscriptionQuery = z.infer<typeof subscriptionQuery>

/** Its errors: what is wrong with each field (400), or one sentence (any other status). */
export const subscriptionFieldErrors = z.record(z.string(), z.array(z.string()))
export const subscriptionDetail = z.object({ detail: z.string() })

/** A page: `next` and `previous` are whole addresses, as Argyle's v1 gives them. */
export const subscriptionPage = z.object({
  count: z.number().int(),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  results: z.array(subscription),
})
export type SubscriptionPage = z.infer<typeof subscriptionPage>
