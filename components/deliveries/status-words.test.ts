import { expect, test } from 'vitest'
import { attemptsText, describeProgress, outcomeText, statusLooks } from './status-words'

const now = Date.parse('2026-11-21T14:00:00Z')
const retrying = { status: 'retrying', nextAttemptAt: '2026-11-21T14:04:12Z', waitingFor: null } as const

test('every status has its own word', () => {
  const words = Object.values(statusLooks).map((look) => look.word)
  expect(words).toEqual(['Queued', 'Sending', 'Delivered', 'Retrying', 'Failed', 'Cancelled', 'Skipped'])
})

test('a retry counts down to its time and never below it', () => {
  expect(describeProgress(retrying, now)).toBe('next in 4 m 12 s')
  expect(describeProgress(retrying, now + 251_200)).toBe('next in 1 s')
  expect(describeProgress(retrying, now + 252_000)).toBe('due now')
  expect(describeProgress(retrying, now + 999_000)).toBe('due now')
})

test('why a delivery is held back goes before when it would be due', () => {
  expect(describeProgress({ ...retrying, waitingFor: 'breaker' }, now)).toContain('receiver fails')
  expect(describeProgress({ status: 'pending', nextAttemptAt: null, waitingFor: 'rate' }, now)).toContain('rate limit')
})

test.each(['succeeded', 'failed', 'cancelled', 'sending'] as const)('%s has nothing to wait for', (status) => {
  expect(describeProgress({ ...retrying, status, waitingFor: 'rate' }, now)).toBeNull()
})

test('attempts are counted against the schedule, and beyond it without one', () => {
  expect(attemptsText({ attemptCount: 2, maxAttempts: 6 })).toBe('2/6 attempts')
  expect(attemptsText({ attemptCount: 7, maxAttempts: 6 })).toBe('7 attempts')
  expect(attemptsText({ attemptCount: 1, maxAttempts: 1 })).toBe('1/1 attempt')
})

test('the outcome is the status that was received, else why none was', () => {
  expect(outcomeText({ statusCode: 503, errorCode: 'http_status' })).toBe('HTTP 503')
  expect(outcomeText({ statusCode: null, errorCode: 'timeout' })).toBe('timed out')
  expect(outcomeText({ statusCode: null, errorCode: null })).toBeNull()
})
