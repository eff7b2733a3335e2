import { dispatch } from '@/inngest/dispatch'
import { resendInput } from '@/lib/contracts/delivery'
import { resendDelivery } from '@/lib/deliveries/resend-delivery'
import { accepted, handle } from '@/lib/http/handle'

export const POST = handle<{ id: string }, typeof resendInput>(
  { scope: 'deliveries:write', body: resendInput, bodyOptional: true, audit: 'delivery.resent', limit: 'sends' },
  async ({ caller, params, body, recordAnswer }) =>
    accepted(await resendDelivery(dispatch, caller, params.id, body.body, { recordAnswer, now: Date.now() })),
)
