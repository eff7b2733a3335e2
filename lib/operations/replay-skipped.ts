import type { Acting } from '@/lib/audit/acting'
import type { OperationView, SkippedEvents } from '@/lib/contracts/operation'
import { inTransaction, pool, type Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { firstIdAt } from '@/lib/ids'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { enableIntegration } from '@/lib/integrations/switch-integration'
import { findSkipped, readMissed } from './find-skipped'
import { startOperation } from './start-operation'
import { readClock } from './stored-operation'

// Ids are made by the clocks of several processes; an event that was not skipped is not touched anyway.
const SKEW_MS = 5000
const BEFORE_SWITCH_MS = 60_000
const MOST_COUNTED = 100_000

const findTarget = async (db: Queryable, workspaceId: string, id: string): Promise<Target> => {
  const target = (await loadTargetsById(db, [id])).get(id)
  if (target?.workspace.id !== workspaceId || target.ruleId !== null) throw notFound('integration')
  return target
}

const countMissed = async (db: Queryable, target: Target, range: { after: string; upTo: string }, now: number): Promise<number> => {
  let count = 0
  for (let after: string | null = range.after; after !== null && count < MOST_COUNTED;) {
    const page = await findSkipped(db, target, { after, upTo: range.upTo }, now)
    count += (await readMissed(db, target, page.ids, false)).length
    after = page.unrouted === null ? page.reached : null
  }
  return count
}

/**
 * How many events an integration missed while it was switched off, of those that its triggers want now; `since` is by
 * default a minute before it was switched off, or 24 hours ago.
 */
export async function readSkipped(workspaceId: string, id: string, since: string | undefined): Promise<SkippedEvents> {
  const target = await findTarget(pool(), workspaceId, id)
  const now = await readClock(pool())
  const { rows: [row] } = await pool().query<{ at: Date | null }>('SELECT disabled_at AS at FROM integration WHERE id = $1', [id])
  const from = since === undefined ? (row?.at ? row.at.getTime() - BEFORE_SWITCH_MS : now - 24 * 3_600_000) : Date.parse(since)
  const range = { after: firstIdAt('evt', from), upTo: firstIdAt('evt', now + SKEW_MS) }
  return { count: await countMissed(pool(), target, range, now), since: new Date(from).toISOString() }
}

/**
 * Switches an integration on, if it is not, and begins to make deliveries for the events since then that it missed
 * while it was off. Switched on first: from that commit on events are delivered, so that none falls between.
 */
export async function replaySkipped(
  dispatch: Dispatch, acting: Acting, id: string, since: string, recordAnswer?: RecordAnswer,
): Promise<OperationView> {
  await enableIntegration(dispatch, acting, id)
  const target = await findTarget(pool(), acting.workspaceId, id)
  const now = await readClock(pool())
  const range = { after: firstIdAt('evt', Date.parse(since)), upTo: firstIdAt('evt', now + SKEW_MS) }
  const total = await countMissed(pool(), target, range, now)
  return inTransaction((tx) => startOperation(tx, dispatch, {
    acting,
    kind: 'replay_skipped',
    integration: { id, name: target.name },
    filter: { integrationId: id, since },
    body: 'render',
    total,
    after: { [id]: range.after },
    upTo: range.upTo,
  }, recordAnswer))
}
