import { expect, test } from 'vitest'
import { reduceForm } from '@/components/integration-wizard/state/reduce-form'
import type { ExecutionDetail, RuleTestResult } from '@/lib/contracts/rule'
import { answersBefore, answersOfExecution, answersOfTrial, wordAnswers } from './known-answers'
import { emptyStep, type StepForm } from './rule-form'

const step = (key: string, url: string, more: Partial<StepForm> = {}): StepForm =>
  ({ ...emptyStep(key), destination: reduceForm(emptyStep(key).destination, { kind: 'set', values: { url } }), ...more })
const response = (body: string) => ({ status: 201, headers: {}, body, truncated: false })
const error = { code: 'http_status', message: 'The receiver answered 500', hint: null }

const trial: RuleTestResult = {
  ok: false, executionId: null, trigger: {},
  steps: [
    { number: 1, url: 'https://a.example/', status: 'succeeded', result: { ok: true, status: 201, durationMs: 1, deliveryId: 'dlv_1', request: null, response: response('{"id":7}'), error: null, timings: null } },
    { number: 2, url: 'https://b.example/', status: 'failed', result: { ok: false, status: 500, durationMs: 1, deliveryId: 'dlv_2', request: null, response: response('no'), error, timings: null } },
    { number: 3, url: 'https://c.example/', status: 'not_run', result: null },
  ],
}
const answer = { url: 'https://a.example/', status: 201, body: '{"id":7}' }

test('a later web request is told what a trial’s earlier ones answered, as far as they succeeded, wherever they stand now', () => {
  const [a, b, c] = [step('s1', 'https://a.example/'), step('s2', 'https://b.example/'), step('s3', 'https://c.example/')]
  const known = answersOfTrial([a, b, c], trial)
  expect(answersBefore(known, [a, b, c], 1)).toEqual([])
  expect(answersBefore(known, [a, b, c], 3)).toEqual([answer, null])
  expect(answersBefore(known, [b, a, c], 3)).toEqual([null, answer])
})

test('an answer of another address is none', () => {
  const known = answersOfTrial([step('s1', 'https://a.example/')], trial)
  expect(answersBefore(known, [step('s1', 'https://other.example/'), step('s2', '')], 2)).toEqual([null])
})

test('a saved rule has the answers of its last execution, of a retry what came at last', () => {
  const steps = [step('s1', 'https://a.example/', { id: 'int_1', savedUrl: 'https://a.example/' }), step('s2', 'https://b.example/', { id: 'int_2', savedUrl: 'https://b.example/' })]
  const attempt = { id: 'att_1', trigger: 'automatic', startedAt: '', durationMs: 1, request: { method: 'POST', url: '', headers: {}, body: '' }, timings: null, worker: null } as const
  const told = { number: 1, stepId: 'int_1', url: 'https://a.example/', deliveryId: 'dlv_1', attemptCount: 2, maxAttempts: 6, statusCode: 201, errorCode: null, nextAttemptAt: null, finishedAt: null }
  const execution: Pick<ExecutionDetail, 'steps'> = {
    steps: [{
      ...told, status: 'succeeded',
      attempts: [{ ...attempt, number: 1, response: response('no'), error: { code: 'http_status', message: '' } }, { ...attempt, number: 2, response: response('{"id":7}'), error: null }],
    }, { ...told, number: 2, stepId: 'int_2', status: 'waiting', attempts: [] }],
  }
  expect(answersBefore(answersOfExecution(steps, execution), [...steps, step('s3', '')], 3)).toEqual([answer, null])
  expect(answersOfExecution(steps, null).size).toBe(0)
})

test('the preview says what it takes for answers', () => {
  expect(wordAnswers([])).toBeNull()
  expect(wordAnswers([null, null])).toContain('{"ok": true}. Send a trial event')
  expect(wordAnswers([answer])).toContain('as they really did the last time.')
  expect(wordAnswers([answer, null])).toContain('and {"ok": true} where')
})
