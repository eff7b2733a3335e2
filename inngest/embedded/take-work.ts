import type pg from 'pg'
import { claimLimitedRuns, claimRuns, type Claimant } from '@/inngest/embedded/claim-runs'
import { formBatches } from '@/inngest/embedded/form-batches'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import type { FunctionQueue } from '@/inngest/embedded/peek-queue'
import type { Run } from '@/inngest/embedded/run'

/** Claims cost the least per row in some hundreds. */
const MAX_CLAIM = 500
const LOCKED_RETRY_MS = 10

export interface Taking {
  pool: pg.Pool
  by: Claimant
  /** Slots that are free now; runs that were started count. */
  free(): number
  /** Nothing is executing here: a partial batch is worth taking at once. */
  idle(): boolean
  start(run: Run): void
  eagerMs: number
}

export interface Taken {
  runs: number
  /** Milliseconds until something more may be taken. */
  wait: number
}

/**
 * Takes what is due into the free slots. Each kind of work gets an equal share of them first, in turn, so that a flood
 * of one function leaves room for the others; `round` moves who is first.
 */
export async function takeWork(
  taking: Taking,
  functions: ReadonlyMap<string, FunctionOptions>,
  queues: readonly FunctionQueue[],
  round: number,
): Promise<Taken> {
  const tasks = planTasks(functions, queues)
  const taken: Taken = { runs: 0, wait: nextDue(queues) }
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[(i + round) % tasks.length]
    const room = Math.min(MAX_CLAIM, Math.ceil(taking.free() / (tasks.length - i)))
    if (!task || room <= 0) continue
    const runs = await task(taking, room)
    if (runs === undefined) taken.wait = Math.min(taken.wait, LOCKED_RETRY_MS)
    for (const run of runs ?? []) taking.start(run)
    taken.runs += runs?.length ?? 0
    if (runs?.length === room) taken.wait = 0
  }
  return taken
}

/**
 * Takes waiting items of functions that a notification named, before anyone has looked at the queues: at most half of the
 * free slots, so that a flood of one function leaves room for the others. Answers whether that is all that was told of.
 * `named` is empty afterwards.
 */
export async function takeNamed(
  taking: Taking,
  functions: ReadonlyMap<string, FunctionOptions>,
  named: Set<string>,
): Promise<boolean> {
  let isAll = named.size > 0
  for (const name of [...named]) {
    named.delete(name)
    const fn = functions.get(name)
    const room = Math.min(MAX_CLAIM, Math.ceil(taking.free() / 2))
    const canTake = fn?.batch !== undefined && fn.limit === undefined && room > 0
    const runs = canTake ? ((await takeBatches(taking, room, fn)) ?? []) : []
    for (const run of runs) taking.start(run)
    // Behind a full batch there may be more, and beside a partial one what is too young to be taken.
    isAll &&= canTake && eagerWait(taking, fn) === 0 && runs.every((run) => run.events.length < (fn.batch?.maxSize ?? 0))
  }
  return isAll
}

type Task = (taking: Taking, max: number) => Promise<Run[] | undefined>

const isLimited = (fn: FunctionOptions): boolean => fn.limit !== undefined || fn.keyLimit !== undefined

function planTasks(functions: ReadonlyMap<string, FunctionOptions>, queues: readonly FunctionQueue[]): Task[] {
  const tasks: Task[] = []
  const unlimited: string[] = []
  for (const queue of queues) {
    const fn = functions.get(queue.fn)
    if (!fn || queue.leased >= (fn.limit ?? Infinity)) continue
    if (queue.dueIn !== null && queue.dueIn <= 0) {
      if (isLimited(fn)) tasks.push(({ pool, by }, max) => claimLimitedRuns(pool, by, max, fn))
      else unlimited.push(fn.id)
    }
    if (fn.batch && queue.batchAge !== null) tasks.push((taking, max) => takeBatches(taking, max, fn))
  }
  if (unlimited.length > 0) tasks.push(({ pool, by }, max) => claimRuns(pool, by, max, unlimited))
  return tasks
}

// How old the first item of a partial batch must be.
const eagerWait = (taking: Taking, fn: FunctionOptions): number => {
  const timeoutMs = fn.batch?.timeoutMs ?? 0
  return taking.idle() && taking.eagerMs < timeoutMs ? 0 : Math.min(taking.eagerMs, timeoutMs)
}

const takeBatches = (taking: Taking, max: number, fn: FunctionOptions): Promise<Run[] | undefined> =>
  formBatches(taking.pool, taking.by, max, fn, eagerWait(taking, fn))

/** When the earliest run or batch item that is not due yet will be. */
const nextDue = (queues: readonly FunctionQueue[]): number =>
  Math.min(Infinity, ...queues.flatMap((queue) => (queue.laterIn === null ? [] : [Math.max(0, queue.laterIn)])))
