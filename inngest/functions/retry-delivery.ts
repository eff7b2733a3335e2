import type { Inngest } from 'inngest'
import * as z from 'zod'
import { DELIVERY_RETRY } from '@/lib/dispatch'
import { retryDeliveries } from '@/lib/deliveries/retry-deliveries'
import type { GetDeps } from './deps'
import { outlastOutage } from './outlast-outage'

const message = z.object({ deliveryId: z.string(), attempt: z.number().int() })

/**
 * The next attempts of deliveries, many in one run. The embedded runner gives the messages out when they are due (their
 * `ts`); an Inngest server batches them as they come, so that what is early sleeps until it is not. A run asleep holds
 * nothing, and what the row says then is what counts.
 */
export const createRetryDelivery = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    {
      id: 'retry-delivery',
      retries: 10,
      batchEvents: { maxSize: 100, timeout: '1s' },
      triggers: [{ event: DELIVERY_RETRY }],
    },
    async ({ events, step }) => {
      const messages = events.map((event) => message.parse(event.data))
      for (;;) {
        const nextAt = await step.run('attempts', () => outlastOutage(() => retryDeliveries(deps(), messages)))
        if (nextAt === null) return
        await step.sleepUntil('the next is due', new Date(nextAt))
      }
    },
  )
