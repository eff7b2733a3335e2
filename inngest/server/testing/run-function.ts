import { sleepEnd } from '@/inngest/embedded/duration'
import { callBody, callHeaders, readAnswer, type StepStates } from '@/inngest/embedded/protocol'
import { signCall } from './sign-call'

/** A function as an app registers it, as far as the test server heeds it. */
export interface RegisteredFunction {
  id: string
  url: string
  events: string[]
  isCron: boolean
  maxAttempts: number
  batch: { maxSize: number; timeoutMs: number } | undefined
}

export interface CallResult {
  status: number
  headers: Record<string, string>
  body: unknown
}

export type CallApp = (url: string, body: string, headers: Record<string, string>) => Promise<CallResult>

/** Calls an app over HTTP as an Inngest server does: signed, and only an answer of an SDK counts as one. */
export const createCallApp = (signingKey: string): CallApp => async (url, body, headers) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'x-inngest-signature': signCall(signingKey, body) },
    body,
  })
  const text = await response.text()
  if (!response.headers.get('x-inngest-sdk')) throw new Error(`no SDK: ${response.status} ${text}`)
  if (!response.headers.get('x-inngest-signature')) throw new Error('the answer is not signed')
  return { status: response.status, headers: Object.fromEntries(response.headers), body: JSON.parse(text) }
}

const RETRY_MS = 40

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

interface Run {
  fn: RegisteredFunction
  runId: string
  events: unknown[]
  steps: StepStates
}

const callOnce = async (run: Run, call: CallApp, attempt: number, stepId?: string) => {
  const { fn, runId, events, steps } = run
  const about = {
    fn: fn.id, runId, gen: 1, events, steps, stack: Object.keys(steps), attempt, maxAttempts: fn.maxAttempts, stepId,
  }
  const url = new URL(fn.url)
  if (stepId !== undefined) url.searchParams.set('stepId', stepId)
  const headers = { ...callHeaders(about), 'x-inngest-server-kind': 'cloud' }
  return readAnswer(await call(url.href, JSON.stringify(callBody(about)), headers))
}

/**
 * Calls a function until it is finished, step by step; what fails is called again up to the function's retries. Returns
 * whether it finished. Real servers wait 15 seconds and more before they call again, this one does not.
 */
export async function runFunction(run: Run, call: CallApp, isStopped: () => boolean): Promise<boolean> {
  let attempt = 0
  let planned: string | undefined
  while (!isStopped()) {
    const answer = await callOnce(run, call, attempt, planned).catch(() => null)
    if (answer?.kind === 'finished') return true
    if (answer?.kind === 'progress' || answer?.kind === 'planned') {
      Object.assign(run.steps, answer.done)
      const op = answer.kind === 'planned' ? answer.planned[0] : undefined
      planned = op?.op === 'StepPlanned' ? op.id : undefined
      if (op?.op === 'Sleep') {
        await pause(Math.max(0, (sleepEnd(op.name, Date.now()) ?? 0) - Date.now()))
        run.steps[op.id] = null
      }
      attempt = 0
      continue
    }
    if (++attempt >= run.fn.maxAttempts) return false
    await pause(RETRY_MS)
  }
  return false
}
