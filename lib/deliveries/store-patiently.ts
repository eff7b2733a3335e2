import type pg from 'pg'
import { inTransaction, type Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { storeExecutions, type NewExecution } from '@/lib/rules/store-executions'
import { findStored, storeRouted, storeSkips, type RoutedDelivery, type RoutedSkips } from './store-routed'
import { takeOnce } from './take-once'

const PATIENCE_MS = 10_000
const RETRY_MS = 250

interface StoreDeps {
  pool: pg.Pool
  dispatch: Dispatch
  worker: string
  now: () => number
}

/** What events came to. */
export interface Routes {
  routed: readonly RoutedDelivery[]
  skips: readonly RoutedSkips[]
  executions: readonly NewExecution[]
}

/** What came of routed deliveries: the ids that are new, and those that were not made because the same is there. */
export interface StoredRoutes {
  stored: Set<string>
  duplicates: Set<string>
}

const withDuplicates = (skips: readonly RoutedSkips[], refused: readonly RoutedDelivery[]): RoutedSkips[] => {
  const byEvent = new Map(skips.map((one) => [one.eventId, one.skips]))
  for (const { eventId, integrationId } of refused) {
    byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), { integrationId, ruleId: null, reason: 'duplicate' }])
  }
  return [...byEvent].map(([eventId, entries]) => ({ eventId, skips: entries }))
}

const storeTogether = async (tx: Queryable, { worker, dispatch }: StoreDeps, { routed, skips, executions }: Routes): Promise<StoredRoutes> => {
  const duplicates = await takeOnce(tx, routed)
  const stored = await storeRouted(tx, worker, routed.filter(({ id }) => !duplicates.has(id)))
  await storeSkips(tx, withDuplicates(skips, routed.filter(({ id }) => duplicates.has(id))))
  await storeExecutions(tx, dispatch, executions)
  return { stored, duplicates }
}

// A statement alone is a transaction: the usual case, all rendered and nothing skipped, saves two round trips.
const storeOnce = async (deps: StoreDeps, routes: Routes): Promise<StoredRoutes> =>
  routes.skips.length === 0 && routes.executions.length === 0 && routes.routed.every(({ onceKey, problem }) => onceKey === null && problem === null)
    ? { stored: await storeRouted(deps.pool, deps.worker, routes.routed), duplicates: new Set() }
    : inTransaction((tx) => storeTogether(tx, deps, routes), deps.pool)

/**
 * Stores what was routed, and again while the database is away, with the same ids: a commit whose answer was lost has
 * stored them, and what it stored as `sending` nobody else would send before its lease ends.
 */
export async function storePatiently(deps: StoreDeps, routes: Routes): Promise<StoredRoutes> {
  const until = deps.now() + PATIENCE_MS
  for (let tries = 1; ; tries++) {
    try {
      const { stored, duplicates } = await storeOnce(deps, routes)
      return { duplicates, stored: tries === 1 ? stored : new Set([...stored, ...await findStored(deps.pool, routes.routed)]) }
    } catch (error) {
      if (!isDatabaseDown(error) || deps.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
