import { describe, expect, it } from 'vitest'
import { sharePermits, type Holders } from './share-permits'

const LEASE = 100

/** A few workers that ask by turns, as the keeper does. */
const play = (cap: number, turns: ReadonlyArray<{ worker: string; wanted: number; inUse?: number; at: number }>) => {
  let holders: Holders = {}
  for (const { at, ...turn } of turns) holders = sharePermits(holders, { cap, inUse: 0, ...turn }, at, LEASE).holders
  return Object.fromEntries(Object.entries(holders).map(([id, { n }]) => [id, n]))
}

describe('places on the wire', () => {
  it('are all for a worker that is alone', () => {
    expect(play(32, [{ worker: 'a', wanted: 100, at: 0 }])).toEqual({ a: 32 })
  })

  it('are never more than there are, whoever asks first', () => {
    expect(play(32, [{ worker: 'a', wanted: 32, at: 0 }, { worker: 'b', wanted: 32, at: 1 }])).toEqual({ a: 32, b: 0 })
  })

  it('are divided equally once each has asked again', () => {
    expect(play(32, [
      { worker: 'a', wanted: 32, at: 0 }, { worker: 'b', wanted: 32, at: 1 },
      { worker: 'a', wanted: 32, at: 2 }, { worker: 'b', wanted: 32, at: 3 },
    ])).toEqual({ a: 16, b: 16 })
  })

  it('leave the rest to those who need more', () => {
    expect(play(32, [{ worker: 'a', wanted: 8, at: 0 }, { worker: 'b', wanted: 32, at: 1 }])).toEqual({ a: 8, b: 24 })
  })

  it('are not taken from requests that are on the wire', () => {
    expect(play(8, [
      { worker: 'a', wanted: 8, at: 0 }, { worker: 'b', wanted: 8, at: 1 }, { worker: 'a', wanted: 8, inUse: 8, at: 2 },
      { worker: 'b', wanted: 8, at: 3 },
    ])).toEqual({ a: 8, b: 0 })
  })

  it('come back when a worker is silent for a lease, or has no use for them any more', () => {
    expect(play(4, [{ worker: 'a', wanted: 4, at: 0 }, { worker: 'b', wanted: 4, at: LEASE + 1 }])).toEqual({ b: 4 })
    expect(play(4, [{ worker: 'a', wanted: 4, at: 0 }, { worker: 'a', wanted: 0, at: 1 }, { worker: 'b', wanted: 4, at: 2 }])).toEqual({ b: 4 })
  })

  it('say when others get none at all: what waits there is anybody\'s', () => {
    const alone = sharePermits({}, { worker: 'a', wanted: 1, inUse: 0, cap: 1 }, 0, LEASE)
    const refused = sharePermits(alone.holders, { worker: 'b', wanted: 1, inUse: 0, cap: 1 }, 1, LEASE)
    expect(refused.granted).toBe(0)
    expect(sharePermits(refused.holders, { worker: 'a', wanted: 1, inUse: 1, cap: 1 }, 2, LEASE)).toMatchObject({ granted: 1, othersWait: true })
  })

  it('never add up to more than the cap, in any order of asking', () => {
    let seed = 7
    const random = (below: number) => { seed = (seed * 48271) % 2147483647; return seed % below }
    for (let round = 0; round < 200; round++) {
      const cap = 1 + random(20)
      let holders: Holders = {}
      for (let step = 0; step < 60; step++) {
        const worker = `w${random(5)}`
        const inUse = random((holders[worker]?.n ?? 0) + 1)
        holders = sharePermits(holders, { worker, wanted: random(40), inUse, cap }, step, 20).holders
        const live = Object.values(holders).filter(({ u }) => u > step)
        expect(live.reduce((sum, { n }) => sum + n, 0)).toBeLessThanOrEqual(cap)
      }
    }
  })
})
