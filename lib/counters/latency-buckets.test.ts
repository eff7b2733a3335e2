import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LATENCY_BOUNDS, LATENCY_BUCKETS, latencyBucket, latencyPercentile } from './latency-buckets'

const durations = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 300 })
const countsOf = (all: readonly number[]) => {
  const counts = Array<number>(LATENCY_BUCKETS).fill(0)
  for (const one of all) counts[latencyBucket(one)] = (counts[latencyBucket(one)] ?? 0) + 1
  return counts
}

describe('latency buckets', () => {
  it('are in order, and none is wider than a third of where it begins', () => {
    for (const [i, bound] of LATENCY_BOUNDS.entries()) {
      const before = LATENCY_BOUNDS[i - 1] ?? 0
      expect(bound).toBeGreaterThan(before)
      if (before >= 6) expect(bound / before).toBeLessThanOrEqual(4 / 3 + 1e-9)
    }
  })

  it('a duration is in the bucket of the bounds that it has reached', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 40_000 }), (ms) => {
      expect(latencyBucket(ms)).toBe(LATENCY_BOUNDS.filter((bound) => bound <= ms).length)
    }))
  })

  it('a percentile is in the bucket of the true one', () => {
    fc.assert(fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99, 1), (all, share) => {
      const sorted = all.toSorted((a, b) => a - b)
      const exact = sorted[Math.ceil(all.length * share) - 1] ?? 0
      const told = latencyPercentile(countsOf(all), share) ?? -1
      expect(latencyBucket(Math.floor(told))).toBe(latencyBucket(exact))
    }))
  })

  it('of nothing there is none', () => {
    expect(latencyPercentile([], 0.5)).toBeNull()
    expect(latencyPercentile(countsOf([]), 0.95)).toBeNull()
  })
})
