import { describe, expect, it } from 'vitest'
import type { AttemptCounts } from '@/lib/contracts/stats'
import { labelSteps, nameStep, tellCounts, tellLatency, tellRate } from './step-words'

const none = { status4xx: 0, status5xx: 0, noAnswer: 0, other: 0 }
const counts = (succeeded: number, failures: Partial<typeof none> = {}): AttemptCounts => {
  const failed = Object.values(failures).reduce((a, b) => a + b, 0)
  return { attempts: succeeded + failed, succeeded, failed, failures: { ...none, ...failures } }
}
const local = (hour: number, minute = 0) => new Date(2026, 10, 25, hour, minute).toISOString()

describe('words for a step', () => {
  it('say what was sent and why what failed did', () => {
    expect(tellCounts(counts(0))).toBe('no attempts')
    expect(tellCounts(counts(1200))).toBe('1,200 succeeded, none failed')
    expect(tellCounts(counts(5, { status5xx: 2, noAnswer: 1 }))).toBe('5 succeeded, 3 failed (2 × 5xx, 1 × no answer)')
  })

  it('never round a failure away', () => {
    expect([tellRate(counts(0)), tellRate(counts(4)), tellRate(counts(99_999, { other: 1 }))]).toEqual([null, '100 %', '99.9 %'])
  })

  it('give latency in short units, and time in the reader’s zone', () => {
    expect([tellLatency(null), tellLatency({ p50Ms: 87.4, p95Ms: 1480 })]).toEqual(['no answers', 'p50 87 ms, p95 1.5 s'])
    expect([nameStep(local(14), 900), nameStep(local(22), 7200), nameStep(local(0), 86_400)]).toEqual(['25 Nov, 14:00–14:15', '25 Nov, 22:00–00:00', 'Wed 25 Nov'])
  })

  it('stand at every sixth hour, midnight and Monday', () => {
    expect(labelSteps([local(5, 45), local(6), local(6, 15), local(12)], '24h')).toEqual([{ step: 1, text: '06:00' }, { step: 3, text: '12:00' }])
    expect(labelSteps([local(22), local(0)], '7d')).toEqual([{ step: 1, text: 'Wed' }])
    expect(labelSteps([new Date(2026, 10, 23).toISOString(), local(0)], '30d')).toEqual([{ step: 0, text: '23 Nov' }])
  })
})
