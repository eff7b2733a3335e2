import type { DeliveryLane } from './delivery-lane'

// A few are claimed without much ado; and who brings only a few is not held up by who brings many.
const FEW = 50
const PATIENCE_MS = 250

interface Waiting {
  wanted: number
  goOn: () => void
}

/** Who brings many deliveries waits here, in turns, until each lane has worked off what it has, if that is soon. */
export class LaneRoom {
  private readonly waiting = new Map<DeliveryLane, Waiting[]>()

  /** Resolves when each lane has room for so many, or after a moment. Slow lanes are not waited for (I7). */
  async wait(wanted: ReadonlyArray<readonly [lane: DeliveryLane, count: number]>): Promise<void> {
    if (wanted.reduce((sum, [, count]) => sum + count, 0) <= FEW) return
    await Promise.all(wanted.map(([lane, count]) => {
      const isFull = this.waiting.has(lane) || !lane.hasRoomFor(count)
      return isFull && lane.isSoonFree ? this.waitFor(lane, count) : undefined
    }))
  }

  /** Something left this lane. One at a time goes on: it takes the room right after. */
  look(lane: DeliveryLane): void {
    const [first] = this.waiting.get(lane) ?? []
    if (first && lane.hasRoomFor(first.wanted)) first.goOn()
  }

  private waitFor(lane: DeliveryLane, wanted: number): Promise<void> {
    return new Promise((resolve) => {
      const ones = this.waiting.get(lane) ?? []
      this.waiting.set(lane, ones)
      const one: Waiting = {
        wanted,
        goOn: () => {
          clearTimeout(timer)
          ones.splice(ones.indexOf(one), 1)
          if (ones.length === 0) this.waiting.delete(lane)
          resolve()
        },
      }
      const timer = setTimeout(() => one.goOn(), PATIENCE_MS)
      ones.push(one)
    })
  }
}
