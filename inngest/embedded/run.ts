import type { StepStates } from '@/inngest/embedded/protocol'

/** A step that was found together with others: to be run, or asleep. `at` in milliseconds since the epoch. */
export interface PendingStep {
  kind: 'step' | 'sleep'
  at: number
  /** Attempts that failed so far. */
  failed: number
}

export type Pending = Record<string, PendingStep>

/** A run that this worker has a lease on. */
export interface Run {
  id: string
  fn: string
  events: unknown[]
  steps: StepStates
  /** The ids of the steps in the order they ended. */
  stack: string[]
  pending: Pending | null
  attempt: number
  /** Counts claims; every write names it, so that an owner from before changes nothing. */
  gen: number
  crashes: number
  /** When the lease ends on this process's monotonic clock, reckoned from before the statement: never too late. */
  leaseUntil: number
  /** Someone else may have the run now: nothing more is to be done for it here. */
  stale: boolean
}

export type Lease = Pick<Run, 'id' | 'gen'>

/** Names one lease on a run; the same run may be leased again, also by the same worker. */
export const leaseKey = (lease: Lease): string => `${lease.id} ${lease.gen}`

/** The columns that make a Run, for RETURNING. */
export const RUN_COLUMNS = 'id, fn, events, steps, stack, pending, attempt, gen, crashes'

export interface RunRow {
  id: string
  fn: string
  /** json: parsed by plain pg, text in a pool that keeps json as text. */
  events: string | unknown[]
  steps: StepStates
  stack: string[]
  pending: Pending | null
  attempt: number
  gen: number
  crashes: number
}

export const toRun = (row: RunRow, leaseUntil: number): Run => {
  const parsed: unknown = typeof row.events === 'string' ? JSON.parse(row.events) : row.events
  return { ...row, events: Array.isArray(parsed) ? parsed : [], leaseUntil, stale: false }
}
