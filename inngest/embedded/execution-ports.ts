import type { Backoff } from '@/inngest/embedded/backoff'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import type { SdkResponse, StepStates } from '@/inngest/embedded/protocol'
import type { Run } from '@/inngest/embedded/run'
import type { Change } from '@/inngest/embedded/save-runs'

/** What an execution needs of its surroundings. */
export interface ExecutionPorts {
  call(run: Run, fn: FunctionOptions, attempt: number, stepId?: string): Promise<SdkResponse>
  /** False when the run is not this worker's any more. */
  save(run: Run, change: Change): Promise<boolean>
  /** Ends the run as failed, with its failure event. */
  fail(run: Run, error: unknown): Promise<void>
  now(): number
  random(): number
  backoff: Backoff
}

/** `again`: go on at once. `parked`: the lease is given back or lost. `over`: the run has ended. */
export type Turn = 'again' | 'parked' | 'over'

/** Takes ended steps into the run's state, in memory; the next step starts with its first attempt. */
export function takeSteps(run: Run, done: StepStates): void {
  for (const [id, state] of Object.entries(done)) {
    if (!Object.hasOwn(run.steps, id)) run.stack.push(id)
    run.steps[id] = state
    run.attempt = 0
  }
}

/** The same, saved; false when the run was lost. */
export async function recordSteps(ports: Pick<ExecutionPorts, 'save'>, run: Run, done: StepStates): Promise<boolean> {
  if (Object.keys(done).length === 0) return !run.stale
  takeSteps(run, done)
  return ports.save(run, { steps: done })
}

/** A thrown error as the SDK writes errors. */
export const toPlainError = (error: unknown): unknown =>
  error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error
