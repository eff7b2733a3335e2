import type { Inngest } from 'inngest'
import { env } from '@/lib/env'
import { applyRetention } from '@/lib/retention/apply-retention'
import type { GetDeps } from './deps'

const STEP_MS = 5000
const MAX_STEPS = 100 // the next run goes on

/** Removes what is past its retention: a little every ten minutes, in steps that a stopping worker can wait for. */
export const createApplyRetention = (client: Inngest, deps: GetDeps) =>
  client.createFunction(
    { id: 'apply-retention', retries: 2, concurrency: 1, triggers: [{ cron: '*/10 * * * *' }] },
    async ({ step }) => {
      for (let i = 0; i < MAX_STEPS; i++) {
        const { more } = await step.run(`purge-${i}`, async () => {
          const { RETENTION_DAYS: days, RETENTION_BODY_DAYS: bodyDays } = env()
          const done = await applyRetention(deps(), { days, bodyDays, budgetMs: STEP_MS })
          if (Object.keys(done.removed).length > 0) deps().log.info(done, 'retention')
          return done
        })
        if (!more) return
      }
    },
  )
