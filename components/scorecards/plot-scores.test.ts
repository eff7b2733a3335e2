import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plotScores } from './plot-scores'

it('keeps every score on the plane, between the lines', () => {
  const scores = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 30 })
  fc.assert(fc.property(scores, (values) => {
    const { points, lines } = plotScores(values.map((score, i) => ({ at: new Date(i * 1e7).toISOString(), score })), 600, 180)
    expect(points.every(({ x, y }) => x >= 0 && x <= 600 && y >= 0 && y <= 180)).toBe(true)
    expect(lines.length).toBeGreaterThanOrEqual(2)
    expect(lines.length).toBeLessThanOrEqual(6)
    expect([lines[0]?.y, lines.at(-1)?.y]).toEqual([0, 180])
  }))
})

it('is empty without scores and a dot in the middle for one', () => {
  expect(plotScores([], 600, 180)).toEqual({ points: [], path: '', lines: [] })
  expect(plotScores([{ at: '2026-01-01T00:00:00Z', score: 600 }], 600, 180).points).toMatchObject([{ x: 300 }])
})
