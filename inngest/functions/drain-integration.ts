import type { Inngest } from 'inngest'
import * as z from 'zod'
import { INTEGRATION_DRAIN } from '@/lib/dispatch'
import type { GetDeps } from './deps'

const message = z.object({ integrationId: z.string() })

/** What waits of an integration may go on: its breaker closed, or a probe is due. The sender asks gate and rows itself. */
export const createDrainIntegration = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    { id: 'drain-integration', retries: 10, triggers: [{ event: INTEGRATION_DRAIN }] },
    async ({ event, step }) => {
      await step.run('drain', () => {
        deps().sender.expectMore(message.parse(event.data).integrationId)
        return null
      })
    },
  )
