import { expect, it } from 'vitest'
import { changeStreak, probeDelayMs } from './breaker'

const ok = (endedAt: number) => ({ ok: true, error: null, endedAt })
const failed = (endedAt: number, error = '503') => ({ ok: false, error, endedAt })

it('counts failures since the last success, in the order in which the attempts ended', () => {
  expect(changeStreak([failed(30, 'timeout'), ok(20), failed(10)])).toEqual({
    reset: true, failures: 1, firstFailedAt: 30, lastFailedAt: 30, error: 'timeout',
  })
  expect(changeStreak([failed(10), failed(20, 'reset')])).toEqual({
    reset: false, failures: 2, firstFailedAt: 10, lastFailedAt: 20, error: 'reset',
  })
})

it('a success at the end leaves no streak', () => {
  expect(changeStreak([failed(10), ok(20)])).toEqual({ reset: true, failures: 0, firstFailedAt: null, lastFailedAt: null, error: null })
})

it('probes after 30 seconds, 1, 2, 5 and then every 10 minutes', () => {
  expect([0, 1, 2, 3, 4, 5, 99].map((probes) => probeDelayMs(probes) / 1000)).toEqual([30, 60, 120, 300, 600, 600, 600])
})
