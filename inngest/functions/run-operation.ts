import type { Inngest } from 'inngest'
import * as z from 'zod'
import { OPERATION_RUN } from '@/lib/dispatch'
import { breakOffOperation, runOperation } from '@/lib/operations/run-operation'
import type { GetDeps } from './deps'

const message = z.object({ operationId: z.string(), turn: z.number().int().default(0) })

/** One step of an operation; the step itself dispatches the next one, in the transaction of what it has done. */
export const createRunOperation = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    {
      id: 'run-operation',
      retries: 10,
      triggers: [{ event: OPERATION_RUN }],
      onFailure: async ({ event, error, step }) => {
        const { operationId } = message.parse(event.data.event.data)
        await step.run('break off', async () => {
          await breakOffOperation(deps(), operationId, error.message)
          return null
        })
      },
    },
    async ({ event, step }) => {
      await step.run('step', async () => {
        await runOperation(deps(), message.parse(event.data))
        return null
      })
    },
  )
