import type pg from 'pg'
import { inTransaction, type Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { storeExecutions, type NewExecution } from '@/lib/rules/store-executions'
import { findStored, storeRouted, storeSkips, type RoutedDelivery, type RoutedSkips, type StoredAs } from './store-routed'
import { takeOnce } from './take-once'

const PATIENCE_MS = 10_000
const RETRY_MS = 250

interface StoreDeps {
  pool: pg.Pool
  dispatch: Dispatch
  worker: string
  now: () => number
  /** For so long after it was read an event counts as not routed by another run, in milliseconds; tests shorten it. */
  freshMs?: number
}

/** What events came to; `readAt` is when they were read, in milliseconds by the database's clock. */
export interface Routes {
  readAt: number
  routed: readonly RoutedDelivery[]
  skips: readonly RoutedSkips[]
  executions: readonly NewExecution[]
}

/** What came of routed deliveries: what the new ones are stored as, and those that were not made because the same is there. */
export interface StoredRoutes {
  stored: Map<string, StoredAs>
  duplicates: Set<string>
}

const withDuplicates = (skips: readonly RoutedSkips[], refused: readonly RoutedDelivery[]): RoutedSkips[] => {
  const byEvent = new Map(skips.map((one) => [one.eventId, one.skips]))
  for (const { eventId, integrationId } of refused) {
    byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), { integrationId, ruleId: null, reason: 'duplicate' }])
  }
  return [...byEvent].map(([eventId, entries]) => ({ eventId, skips: entries }))
}

// A run is taken over when its lease of half a minute is over, and an event is swept up after two.
const FRESH_MS = 1000
const freshUntil = ({ freshMs = FRESH_MS }: StoreDeps, readAt: number): number => readAt + freshMs

// Skips first: of two runs of the same event one has the row, and the other stores nothing of it.
const storeTogether = async (tx: Queryable, deps: StoreDeps, { readAt, routed, skips, executions }: Routes): Promise<StoredRoutes> => {
  const duplicates = await takeOnce(tx, routed)
  const all = withDuplicates(skips, routed.filter(({ id }) => duplicates.has(id)))
  const withSkips = await storeSkips(tx, all)
  const passed = new Set(all.flatMap(({ eventId }) => (withSkips.has(eventId) ? [] : [eventId])))
  const isMine = ({ eventId }: { eventId: string }) => !passed.has(eventId)
  const wanted = routed.filter((one) => isMine(one) && !duplicates.has(one.id))
  const stored = await storeRouted(tx, { worker: deps.worker, routes: { withSkips, freshUntil: freshUntil(deps, readAt) } }, wanted)
  await storeExecutions(tx, deps.dispatch, executions.filter(isMine))
  return { stored, duplicates }
}

const storeAlone = (deps: StoreDeps, { readAt, routed }: Routes) =>
  storeRouted(deps.pool, { worker: deps.worker, routes: { withSkips: new Set(), freshUntil: freshUntil(deps, readAt) } }, routed)

// A statement alone is a transaction: the usual case, all rendered and nothing skipped, saves two round trips.
const storeOnce = async (deps: StoreDeps, routes: Routes): Promise<StoredRoutes> =>
  routes.skips.length === 0 && routes.executions.length === 0 && routes.routed.every(({ onceKey, problem }) => onceKey === null && problem === null)
    ? { stored: await storeAlone(deps, routes), duplicates: new Set() }
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
      return { duplicates, stored: tries === 1 ? stored : new Map([...stored, ...await findStored(deps.pool, deps.worker, routes.routed)]) }
    } catch (error) {
      if (!isDatabaseDown(error) || deps.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
