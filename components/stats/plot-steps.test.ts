import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linePath, scaleDurations, scaleShares, scaleTo } from './plot-steps'

describe('scales', () => {
  it('hold every value, with few lines at whole numbers', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e9 }), (greatest) => {
      const { top, ticks } = scaleTo(greatest)
      expect(top).toBeGreaterThanOrEqual(greatest)
      expect(top).toBeLessThanOrEqual(Math.max(2, greatest * 1.5))
      expect(ticks.length).toBeLessThanOrEqual(3)
      expect(ticks.every(({ value, place }) => Number.isInteger(value) && place >= 0 && place <= 1)).toBe(true)
    }))
  })

  it('round up to numbers that are read easily', () => {
    expect([0, 1, 3, 7, 45, 120, 960, 12_300].map((greatest) => scaleTo(greatest).top)).toEqual([1, 1, 4, 8, 50, 120, 1000, 16_000])
  })

  it('of durations go from one power of ten to another', () => {
    const { ticks, placeOf } = scaleDurations([80, 182, 15_000])
    expect(ticks.map(({ value }) => value)).toEqual([10, 100, 1000, 10_000, 100_000])
    expect([placeOf(10), placeOf(1000), placeOf(100_000)]).toEqual([0, 0.5, 1])
    expect(scaleDurations([]).ticks.map(({ value }) => value)).toEqual([1, 10])
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 40_000, noNaN: true }), { minLength: 1 }), (durations) => {
      const scale = scaleDurations(durations)
      expect(durations.every((ms) => scale.placeOf(ms) >= 0 && scale.placeOf(ms) <= 1)).toBe(true)
    }))
  })

  it('of shares begin below the least of them', () => {
    expect(scaleShares([100, 99.9, null]).bottom).toBe(99)
    expect(scaleShares([100, 97.2]).bottom).toBe(95)
    expect(scaleShares([0, 100]).bottom).toBe(0)
    expect(scaleShares([]).ticks.map(({ value }) => value)).toEqual([99, 99.5, 100])
  })
})

describe('lines', () => {
  it('are broken where there is no value; one alone is a dot', () => {
    expect(linePath([0, 1, null, 0.5, null])).toBe('M0.5 1L1.5 0M3.5 0.5h0.001')
    expect(linePath([null, null])).toBe('')
  })
})
