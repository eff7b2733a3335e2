import { retryAfterDelay } from '@/inngest/embedded/duration'
import { recordSteps, takeSteps, type ExecutionPorts, type Turn } from '@/inngest/embedded/execution-ports'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { readOps, stepStates, type SdkResponse, type StepStates } from '@/inngest/embedded/protocol'
import type { Pending, Run } from '@/inngest/embedded/run'

/**
 * Steps that were found together run side by side, each with its own attempts; the function goes on when all are over
 * (as an Inngest server does with optimised parallelism). Waits in between give the lease back.
 */
export async function runPendingSteps(
  ports: ExecutionPorts,
  run: Run,
  pending: Pending,
  fn: FunctionOptions,
): Promise<Turn> {
  const now = ports.now()
  const due = Object.keys(pending).filter((id) => (pending[id]?.at ?? 0) <= now)
  const slept = endSleeps(run, pending, due)
  const results = await Promise.allSettled(due.map((id) => runPendingStep(ports, run, pending, fn, id)))
  if (run.stale) return 'parked'
  for (const result of results) {
    if (result.status === 'rejected') throw result.reason
    if (result.value === undefined) continue
    await ports.fail(run, result.value.error)
    return 'over'
  }
  const left = Object.values(pending)
  if (left.length === 0) run.pending = null
  const wait = Math.min(...left.map((step) => step.at)) - ports.now()
  const parks = left.length > 0 && wait > 0
  const saved = await ports.save(run, { steps: slept, ...(parks && { releaseIn: wait }) })
  return saved && !parks ? 'again' : 'parked'
}

/** Sleeps that are over become steps without a result; saved together with what comes next. */
function endSleeps(run: Run, pending: Pending, due: readonly string[]): StepStates {
  const slept: StepStates = {}
  for (const id of due) {
    if (pending[id]?.kind !== 'sleep') continue
    slept[id] = null
    delete pending[id]
  }
  takeSteps(run, slept)
  return slept
}

/** Runs one step and saves what became of it; answers its error when it has no attempt left. */
async function runPendingStep(
  ports: ExecutionPorts,
  run: Run,
  pending: Pending,
  fn: FunctionOptions,
  id: string,
): Promise<{ error: unknown } | undefined> {
  const step = pending[id]
  if (!step) return undefined
  const response = await ports.call(run, fn, step.failed, id)
  const done = endedSteps(response)
  if (run.stale) return undefined
  if (Object.hasOwn(done, id)) {
    delete pending[id]
    await recordSteps(ports, run, done)
    return undefined
  }
  step.failed++
  if (step.failed >= fn.maxAttempts) return { error: stepError(response) }
  const after = retryAfterDelay(response.headers['retry-after'], ports.now())
  step.at = ports.now() + (after ?? ports.backoff(step.failed - 1, ports.random()))
  await ports.save(run, {})
  return undefined
}

const endedSteps = (response: SdkResponse): StepStates =>
  response.status === 206 ? stepStates(readOps(response.body)) : {}

/** The step's own error, or what the call said (a step that could not be found, say). */
function stepError(response: SdkResponse): unknown {
  if (response.status !== 206) return response.body
  return readOps(response.body)[0]?.error ?? response.body
}
