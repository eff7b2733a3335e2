import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { GroupCommit } from '@/inngest/embedded/group-commit'
import { isOutage } from '@/inngest/embedded/is-outage'
import { leaseKey, type Run } from '@/inngest/embedded/run'
import { planSave, writeSaves, type Change, type Save } from '@/inngest/embedded/save-runs'

const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 1000
// Nobody waits for the end of a run, so that many go into one statement also where runs trickle in.
const END_LINGER_MS = 10

/** Runs `work`, and again over an outage as long as `alive` says so; undefined when it no longer does. */
export async function outlastOutage<T>(work: () => Promise<T>, alive: () => boolean): Promise<T | undefined> {
  let wait = FIRST_RETRY_MS
  do {
    try {
      return await work()
    } catch (error) {
      if (!isOutage(error)) throw error
      await sleep(wait)
      wait = Math.min(wait * 2, LAST_RETRY_MS)
    }
  } while (alive())
  return undefined
}

/** Whether nobody can have taken the run over yet. Later, the fence in the statement decides. */
export const isOurs = (run: Run): boolean => !run.stale && performance.now() < run.leaseUntil

/** Saves of runs, grouped per turn into one statement, and tried again over an outage while their leases live. */
export class SaveQueue {
  private readonly queue: GroupCommit<Save, boolean>
  private readonly ends: GroupCommit<Save, boolean>
  private readonly pool: pg.Pool
  readonly counts = { saves: 0, commits: 0, stale: 0 }

  constructor(pool: pg.Pool) {
    this.pool = pool
    this.queue = new GroupCommit((saves) => this.commit(saves))
    this.ends = new GroupCommit((saves) => this.commit(saves), { lingerMs: END_LINGER_MS })
  }

  /** True when it is committed; false when the run is not this worker's any more, which makes it stale. */
  async save(run: Run, change: Change): Promise<boolean> {
    if (run.stale) return false
    const saved = await (change.finished ? this.ends : this.queue).add(planSave(run, change))
    if (!saved) {
      run.stale = true
      this.counts.stale++
    }
    return saved
  }

  private async commit(saves: Save[]): Promise<boolean[]> {
    // Saves of one run in one turn (parallel steps): a later one holds all that the earlier one does, but for steps.
    const merged = mergeSaves(saves)
    let left = merged
    const written = await outlastOutage(
      () => writeSaves(this.pool, left.map((save) => save.row)),
      () => (left = merged.filter((save) => isOurs(save.run))).length > 0,
    )
    this.counts.commits++
    this.counts.saves += saves.length
    return saves.map((save) => written?.has(leaseKey(save.run)) ?? false)
  }
}

/** One save per run: the last one's state with the steps of all. */
export function mergeSaves(saves: readonly Save[]): Save[] {
  const byRun = new Map<string, Save>()
  for (const save of saves) {
    const earlier = byRun.get(leaseKey(save.run))
    const steps = earlier ? { ...earlier.row.s, ...save.row.s } : save.row.s
    byRun.set(leaseKey(save.run), { run: save.run, row: { ...save.row, s: steps } })
  }
  return [...byRun.values()]
}
