import type { Inngest } from 'inngest'
import * as z from 'zod'
import { DELIVERY_RETRY } from '@/lib/dispatch'
import { retryDeliveries } from '@/lib/deliveries/retry-deliveries'
import type { FunctionOptions } from './create-functions'
import type { GetDeps } from './deps'
import { outlastOutage } from './outlast-outage'

const one = z.object({ deliveryId: z.string(), attempt: z.number().int() })
const message = z.union([z.object({ deliveries: z.array(one) }), one])

/**
 * The next attempts of deliveries, many in one run. Messages come when they are due (the embedded runner gives them out by
 * their `ts`, the relay to an Inngest server sends them then); what is early all the same, by another clock, sleeps until
 * it is not. A run asleep holds nothing, and what the row says then is what counts.
 */
export const createRetryDelivery = (client: Inngest, deps: GetDeps, { batched }: FunctionOptions) =>
  client.createFunction(
    {
      id: 'retry-delivery',
      retries: 10,
      ...(batched ? { batchEvents: { maxSize: 100, timeout: '1s' } } : {}),
      triggers: [{ event: DELIVERY_RETRY }],
    },
    async ({ events, step }) => {
      const messages = events.flatMap((event) => {
        const data = message.parse(event.data)
        return 'deliveries' in data ? data.deliveries : [data]
      })
      for (;;) {
        const nextAt = await step.run('attempts', () => outlastOutage(() => retryDeliveries(deps(), messages)))
        if (nextAt === null) return
        await step.sleepUntil('the next is due', new Date(nextAt))
      }
    },
  )
