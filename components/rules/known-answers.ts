import type { ExecutionDetail, RuleTestResult } from '@/lib/contracts/rule'
import type { KnownAnswer } from '@/lib/contracts/template'
import type { StepForm } from './rule-form'

/** What web requests were answered, by the key of their place in the form, and the address that was asked. */
export type KnownAnswers = ReadonlyMap<string, { typedUrl: string; answer: KnownAnswer }>

/** The answers of a trial of these web requests. Pure. */
export function answersOfTrial(steps: readonly StepForm[], trial: RuleTestResult): KnownAnswers {
  const known = new Map<string, { typedUrl: string; answer: KnownAnswer }>()
  for (const { number, status, url, result } of trial.steps) {
    const step = steps[number - 1]
    const response = result?.response
    if (!step || status !== 'succeeded' || !response) continue
    known.set(step.key, { typedUrl: step.destination.url, answer: { url, status: response.status, body: response.body } })
  }
  return known
}

/** The answers that web requests of the saved rule got when it last fired, or was tried. Pure. */
export function answersOfExecution(steps: readonly StepForm[], execution: Pick<ExecutionDetail, 'steps'> | null | undefined): KnownAnswers {
  const known = new Map<string, { typedUrl: string; answer: KnownAnswer }>()
  for (const { stepId, status, url, attempts } of execution?.steps ?? []) {
    const step = steps.find(({ id }) => id === stepId)
    const response = attempts.findLast((attempt) => attempt.error === null && attempt.response !== null)?.response
    if (!step || status !== 'succeeded' || !response) continue
    known.set(step.key, { typedUrl: step.savedUrl ?? '', answer: { url, status: response.status, body: response.body } })
  }
  return known
}

/** For the web request of this number: what each one before it has answered; null where its address has not been asked. */
export const answersBefore = (known: KnownAnswers, steps: readonly StepForm[], number: number): (KnownAnswer | null)[] =>
  steps.slice(0, number - 1).map(({ key, destination }) => {
    const one = known.get(key)
    return one?.typedUrl === destination.url ? one.answer : null
  })

/** Says below a preview what it takes for the earlier answers; null where there are none. */
export function wordAnswers(answers: readonly (KnownAnswer | null)[]): string | null {
  if (answers.length === 0) return null
  if (answers.every((one) => one !== null)) return 'Here the web requests before it have answered as they really did the last time.'
  const example = '{"ok": true}'
  if (answers.every((one) => one === null)) return `Here the web requests before it have answered ${example}. Send a trial event to see it with their real answers.`
  return `Here the web requests before it have answered as they really did the last time, and ${example} where they have not been tried.`
}
