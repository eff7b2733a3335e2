/** A delivery that wants to be sent by this process. */
export interface SendJob {
  deliveryId: string
  integrationId: string
  attempt: number // made so far
  /** A person asked for it: an open breaker does not hold it back. */
  manual?: boolean
  /** A claim of it may have been made: its answer was lost. */
  again?: boolean
  /** Called once when the job is over for this process, whatever came of it. */
  done: () => void
}

// While this process is busy answers are seen in bursts: the mean of a moment tells the pace, the last few do not.
const WINDOW_MS = 250
// For so long there is something claimed to send next: claims cost little by the hundred and much by the dozen.
const AHEAD_MS = 150
const MOST_AHEAD = 15 // times the concurrency
// Who works off what is in hand within this time is worth waiting for.
const SOON_MS = 1500
const STALLED_MS = 2000

/**
 * One integration's share of the sender: what waits, what is claimed, what is on the wire. A hanging destination fills
 * only its own lane (I7).
 */
export class DeliveryLane {
  readonly queue: SendJob[] = []
  /** What the integration allows; null until its target was loaded. */
  concurrency: number | null = null
  /** Its places among all workers (lib/gates). */
  permits = 0
  perSecond: number | null = null
  /** A delivery that was claimed, but whose process dies before it left, counts as an attempt: only where more follow. */
  mayClaimAhead = false
  claimed = 0 // claimed or being claimed, not on the wire yet
  onWire = 0
  /** What routing is about to bring: it has use for places, but none yet. */
  coming = 0
  /** More waits in the database than is kept here. */
  overflow = false
  refilling = false
  /** Its rate lets nothing leave before this moment (performance.now). */
  restUntil = 0
  /** Since the breaker was open: as many as there were successes, and one. */
  private ramp: number | null = null
  private latencyMs: number | null = null
  private measured = { since: 0, ms: 0, count: 0 }

  constructor(readonly integrationId: string) {}

  /** How many may be on the wire at once. */
  private get allowed(): number {
    return Math.min(this.concurrency ?? 0, this.permits, this.ramp ?? Infinity)
  }

  // The faster the answers, the more has to be claimed already so that the wire is never idle during a claim.
  private get width(): number {
    if (!this.mayClaimAhead || this.latencyMs === null || this.perSecond !== null) return this.allowed
    return this.allowed + Math.floor(this.allowed * Math.min(MOST_AHEAD, AHEAD_MS / Math.max(1, this.latencyMs)))
  }

  /** How many more may be claimed now. */
  get free(): number {
    return Math.max(0, this.width - this.claimed - this.onWire)
  }

  /** Whether so many more can be taken at once, or as many as ever can. */
  hasRoomFor(wanted: number): boolean {
    return this.queue.length === 0 && this.free >= Math.min(wanted, this.width)
  }

  /** Whether what is in hand will have left in a moment, at the pace of the answers so far, and no more waits elsewhere. */
  get isSoonFree(): boolean {
    if (this.latencyMs === null || this.perSecond !== null || this.allowed === 0 || this.overflow) return false
    return (this.inHand * this.latencyMs) / this.allowed < SOON_MS
  }

  /** Deliveries that have use for a place on the wire. */
  get demand(): number {
    return this.inHand + this.coming
  }

  private get inHand(): number {
    return this.queue.length + this.claimed + this.onWire
  }

  get canSend(): boolean {
    return this.onWire < this.allowed
  }

  get isIdle(): boolean {
    if (this.permits > 0) return false // its places are given back a while later; until then it is quick to start
    return this.demand === 0 && !this.overflow && this.ramp === null
  }

  /** After the breaker was open the receiver gets its load back little by little. */
  noteBreaker(isOpen: boolean): void {
    if (isOpen) this.ramp = 1
  }

  /** What was claimed has waited: nothing is claimed ahead until answers are fast again. */
  noteStall(): void {
    this.latencyMs = Math.max(this.latencyMs ?? 0, STALLED_MS)
  }

  noteAttempt(ok: boolean, ms: number): void {
    this.measured.ms += ms
    this.measured.count++
    const now = performance.now()
    if (this.latencyMs === null || now - this.measured.since > WINDOW_MS) {
      // It rises at once and falls by halves: a single fast answer after a stall is not believed yet.
      this.latencyMs = Math.max(this.measured.ms / this.measured.count, (this.latencyMs ?? 0) / 2)
      this.measured = { since: now, ms: 0, count: 0 }
    }
    if (this.ramp === null) return
    this.ramp = Math.max(1, this.ramp + (ok ? 1 : -1))
    if (this.ramp > (this.concurrency ?? 0)) this.ramp = null
  }
}
