import { describe, expect, test } from 'vitest'
import { parseDuration, retryAfterDelay, sleepEnd } from '@/inngest/embedded/duration'

const now = Date.UTC(2026, 0, 1)

describe('parseDuration', () => {
  test.each([
    ['1s', 1000], ['90s', 90_000], ['1m30s', 90_000], ['1w2d3h4m5s', 788_645_000], ['500ms', 500], ['1.5s', 1500],
  ])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms))

  test.each(['', '5', 's', '1x', '1s ', '-1s', '1s2'])('%j is no duration', (text) => expect(parseDuration(text)).toBeUndefined())
})

describe('sleepEnd', () => {
  test('reads what step.sleep and step.sleepUntil write', () => {
    expect(sleepEnd('1m', now)).toBe(now + 60_000)
    expect(sleepEnd('2026-01-02T00:00:00.000Z', now)).toBe(now + 86_400_000)
    expect(sleepEnd('2025-01-01T00:00:00.000Z', now)).toBeLessThan(now)
    expect(sleepEnd('', now)).toBe(now)
  })

  test('refuses what is neither', () => {
    for (const name of ['tomorrow', '2026-13-45T00:00:00.000Z', '2026-01-01']) expect(sleepEnd(name, now)).toBeUndefined()
  })
})

describe('retryAfterDelay', () => {
  test('takes seconds and dates, and never goes back in time', () => {
    expect(retryAfterDelay('30', now)).toBe(30_000)
    expect(retryAfterDelay('2026-01-01T00:01:00.000Z', now)).toBe(60_000)
    expect(retryAfterDelay('2020-01-01T00:00:00.000Z', now)).toBe(0)
    expect(retryAfterDelay(undefined, now)).toBeUndefined()
    expect(retryAfterDelay('soon', now)).toBeUndefined()
  })
})
