import type { Inngest } from 'inngest'
import * as z from 'zod'
import { DELIVERY_RETRY } from '@/lib/dispatch'
import { retryDelivery } from '@/lib/deliveries/retry-delivery'
import type { GetDeps } from './deps'

const message = z.object({ deliveryId: z.string(), attempt: z.number().int() })

/** The next attempt of a delivery. The message comes when it is due: its `ts` is the time that the schedule gave. */
export const createRetryDelivery = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    { id: 'retry-delivery', retries: 10, triggers: [{ event: DELIVERY_RETRY }] },
    async ({ event, step }) => {
      await step.run('attempt', async () => {
        await retryDelivery(deps(), message.parse(event.data))
        return null
      })
    },
  )
