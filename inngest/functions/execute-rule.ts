import type { Inngest } from 'inngest'
import * as z from 'zod'
import { RULE_EXECUTE } from '@/lib/dispatch'
import { executeRules } from '@/lib/rules/execute-rules'
import type { GetDeps } from './deps'
import { outlastOutage } from './outlast-outage'

const message = z.object({ executionId: z.string(), position: z.number().int() })

/** The next web requests of executions of rules, many in one run. What comes of each orders the one after it. */
export const createExecuteRule = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    {
      id: 'execute-rule',
      retries: 10,
      batchEvents: { maxSize: 100, timeout: '1s' },
      triggers: [{ event: RULE_EXECUTE }],
    },
    async ({ events, step }) => {
      const messages = events.map((event) => message.parse(event.data))
      await step.run('next-requests', async () => {
        await outlastOutage(() => executeRules(deps(), messages))
        return null
      })
    },
  )
