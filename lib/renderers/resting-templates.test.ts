import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MAX_RENDER_MS } from '@/lib/templates/template-limits'
import { RestingTemplates } from './resting-templates'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

const problem = { severity: 'error' as const, line: 1, column: 1, endColumn: 2, message: 'The template takes too long to render' }
const failed = { problems: [{ ...problem, code: 'limit' as const }] }
const slow = { ...failed, ms: MAX_RENDER_MS }
const good = { output: '{}', readsAttempt: false }
const MINUTE = 60_000

it('what ended its renderer rests for a minute, with the same words; an edited one and others do not', () => {
  const templates = new RestingTemplates()
  templates.rest('int_1 1', failed)
  expect(templates.answerOf('int_1 1')).toBe(failed)
  expect(templates.answerOf('int_1 2')).toBeUndefined()
  vi.advanceTimersByTime(MINUTE + 1)
  expect(templates.answerOf('int_1 1')).toBeUndefined()
})

it('what runs into its time limit rests after the third time in a row', () => {
  const templates = new RestingTemplates()
  for (const reply of [slow, slow, good, slow, slow]) templates.note('int_1', reply)
  expect(templates.answerOf('int_1')).toBeUndefined()
  templates.note('int_1', slow)
  expect(templates.answerOf('int_1')).toEqual(failed)
})

it('what runs into its time limit on a busy machine, with a part of the CPU only, rests too', () => {
  const templates = new RestingTemplates()
  for (let i = 0; i < 3; i++) templates.note('int_1', { ...failed, ms: MAX_RENDER_MS * 0.2 })
  expect(templates.answerOf('int_1')).toEqual(failed)
})

it('what fails quickly or by another fault, or is slow and succeeds, never rests', () => {
  const templates = new RestingTemplates()
  for (let i = 0; i < 5; i++) {
    templates.note('quick', { ...failed, ms: 20 })
    templates.note('no JSON', { problems: [{ ...problem, code: 'invalid_json' }], ms: MAX_RENDER_MS })
    templates.note('long', { ...good, ms: MAX_RENDER_MS })
  }
  expect(templates.answerOf('quick')).toBeUndefined()
  expect(templates.answerOf('no JSON')).toBeUndefined()
  expect(templates.answerOf('long')).toBeUndefined()
})
