export interface Tick {
  value: number
  /** From the bottom, 0 to 1. */
  place: number
}

const TOPS = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10]

/** An axis from 0 to a round number at or above the greatest count, with a line half-way where that is a whole one. Pure. */
export function scaleTo(greatest: number): { top: number; ticks: Tick[] } {
  const least = Math.max(greatest, 1)
  const power = 10 ** Math.floor(Math.log10(least))
  const isWhole = (top: number) => top === 1 || (Number.isInteger(top) && top % 2 === 0)
  const top = TOPS.map((one) => Math.round(one * power * 10) / 10).find((one) => one >= least && isWhole(one)) ?? 10 * power
  const values = top === 1 ? [0, 1] : [0, top / 2, top]
  return { top, ticks: values.map((value) => ({ value, place: value / top })) }
}

const LEAST_MS = 1

/** An axis of durations by their order of magnitude, so that one timeout leaves the others readable. Pure. */
export function scaleDurations(durations: readonly number[]): { placeOf: (ms: number) => number; ticks: Tick[] } {
  const known = durations.map((ms) => Math.max(ms, LEAST_MS))
  const bottom = Math.floor(Math.log10(Math.min(...known, Infinity) === Infinity ? LEAST_MS : Math.min(...known)))
  const top = Math.max(bottom + 1, Math.ceil(Math.log10(Math.max(LEAST_MS, ...known))))
  const placeOf = (ms: number) => (Math.log10(Math.max(ms, LEAST_MS)) - bottom) / (top - bottom)
  return { placeOf, ticks: Array.from({ length: top - bottom + 1 }, (_, i) => ({ value: 10 ** (bottom + i), place: i / (top - bottom) })) }
}

const FLOORS = [99, 98, 95, 90, 80, 50, 0]

/** For shares in percent: from a round number below the least to 100. Pure. */
export function scaleShares(shares: ReadonlyArray<number | null>): { bottom: number; ticks: Tick[] } {
  const least = Math.min(100, ...shares.flatMap((share) => share ?? []))
  const bottom = FLOORS.find((floor) => floor < least) ?? 0
  const middle = (bottom + 100) / 2
  return { bottom, ticks: [bottom, middle, 100].map((value) => ({ value, place: (value - bottom) / (100 - bottom) })) }
}

/**
 * A line through the middles of its steps, on a plane one unit wide for each step and one high; where there is no value
 * it is broken, and a value alone is a dot. Pure.
 */
export function linePath(places: ReadonlyArray<number | null>): string {
  let path = ''
  let isOpen = false
  for (const [i, place] of places.entries()) {
    if (place === null) isOpen = false
    else {
      const point = `${i + 0.5} ${round(1 - place)}`
      const isAlone = !isOpen && (places[i + 1] ?? null) === null
      path += isAlone ? `M${point}h0.001` : `${isOpen ? 'L' : 'M'}${point}`
      isOpen = true
    }
  }
  return path
}

const round = (value: number) => Math.round(value * 10_000) / 10_000
