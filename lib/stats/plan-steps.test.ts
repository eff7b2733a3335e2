import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statsRange } from '@/lib/contracts/stats'
import { planHours, planSteps } from './plan-steps'

const NOW = Date.parse('2026-11-25T22:41:07.123Z')
const iso = (ms: number | undefined) => new Date(ms ?? NaN).toISOString()

describe('the steps of a range', () => {
  it('are whole, in a row, and the last one is under way', () => {
    fc.assert(fc.property(fc.constantFrom(...statsRange.options), fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -56, max: 56 }), (range, now, quarters) => {
      const { starts, until, stepMs } = planSteps(range, now, quarters * 15)
      expect(starts.every((at, i) => i === 0 || at - (starts[i - 1] ?? 0) === stepMs)).toBe(true)
      expect([starts.at(-1), until]).toEqual([until - stepMs, (starts.at(-1) ?? 0) + stepMs])
      expect(now).toBeGreaterThanOrEqual(until - stepMs)
      expect(now).toBeLessThan(until)
    }))
  })

  it('are 96 quarters of an hour, 84 times 2 hours, and 30 days', () => {
    const lengths = statsRange.options.map((range) => {
      const { starts, stepMs } = planSteps(range, NOW)
      return [range, starts.length, stepMs / 60_000]
    })
    expect(lengths).toEqual([['24h', 96, 15], ['7d', 84, 120], ['30d', 30, 1440]])
    expect([iso(planSteps('24h', NOW).starts[0]), iso(planSteps('24h', NOW).until)]).toEqual(['2026-11-24T22:45:00.000Z', '2026-11-25T22:45:00.000Z'])
    expect([planHours(NOW).starts.length, iso(planHours(NOW).until)]).toEqual([24, '2026-11-25T23:00:00.000Z'])
  })

  it('begin at the midnights of the reader', () => {
    expect(iso(planSteps('30d', NOW, -480).starts.at(-1))).toBe('2026-11-25T08:00:00.000Z')
    expect(iso(planSteps('30d', NOW, 120).starts.at(-1))).toBe('2026-11-25T22:00:00.000Z')
  })
})
