/** Chance with a fixed start: the same demo every time. */
export interface Chance {
  /** From [0, 1). */
  next(): number
  between(least: number, most: number): number
  whole(least: number, most: number): number
  pick<T>(from: readonly T[]): T
  happens(probability: number): boolean
  /** The end of an id, in its alphabet. */
  idEnd(): string
}

const ID_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ID_END = 16

/** Mulberry32. */
export function makeRandom(seed: number): Chance {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + next() * (most - least)
  const whole = (least: number, most: number) => Math.floor(between(least, most + 1))
  const pick = <T>(from: readonly T[]): T => {
    const found = from[Math.floor(next() * from.length)]
    if (found === undefined) throw new Error('There is nothing to pick from')
    return found
  }
  return {
    next, between, whole, pick,
    happens: (probability) => next() < probability,
    idEnd: () => Array.from({ length: ID_END }, () => ID_ALPHABET[Math.floor(next() * 32)]).join(''),
  }
}
