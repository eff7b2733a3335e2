import * as z from 'zod'
import { deliveryCounts } from './delivery'
import { pageQuery } from './paging'

/** A type's key as clients write it: letters, digits, dot, dash, underscore. */
export const eventTypeKey = z.string().min(1).max(100)

const rfc3339 = /^(\d{4})-(0[1-9]|1[0-2])-(\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,30})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

// `Date.parse` takes 30 February for 1 March. The calendar repeats itself every 400 years.
const daysIn = (year: number, month: number): number => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()

const isDateTime = (text: string): boolean => {
  const [, year, month, day] = rfc3339.exec(text)?.map(Number) ?? []
  return day !== undefined && day >= 1 && day <= daysIn(year ?? 0, month ?? 0)
}

/** RFC 3339 with any number of fraction digits; templates get the text exactly as received. */
export const occurredAt = z
  .string()
  .max(64)
  .refine(isDateTime, {
    message: 'Must be an RFC 3339 date-time such as 2020-06-29T01:14:11.323507851Z',
  })

const noNul = (text: string) => !text.includes('\u0000')
const noNulMessage = { message: 'Must not contain the character U+0000' }

export const newEvent = z.object({
  type: eventTypeKey,
  context: z.record(z.string(), z.unknown()).describe('As the event type\'s contextSchema has it; other fields pass through'),
  description: z.string().max(10_000).refine(noNul, noNulMessage).optional().describe('Left out: made from the event type\'s own template'),
  occurredAt: occurredAt.optional().describe('RFC 3339 with any number of fraction digits; left out: now'),
  scorecard: z.string().min(1).max(253).refine(noNul, noNulMessage).optional().describe('The domain that it is about'),
  id: z.string().min(1).max(255).refine(noNul, noNulMessage).optional().describe('An id of yours: the same again stores nothing'),
})
export type NewEvent = z.infer<typeof newEvent>

export const MAX_EVENTS = 1000
export const MAX_BODY_BYTES = 5 * 1024 * 1024

export const eventBatch = z.object({ events: z.array(newEvent).min(1).max(MAX_EVENTS) })
/** The body of `POST /events`. */
export const eventsInput = z.union([newEvent, eventBatch])

export const acceptedEvent = z.object({ id: z.string(), type: z.string(), status: z.enum(['accepted', 'duplicate']) })
export const acceptedEvents = z.object({ events: z.array(acceptedEvent) })
export type AcceptedEvent = z.infer<typeof acceptedEvent>

/** The first that applies, in this order. */
export const skipReason = z.enum([
  'no_trigger', 'disabled', 'disabled_by_system', 'scope', 'condition', 'below_threshold', 'duplicate',
])
export type SkipReason = z.infer<typeof skipReason>

export const skip = z.object({
  integrationId: z.string().nullable(),
  ruleId: z.string().nullable(),
  reason: skipReason,
})
export type Skip = z.infer<typeof skip>

export const event = z.object({
  id: z.string(),
  number: z.number().int(),
  type: z.string(),
  description: z.string(),
  occurredAt: z.string(),
  scorecard: z.string().nullable(),
  externalId: z.string().nullable(),
  context: z.unknown(),
  createdAt: z.string(),
})
export type EventView = z.infer<typeof event>

/** What became of an event, in numbers. `routed` is false while it is being matched; `skipped` leaves out who has no trigger for it. */
export const eventOutcome = z.object({ routed: z.boolean(), deliveries: deliveryCounts, skipped: z.number().int() })
export type EventOutcome = z.infer<typeof eventOutcome>

/** An event as lists have it. */
export const listedEvent = event.extend({ outcome: eventOutcome })
export type ListedEvent = z.infer<typeof listedEvent>

export const eventQuery = pageQuery.extend({
  type: z.string().max(100).optional(),
  scorecard: z.string().max(253).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})
export type EventQuery = z.infer<typeof eventQuery>

export const eventDelivery = z.object({
  id: z.string(), integrationId: z.string().nullable(), ruleId: z.string().nullable(), status: z.string(),
})
export const eventDetail = event.extend({ deliveries: z.array(eventDelivery), skips: z.array(skip) })
export type EventDetail = z.infer<typeof eventDetail>

/** What a template gets as `notification`. */
export const sample = z.object({
  id: z.number().int(),
  type: z.string(),
  description: z.string(),
  occurredAt: z.string(),
  context: z.record(z.string(), z.unknown()),
})
/** A given sample: may be partial, is merged over the type's own, and is not validated. */
export const partialSample = z.looseObject({})
export type Sample = z.infer<typeof sample>
