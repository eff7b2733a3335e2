import * as z from 'zod'
import { MAX_OWN_SAMPLES } from './choices'
import { sample } from './event'

const jsonSchema = z.record(z.string(), z.unknown())

/** What only a workspace's own types have. */
export const ownEventType = z.object({
  descriptionTemplate: z.string(),
  /** Whether these follow the samples, or were given. */
  inferred: z.object({ contextSchema: z.boolean(), defaultTemplate: z.boolean() }),
  /** Integrations that have a trigger of this type: while there are any, it cannot be deleted. */
  integrations: z.array(z.object({ id: z.string(), name: z.string() })),
  createdAt: z.string(),
  updatedAt: z.string(),
})

/** An entry of the catalogue as the API shows it; `params` and `contextSchema` are JSON Schema. */
export const eventType = z.object({
  key: z.string(),
  label: z.string(),
  category: z.string(),
  params: jsonSchema,
  contextSchema: jsonSchema,
  sample,
  samples: z.array(z.object({ name: z.string(), sample })),
  defaultTemplate: z.string(),
  own: ownEventType.nullable().describe('Null for a built-in type'),
})
export type EventTypeView = z.infer<typeof eventType>

const KEY = /^[A-Za-z](?:[\w-]|\.(?=[\w-]))*$/

/** The key of an own type. `new` is the address of the page that makes one. */
export const ownTypeKey = z.string().min(1).max(100)
  .regex(KEY, { message: 'Must begin with a letter and have only letters, digits, _ and -, with single dots between them: order.shipped' })
  .refine((key) => key !== 'new', { message: 'This key cannot be used' })

const label = z.string().trim().min(1, { message: 'Must not be empty' }).max(200)
const givenSample = jsonSchema.describe(
  'An event as it will be posted, {"context": {…}, "description"?, "occurredAt"?}, or only its context',
)


const fields = z.object({
  label: label.describe('A sentence for the list of triggers: "When an order is shipped"'),
  descriptionTemplate: z.string().max(1000).nullable().optional()
    .describe('For events without a description: text with places such as {{ notification.context.orderId }}. Null or left out: the label'),
  sample: givenSample.optional(),
  samples: z.array(jsonSchema).max(MAX_OWN_SAMPLES + 2).optional().describe('More of them: what not all have is optional'),
  contextSchema: jsonSchema.nullable().optional().describe('JSON Schema that contexts are checked by. Null or left out: inferred from the samples'),
  defaultTemplate: z.string().min(1).max(100_000).nullable().optional().describe('Liquid. Null or left out: one that writes each field of the context'),
})

/** What is read only (`category`, `params`, `own`) may be sent back and is ignored. */
export const eventTypeInput = fields.extend({ key: ownTypeKey }).refine(
  ({ sample, samples, contextSchema }) => sample !== undefined || (samples?.length ?? 0) > 0 || Boolean(contextSchema),
  { path: ['sample'], message: 'Give a sample of the context, or a contextSchema' },
)
export type EventTypeInput = z.infer<typeof eventTypeInput>

/** A PATCH: what is left out stays; null goes back to what is inferred. The key stays: triggers and events carry it. */
export const eventTypePatch = fields.partial().extend({ key: z.string().optional().describe('As read') })
export type EventTypePatch = z.infer<typeof eventTypePatch>
