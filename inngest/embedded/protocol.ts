/** One operation of the SDK's answer (StepRun, Sleep, …); only what the runner reads. */
export interface Op {
  op: string
  id: string
  name: string
  displayName: string
  data: unknown
  error: unknown
}

/** What the in-process handler answered to one call. */
export interface SdkResponse {
  status: number
  headers: Record<string, string>
  body: unknown
}

/** What a step that is over left behind; sent back to the SDK as it is. null: a sleep. */
export type StepState = { data: unknown } | { error: unknown } | null

export type StepStates = Record<string, StepState>

/** The SDK's answer, as a decision. `done` are steps that ended with this call. */
export type Answer =
  | { kind: 'finished' }
  | { kind: 'progress'; done: StepStates }
  | { kind: 'planned'; done: StepStates; planned: Op[] }
  | { kind: 'step-error'; done: StepStates; error: unknown; retryAfter: string | undefined }
  | { kind: 'function-error'; error: unknown; retryAfter: string | undefined; final: boolean }
  | { kind: 'unsupported'; op: Op }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function readOp(value: unknown): Op {
  if (!isRecord(value) || typeof value.op !== 'string' || typeof value.id !== 'string') {
    throw new Error('The SDK answered something that is not a list of operations')
  }
  const { op, id, name, displayName, data = null, error } = value
  return { op, id, name: text(name), displayName: text(displayName) || id, data, error }
}

/** The operations of a 206 answer or of a checkpoint; throws when it has another shape. */
export function readOps(value: unknown): Op[] {
  if (!Array.isArray(value)) throw new Error('The SDK answered something that is not a list of operations')
  return value.map(readOp)
}

/** The states of those operations that end a step; the others are left out. */
export function stepStates(ops: Op[]): StepStates {
  const states: StepStates = {}
  for (const op of ops) {
    if (op.op === 'StepRun') states[op.id] = { data: op.data }
    if (op.op === 'StepFailed') states[op.id] = { error: op.error ?? op.data }
  }
  return states
}

const endsStep = (op: Op): boolean => op.op === 'StepRun' || op.op === 'StepFailed'

/** Decides what an answer means. Throws when it is not an answer at all. */
export function readAnswer(response: SdkResponse): Answer {
  const retryAfter = response.headers['retry-after']
  if (response.status === 200) return { kind: 'finished' }
  if (response.status !== 206) {
    const final = response.headers['x-inngest-no-retry'] === 'true'
    return { kind: 'function-error', error: response.body, retryAfter, final }
  }
  const ops = readOps(response.body)
  const done = stepStates(ops)
  const rest = ops.filter((op) => !endsStep(op) && op.op !== 'DiscoveryRequest')
  const [first] = rest
  if (first === undefined) return { kind: 'progress', done }
  if (first.op === 'RunComplete' && rest.length === 1) return { kind: 'finished' }
  if (first.op === 'StepError' && rest.length === 1) return { kind: 'step-error', done, error: first.error, retryAfter }
  const other = rest.find((op) => op.op !== 'StepPlanned' && op.op !== 'Sleep')
  return other ? { kind: 'unsupported', op: other } : { kind: 'planned', done, planned: rest }
}

/** How a call of the SDK is built: the request that an Inngest server would send. */
export interface SdkCall {
  fn: string
  runId: string
  gen: number
  events: unknown[]
  steps: StepStates
  stack: string[]
  attempt: number
  maxAttempts: number
  /** The one planned step to run; undefined runs the function on from where it is. */
  stepId: string | undefined
}

/**
 * The body of the call. `fn_id` and `qi_id` switch checkpoints on. Without a version the SDK takes its own; to find out that
 * it knows a given one takes it longer than all the rest of the body.
 */
export function callBody(call: SdkCall): Record<string, unknown> {
  const stack = { stack: call.stack, current: Math.max(0, call.stack.length - 1) }
  return {
    event: call.events[0],
    events: call.events,
    steps: call.steps,
    use_api: false,
    defers: {},
    ctx: {
      fn_id: call.fn,
      run_id: call.runId,
      qi_id: call.runId,
      env: 'embedded',
      step_id: 'step',
      attempt: call.attempt,
      max_attempts: call.maxAttempts,
      disable_immediate_execution: call.stepId !== undefined,
      use_api: false,
      stack,
    },
  }
}

/** The headers of the call. */
export const callHeaders = (call: SdkCall): Record<string, string> => ({
  'x-run-id': call.runId,
  'x-inngest-generation-id': String(call.gen),
  'x-inngest-server-kind': 'dev',
})
