import * as z from 'zod'
import { deliveryFilter, deliveryStatus } from './delivery'

/** `original`: one more attempt of each delivery. `render`: new deliveries from the templates of now. */
export const operationBody = z.enum(['original', 'render'])
export type OperationBody = z.infer<typeof operationBody>

const fields = deliveryFilter.shape
const NARROW = 'Give at least one of id, status, since and integrationId, so that not the whole history is sent again'

/** The fields of `GET /deliveries`; a name that is not one of them is refused, because it would choose more than meant. */
export const bulkFilter = z
  .strictObject({
    ...fields,
    status: z.union([deliveryStatus, z.array(deliveryStatus).min(1)]).optional(),
    integrationId: z.string().min(1).optional(),
    test: z.union([fields.test.unwrap(), z.boolean().transform((value) => (value ? 'true' as const : 'false' as const))]).optional(),
  })
  .superRefine(({ id, status, since, integrationId }, ctx) => {
    if (id !== undefined || status !== undefined || since !== undefined || integrationId !== undefined) return
    ctx.addIssue({ code: 'custom', message: NARROW })
  })

export const bulkResendInput = z.object({
  filter: bulkFilter,
  body: operationBody.default('original'),
  dryRun: z.boolean().default(false),
})
export type BulkResendInput = z.infer<typeof bulkResendInput>

/** The answer of a dry run: how many deliveries would be sent. */
export const bulkEstimate = z.object({ count: z.number().int() })
export type BulkEstimate = z.infer<typeof bulkEstimate>

/** Which events one integration missed while it was switched off, and that its triggers want. */
export const skippedQuery = z.object({ since: z.iso.datetime({ offset: true }).optional() })
export const skippedEvents = z.object({ count: z.number().int(), since: z.string() })
export type SkippedEvents = z.infer<typeof skippedEvents>

export const operationKind = z.enum(['bulk_resend', 'replay_skipped'])
export const operationStatus = z.enum(['running', 'done', 'cancelled'])

/** Work on many deliveries. While it runs `total` is the estimate it began with; then it is what was found. */
export const operation = z.object({
  id: z.string(),
  kind: operationKind,
  status: operationStatus,
  body: operationBody,
  filter: deliveryFilter,
  total: z.number().int(),
  sent: z.number().int(), // handed over to delivery
  failed: z.number().int(), // could not be handed over
  error: z.string().nullable(), // why the last of the failed could not, or why it broke off
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})
export type OperationView = z.infer<typeof operation>
