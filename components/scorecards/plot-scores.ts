export interface PlottedPoint {
  x: number
  y: number
  at: string
  score: number
}

export interface Plot {
  points: PlottedPoint[]
  path: string
  /** Scores at which a line helps to read, from the top. */
  lines: Array<{ score: number; y: number }>
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 250]
const round = (value: number) => Math.round(value * 100) / 100

/** Scores (oldest first) on a plane of the given size, with some air above and below. Pure. */
export function plotScores(scores: ReadonlyArray<{ at: string; score: number }>, width: number, height: number): Plot {
  if (scores.length === 0) return { points: [], path: '', lines: [] }
  const values = scores.map(({ score }) => score)
  const [lowest, highest] = [Math.min(...values), Math.max(...values)]
  const step = STEPS.find((one) => (highest - lowest) / one <= 3) ?? 500
  const bottom = Math.floor((lowest - step / 4) / step) * step
  const top = Math.max(bottom + step, Math.ceil((highest + step / 4) / step) * step)
  const times = scores.map(({ at }) => Date.parse(at))
  const [first = 0, last = 0] = [times[0], times.at(-1)]
  const toX = (time: number) => (last === first ? width / 2 : ((time - first) / (last - first)) * width)
  const toY = (score: number) => height - ((score - bottom) / (top - bottom)) * height
  const points = scores.map(({ at, score }, i) => ({ at, score, x: round(toX(times[i] ?? 0)), y: round(toY(score)) }))
  const count = Math.round((top - bottom) / step)
  const lines = Array.from({ length: count + 1 }, (_, i) => top - i * step).map((score) => ({ score, y: round(toY(score)) }))
  return { points, path: points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(''), lines }
}
