import type { Inngest } from 'inngest'
import { sweepDeliveries } from '@/lib/deliveries/sweep-deliveries'
import { sweepExecutions } from '@/lib/rules/sweep-executions'
import { evaluateForgotten } from '@/lib/scores/evaluate-triggers'
import { disableFailing } from '@/lib/integrations/disable-failing'
import type { GetDeps } from './deps'

/** The net under everything: finds what a crash has left behind, and integrations that have failed for too long. */
export const createSweepDeliveries = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    { id: 'sweep-deliveries', retries: 2, triggers: [{ cron: '* * * * *' }] },
    async ({ step }) => {
      await step.run('sweep', async () => {
        const found = await sweepDeliveries(deps())
        if (found.lost + found.offered + found.rerouted > 0) deps().log.warn(found, 'sweep: took up what was lost or forgotten')
        return found
      })
      await step.run('disable-failing', async () => {
        const { pool, dispatch, log } = deps()
        const disabled = await disableFailing(pool, dispatch)
        if (disabled.length > 0) log.warn({ integrationIds: disabled }, 'switched off: only failures for five days')
        return disabled
      })
      await step.run('executions', async () => {
        const found = await sweepExecutions(deps())
        if (found > 0) deps().log.warn({ executions: found }, 'sweep: took up executions of rules')
        return found
      })
      await step.run('evaluate-forgotten', async () => {
        const workspaces = await evaluateForgotten(deps())
        if (workspaces > 0) deps().log.warn({ workspaces }, 'sweep: took up scores whose message was lost')
        return workspaces
      })
    },
  )
