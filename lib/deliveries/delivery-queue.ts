import type { Queryable } from '@/lib/db'
import { findWaiting } from './claim-deliveries'
import type { DeliveriesInHand } from './deliveries-in-hand'
import type { DeliveryLane, SendJob } from './delivery-lane'
import type { DeliveryLanes } from './delivery-lanes'

export interface QueueOptions {
  pool: Queryable
  log: { warn(fields: object, message: string): void }
  lanes: DeliveryLanes
  inHand: DeliveriesInHand
  /** There is something to claim. */
  onWork(): void
}

export const RETRY_MS = 250
const MAX_QUEUED = 1000 // per lane; what is beyond waits in the database until there is room
// After an outage thousands of lanes may have more in the database: they are looked at a few at a time, so that results are
// recorded meanwhile, and little of each is kept once there is much.
const MAX_REFILLS = 3
const MUCH_IN_HAND = 20_000
const FEW_QUEUED = 50

/** What waits to be claimed, each integration's in its lane; lanes take turns. */
export class DeliveryQueue {
  /** Those that have something to claim or to fetch, by turns. */
  private readonly wanting = new Set<DeliveryLane>()
  private refills = 0
  private closed = false

  constructor(private readonly options: QueueOptions) {}

  get isEmpty(): boolean {
    return this.wanting.size === 0
  }

  get isClosed(): boolean {
    return this.closed
  }

  /** Queues deliveries; each `done` is called when this process is through with it. What is in hand already is not taken. */
  offer(jobs: readonly SendJob[]): void {
    for (const job of jobs) {
      if (!this.accepts(job)) {
        job.done()
        continue
      }
      this.options.inHand.add(job)
      this.enqueue(job)
    }
  }

  /** More waits in the database for that integration: it is fetched when the lane has room. */
  expectMore(integrationId: string): void {
    const lane = this.options.lanes.of(integrationId)
    lane.overflow = true
    this.wanting.add(lane)
    this.options.onWork()
  }

  enqueue(job: SendJob): void {
    const lane = this.options.lanes.of(job.integrationId)
    lane.queue.push(job)
    this.wanting.add(lane)
    this.options.onWork()
  }

  /** This process is through with a job. */
  finish(job: SendJob): void {
    const next = this.options.inHand.remove(job.deliveryId)
    job.done()
    if (next) this.offer([{ ...next, done: () => {} }])
  }

  /** What was taken and cannot be claimed now: it stays first. */
  putBack(jobs: readonly SendJob[]): void {
    for (const job of [...jobs].reverse()) {
      const lane = this.options.lanes.of(job.integrationId)
      lane.claimed--
      lane.queue.unshift(job)
      this.wanting.add(lane)
    }
  }

  /** What was claimed and has waited too long for its lane. */
  takeBack(job: SendJob): void {
    const lane = this.options.lanes.of(job.integrationId)
    lane.claimed--
    lane.noteStall()
    if (this.closed) this.finish(job)
    else this.enqueue(job)
  }

  /** Keeps nothing of a lane here but what `keep` says: the rest is found in the database when its time has come. */
  forget(lane: DeliveryLane, keep: (job: SendJob) => boolean = () => false): void {
    lane.overflow = false
    for (const job of lane.queue.splice(0)) {
      if (keep(job)) lane.queue.push(job)
      else this.finish(job)
    }
  }

  /** Takes up to `most` jobs that may be claimed now, and has lanes filled again that have run out. */
  take(most: number): SendJob[] {
    const taken: SendJob[] = []
    const served: DeliveryLane[] = []
    const now = performance.now()
    for (const lane of this.wanting) {
      if (lane.overflow && lane.queue.length === 0 && !lane.refilling && this.refills < MAX_REFILLS) void this.refill(lane)
      this.options.lanes.renewPlaces(lane)
      const jobs = lane.restUntil > now ? [] : lane.queue.splice(0, Math.min(lane.free, most - taken.length))
      lane.claimed += jobs.length
      taken.push(...jobs)
      if (jobs.length > 0) served.push(lane)
      if (lane.queue.length === 0 && !lane.overflow) this.wanting.delete(lane)
      if (taken.length >= most) break
    }
    // Who was served goes to the end, so that many busy lanes take turns.
    for (const lane of served) if (this.wanting.delete(lane)) this.wanting.add(lane)
    return taken
  }

  /** Lanes with something to claim whose integration is not known yet. */
  findUnknown(): DeliveryLane[] {
    return [...this.wanting].filter((lane) => lane.concurrency === null && lane.queue.length > 0)
  }

  /** From now on nothing is queued. */
  close(): void {
    this.closed = true
  }

  /** Lets go of all that waits. Returns the integrations of which something waits. */
  letGo(): string[] {
    const lanes = [...this.wanting]
    for (const lane of lanes) for (const job of lane.queue.splice(0)) this.finish(job)
    return lanes.map(({ integrationId }) => integrationId)
  }

  private accepts(job: SendJob): boolean {
    const { inHand, lanes } = this.options
    if (inHand.has(job.deliveryId)) {
      inHand.keepNext(job)
      return false
    }
    if (this.closed) return false
    if (lanes.of(job.integrationId).queue.length < MAX_QUEUED) return true
    this.expectMore(job.integrationId)
    return false
  }

  private async refill(lane: DeliveryLane): Promise<void> {
    const { pool, inHand, log } = this.options
    lane.refilling = true
    this.refills++
    const limit = inHand.size > MUCH_IN_HAND ? FEW_QUEUED : MAX_QUEUED
    lane.overflow = false // set again by who tells of more while we read: our look may be too early for it
    try {
      const waiting = await findWaiting(pool, lane.integrationId, limit)
      const news = waiting.filter(({ deliveryId }) => !inHand.has(deliveryId))
      if (waiting.length === limit) this.expectMore(lane.integrationId)
      this.offer(news.map((one) => ({ ...one, done: () => {} })))
    } catch (error) {
      this.expectMore(lane.integrationId)
      log.warn({ integrationId: lane.integrationId, err: String(error) }, 'what waits could not be read')
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
    lane.refilling = false
    this.refills--
    this.options.onWork()
  }
}
