import type { Inngest } from 'inngest'
import * as z from 'zod'
import { SCORES_OBSERVED } from '@/lib/dispatch'
import { evaluateTriggers } from '@/lib/scores/evaluate-triggers'
import type { GetDeps } from './deps'
import { outlastOutage } from './outlast-outage'

const message = z.object({ batchId: z.string(), workspaceId: z.string() })

/** Observations that were accepted: the triggers that they fire become events. One batch of a workspace at a time. */
export const createEvaluateScores = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    {
      id: 'evaluate-scores',
      retries: 10,
      concurrency: { limit: 1, key: 'event.data.workspaceId' },
      triggers: [{ event: SCORES_OBSERVED }],
    },
    async ({ event, step }) => {
      await step.run('evaluate', async () => {
        await outlastOutage(() => evaluateTriggers(deps(), message.parse(event.data)))
        return null
      })
    },
  )
