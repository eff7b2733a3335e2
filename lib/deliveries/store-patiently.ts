import type pg from 'pg'
import { inTransaction } from '@/lib/db'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { findStored, storeRouted, storeSkips, type RoutedDelivery, type RoutedSkips } from './store-routed'

const PATIENCE_MS = 10_000
const RETRY_MS = 250

interface StoreDeps {
  pool: pg.Pool
  worker: string
  now: () => number
}

// A statement alone is a transaction: the usual case, all delivered and nothing skipped, saves two round trips.
const storeOnce = (deps: StoreDeps, routed: readonly RoutedDelivery[], skips: readonly RoutedSkips[]): Promise<Set<string>> => {
  if (skips.length === 0) return storeRouted(deps.pool, deps.worker, routed)
  return inTransaction(async (tx) => {
    const ids = await storeRouted(tx, deps.worker, routed)
    await storeSkips(tx, skips)
    return ids
  }, deps.pool)
}

/**
 * Stores what was routed, and again while the database is away, with the same ids: a commit whose answer was lost has
 * stored them, and what it stored as `sending` nobody else would send before its lease ends. Returns the ids that are new.
 */
export async function storePatiently(
  deps: StoreDeps, routed: readonly RoutedDelivery[], skips: readonly RoutedSkips[],
): Promise<Set<string>> {
  const until = deps.now() + PATIENCE_MS
  for (let tries = 1; ; tries++) {
    try {
      const ids = await storeOnce(deps, routed, skips)
      return tries === 1 ? ids : new Set([...ids, ...await findStored(deps.pool, routed)])
    } catch (error) {
      if (!isDatabaseDown(error) || deps.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
