import type { Inngest } from 'inngest'
import { sweepDeliveries } from '@/lib/deliveries/sweep-deliveries'
import type { GetDeps } from './deps'

/** The net under everything: finds what a crash has left behind. */
export const createSweepDeliveries = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    { id: 'sweep-deliveries', retries: 2, triggers: [{ cron: '* * * * *' }] },
    async ({ step }) => step.run('sweep', () => sweepDeliveries(deps())),
  )
