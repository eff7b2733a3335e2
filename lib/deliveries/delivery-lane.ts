/** A delivery that wants to be sent by this process. */
export interface Job<R = unknown> {
  deliveryId: string
  integrationId: string
  attempt: number // made so far
  /** What routing has at hand already, so that it need not be read again. */
  ready: R | null
  /** Called once when the job is over for this process, whatever came of it. */
  done: () => void
}

const FAST_MS = 50
const SMOOTHING = 0.2

/**
 * One integration's share of the sender: what waits, what is claimed, what is on the wire. A hanging destination fills
 * only its own lane (I7). While answers are fast, as many again are claimed ahead, so that the wire is never idle
 * during a claim; never more than a lease can wait for.
 */
export class DeliveryLane<R = unknown> {
  readonly queue: Job<R>[] = []
  claimed = 0 // claimed or being claimed, not on the wire yet
  onWire = 0
  /** More waits in the database than is kept here. */
  overflow = false
  refilling = false
  private latencyMs: number | null = null

  constructor(readonly integrationId: string, public concurrency: number) {}

  private get width(): number {
    return this.latencyMs !== null && this.latencyMs < FAST_MS ? this.concurrency * 2 : this.concurrency
  }

  /** How many more may be claimed now. */
  get free(): number {
    return Math.max(0, this.width - this.claimed - this.onWire)
  }

  get canSend(): boolean {
    return this.onWire < this.concurrency
  }

  get isIdle(): boolean {
    return this.queue.length === 0 && this.claimed === 0 && this.onWire === 0 && !this.overflow
  }

  noteLatency(ms: number): void {
    this.latencyMs = this.latencyMs === null ? ms : this.latencyMs + SMOOTHING * (ms - this.latencyMs)
  }
}
