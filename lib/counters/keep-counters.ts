import type pg from 'pg'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { foldTallies } from './fold-tallies'
import { rebuildCounters } from './rebuild-counters'

const EVERY_MS = 2000
const BUDGET_MS = 500 // for history, so that delivery has the rest of the time

interface CounterDeps {
  pool: pg.Pool
  now: () => number
  log: { error(details: object, message: string): void }
}

/**
 * Keeps the counters up to date until stopped: every 2 seconds what was recorded since goes into them, and after an
 * upgrade a part of the history.
 */
export function keepCounters({ pool, now, log }: CounterDeps): { stop(): Promise<void> } {
  let working: Promise<void> | undefined
  let rebuilt = false
  const work = async () => {
    if (!rebuilt) rebuilt = await rebuildCounters(pool, { now: now(), budgetMs: BUDGET_MS }) === 'done'
    await foldTallies(pool, now())
  }
  // While the database is away others say so; a refusal is a fault of ours.
  const told = (error: unknown) => {
    if (!isDatabaseDown(error)) log.error({ err: String(error) }, 'counters were not kept')
  }
  const timer = setInterval(() => { working ??= work().catch(told).finally(() => { working = undefined }) }, EVERY_MS)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await working
    },
  }
}
