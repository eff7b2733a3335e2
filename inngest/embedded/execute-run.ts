import { retryAfterDelay, sleepEnd } from '@/inngest/embedded/duration'
import type { ExecutionPorts, Turn } from '@/inngest/embedded/execution-ports'
import { recordSteps, takeSteps, toPlainError } from '@/inngest/embedded/execution-ports'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { MAX_CRASHES } from '@/inngest/embedded/keep-leases'
import { readAnswer, type Answer, type Op, type StepStates } from '@/inngest/embedded/protocol'
import { runPendingSteps } from '@/inngest/embedded/run-pending-steps'
import type { Pending, Run } from '@/inngest/embedded/run'

/** Runs one leased run until it ends, has to wait, or is lost to another worker. */
export async function executeRun(ports: ExecutionPorts, run: Run, fn: FunctionOptions): Promise<Turn> {
  if (run.crashes >= MAX_CRASHES) return fail(ports, run, crashError(run))
  let turn: Turn = 'again'
  while (turn === 'again' && !run.stale) {
    try {
      turn = run.pending
        ? await runPendingSteps(ports, run, run.pending, fn)
        : await applyAnswer(ports, run, fn, readAnswer(await ports.call(run, fn, run.attempt)))
    } catch (error) {
      // Not the function's fault but ours or the SDK's; it has the same number of attempts.
      turn = await retry(ports, run, fn, toPlainError(error), undefined)
    }
  }
  return turn === 'again' ? 'parked' : turn
}

async function applyAnswer(ports: ExecutionPorts, run: Run, fn: FunctionOptions, answer: Answer): Promise<Turn> {
  if (run.stale) return 'parked'
  switch (answer.kind) {
    case 'finished':
      await ports.save(run, { finished: true })
      return 'over'
    case 'progress':
      return (await recordSteps(ports, run, answer.done)) ? 'again' : 'parked'
    case 'planned':
      return plan(ports, run, answer.done, answer.planned)
    case 'step-error':
      if (!(await recordSteps(ports, run, answer.done))) return 'parked'
      return retry(ports, run, fn, answer.error, answer.retryAfter)
    case 'function-error':
      return answer.final ? fail(ports, run, answer.error) : retry(ports, run, fn, answer.error, answer.retryAfter)
    case 'unsupported':
      return fail(ports, run, unsupportedError(run, answer.op))
  }
}

async function plan(ports: ExecutionPorts, run: Run, done: StepStates, ops: Op[]): Promise<Turn> {
  const now = ports.now()
  const pending: Pending = {}
  for (const op of ops) {
    const at = op.op === 'Sleep' ? sleepEnd(op.name, now) : 0
    if (at === undefined) return fail(ports, run, sleepError(op))
    pending[op.id] = { kind: op.op === 'Sleep' ? 'sleep' : 'step', at, failed: 0 }
  }
  takeSteps(run, done)
  run.pending = pending
  run.attempt = 0
  const wait = Math.min(...Object.values(pending).map((step) => step.at)) - now
  const saved = await ports.save(run, { steps: done, ...(wait > 0 && { releaseIn: wait }) })
  return saved && wait <= 0 ? 'again' : 'parked'
}

async function retry(
  ports: ExecutionPorts,
  run: Run,
  fn: FunctionOptions,
  error: unknown,
  retryAfter: string | undefined,
): Promise<Turn> {
  if (run.attempt + 1 >= fn.maxAttempts) return fail(ports, run, error)
  const delay = retryAfterDelay(retryAfter, ports.now()) ?? ports.backoff(run.attempt, ports.random())
  run.attempt++
  await ports.save(run, { releaseIn: delay })
  return 'parked'
}

async function fail(ports: ExecutionPorts, run: Run, error: unknown): Promise<Turn> {
  if (!run.stale) await ports.fail(run, error)
  return 'over'
}

const crashError = (run: Run): unknown => ({
  name: 'WorkerCrashedError',
  message: `The process died ${run.crashes} times while it ran this function`,
})

const sleepError = (op: Op): unknown => ({ name: 'Error', message: `The sleep "${op.displayName}" has no time` })

const unsupportedError = (run: Run, op: Op): unknown => ({
  name: 'UnsupportedByEmbeddedRunnerError',
  message:
    `${run.fn} used ${op.op} ("${op.displayName}"). The embedded runner has step.run, step.sleep, step.sleepUntil ` +
    'and step.sendEvent; run the function on an Inngest server (ENGINE=inngest).',
})
