import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyAttempt } from './classify-attempt'
import { parseRetryAfter } from './parse-retry-after'
import { PROFILES } from '@/lib/contracts/retry-profiles'
import { maxAttempts, nextAttemptAt, resolvePolicy } from './retry-policy'

const END = 1_750_000_000_000

describe('the schedules', () => {
  const offsets = (profile: keyof typeof PROFILES, random: number) =>
    PROFILES[profile].delaysSeconds.map((_, i) =>
      ((nextAttemptAt(PROFILES[profile], { scheduledCount: i + 1, endedAt: END, retryAfterMs: null, random }) ?? 0) - END) / 1000)

  it('are those that are published', () => {
    expect(offsets('standard', 0.5)).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000])
    expect(offsets('guard', 0)).toEqual([60, 300, 1800, 7200])
    expect(offsets('scorecard', 0.9)).toEqual([600, 3600, 14_400, 36_000, 75_000])
    expect(offsets('scorecard', 0).reduce((a, b) => a + b)).toBe(36 * 3600)
    expect(maxAttempts(PROFILES.scorecard)).toBe(6)
  })

  it('spread the standard delays over ±20 % and end after the last', () => {
    expect(offsets('standard', 0)[0]).toBe(4)
    expect(offsets('standard', 0.999_999)[1]).toBeCloseTo(360, 1)
    expect(nextAttemptAt(PROFILES.guard, { scheduledCount: 5, endedAt: END, retryAfterMs: null, random: 0 })).toBeNull()
  })

  it('never come earlier than Retry-After, nor earlier than the schedule because of it', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(86_400_000), fc.double({ min: 0, max: 0.999, noNaN: true }),
      (scheduledCount, retryAfterMs, random) => {
        const failed = { scheduledCount, endedAt: END, random }
        const plain = nextAttemptAt(PROFILES.standard, { ...failed, retryAfterMs: null }) ?? 0
        const asked = nextAttemptAt(PROFILES.standard, { ...failed, retryAfterMs }) ?? 0
        return asked >= END + retryAfterMs && asked >= plain
      }))
  })

  it('take the custom delays and timeout, without jitter unless asked for', () => {
    const policy = resolvePolicy({ profile: 'custom', timeoutMs: 2000, retryDelaysSeconds: [1, 2] })
    expect(policy).toMatchObject({ timeoutMs: 2000, delaysSeconds: [1, 2], jitter: 0 })
    expect(maxAttempts(policy)).toBe(3)
    expect(maxAttempts(resolvePolicy({ profile: 'custom' }))).toBe(1)
  })
})

describe('parseRetryAfter', () => {
  it('reads seconds and HTTP dates, and caps at a day', () => {
    const now = Date.parse('2026-11-21T12:00:00Z')
    expect(parseRetryAfter('120', now)).toBe(120_000)
    expect(parseRetryAfter('1.5', now)).toBe(1500)
    expect(parseRetryAfter('Sat, 21 Nov 2026 12:05:00 GMT', now)).toBe(300_000)
    expect(parseRetryAfter('Saturday, 21-Nov-26 12:05:00 GMT', now)).toBe(300_000)
    expect(parseRetryAfter('Sat Nov 21 12:05:00 2026', now)).toBe(300_000)
    expect(parseRetryAfter('99999999999999999999', now)).toBe(86_400_000)
  })

  it('ignores garbage, negatives and the past', () => {
    const now = Date.parse('2026-11-21T12:00:00Z')
    for (const text of ['', '-5', 'soon', '1e3', '0x10', 'Infinity', '12 s', 'Sat, 21 Nov 2026 11:00:00 GMT', undefined]) {
      expect(parseRetryAfter(text, now), String(text)).toBeNull()
    }
  })
})

describe('classifyAttempt', () => {
  const verdict = (status: number, policy = PROFILES.standard) =>
    classifyAttempt(policy, { kind: 'response', status, retryAfter: '60' }, END).verdict

  it('takes each 2xx as delivered, for scorecards only 200–209', () => {
    expect([200, 202, 204, 209, 210, 299].map((status) => verdict(status))).toEqual(Array(6).fill('succeeded'))
    expect([200, 209, 210, 299].map((status) => verdict(status, PROFILES.scorecard)))
      .toEqual(['succeeded', 'succeeded', 'retry', 'retry'])
  })

  it('retries every other status but 410, and honours Retry-After only for 429 and 503', () => {
    expect([100, 301, 400, 401, 404, 500, 599].map((status) => verdict(status))).toEqual(Array(7).fill('retry'))
    expect(verdict(410)).toBe('gone')
    const wait = (status: number) => classifyAttempt(PROFILES.standard, { kind: 'response', status, retryAfter: '60' }, END)
    expect(wait(429)).toMatchObject({ retryAfterMs: 60_000 })
    expect(wait(503)).toMatchObject({ retryAfterMs: 60_000 })
    expect(wait(500)).toMatchObject({ retryAfterMs: null })
    expect(wait(302)).toMatchObject({ error: { code: 'redirect' } })
  })

  it('does not retry what another try cannot change', () => {
    const of = (code: 'template' | 'blocked_address' | 'dns' | 'tls' | 'timeout' | 'unknown_outcome') =>
      classifyAttempt(PROFILES.standard, { kind: 'error', code, message: '' }, END).verdict
    expect([of('template'), of('blocked_address')]).toEqual(['failed', 'failed'])
    expect([of('dns'), of('tls'), of('timeout'), of('unknown_outcome')]).toEqual(Array(4).fill('retry'))
  })
})
