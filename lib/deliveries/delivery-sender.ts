import { inTransaction } from '@/lib/db'
import { drainMessage } from '@/lib/gates/record-health'
import type { Target } from '@/lib/integrations/load-targets'
import { LEASE_MARGIN_MS, type ClaimedDelivery } from './claim-deliveries'
import { ClaimLoop } from './claim-loop'
import { DeliveriesInHand } from './deliveries-in-hand'
import type { DeliveryLane, SendJob } from './delivery-lane'
import { DeliveryLanes } from './delivery-lanes'
import { DeliveryQueue } from './delivery-queue'
import { DeliveryWire, type WireOptions } from './delivery-wire'

export interface SenderOptions extends WireOptions {
  /** How long beyond its timeout an attempt may take to be recorded; tests shorten it. */
  leaseMarginMs?: number
}

/**
 * Sends deliveries of this process, each integration in a lane of its own: claim → prepare → send → classify → record.
 * A job that is lost with the process leaves a row (`pending`, or `sending` under a lease) that the sweep finds.
 */
export class DeliverySender {
  private readonly inHand = new DeliveriesInHand()
  private readonly lanes: DeliveryLanes
  private readonly queue: DeliveryQueue
  private readonly wire: DeliveryWire
  private readonly loop: ClaimLoop

  constructor(private readonly options: SenderOptions) {
    const { pool, worker, log, leaseMarginMs = LEASE_MARGIN_MS } = options
    const { inHand } = this
    const lanes = new DeliveryLanes({ db: pool, worker, log, onPlaces: (lane, othersWait) => this.usePlaces(lane, othersWait) })
    const queue = new DeliveryQueue({ pool, log, lanes, inHand, onWork: () => this.loop.wake() })
    const wire = new DeliveryWire(options, {
      finished: (job) => queue.finish(job),
      left: (lane) => this.afterLeaving(lane),
      returned: (job) => queue.enqueue(job),
      unloaded: (job) => queue.takeBack(job),
    })
    this.lanes = lanes
    this.queue = queue
    this.wire = wire
    this.loop = new ClaimLoop({ ...options, leaseMarginMs, lanes, inHand, queue, wire })
  }

  /** Whether this process has that delivery: queued, claimed, on the wire or being recorded. */
  holds(deliveryId: string): boolean {
    return this.inHand.has(deliveryId)
  }

  /** Queues deliveries; each `done` is called when this process is through with it. What is in hand already is not taken. */
  offer(jobs: readonly SendJob[]): void {
    this.queue.offer(jobs)
  }

  /** More waits in the database for that integration: it is fetched when the lane has room. */
  expectMore(integrationId: string): void {
    this.queue.expectMore(integrationId)
  }

  /** Resolves when the wire has room for what is routed next, or after a moment. */
  wireRoom(): Promise<void> {
    return this.wire.room()
  }

  /**
   * Resolves when so many deliveries of each target can leave soon, or after a moment: routing runs no further ahead, and
   * what is routed then can be stored as `sending` at once, which spares its claim.
   */
  room(wanted: ReadonlyMap<Target, number>): Promise<void> {
    return this.lanes.room(wanted)
  }

  /** Takes up to `wanted` places in a lane for deliveries that are about to be stored as `sending`. */
  reserve(target: Target, wanted: number): number {
    const lane = this.lanes.adjust(target)
    // What waits already goes first.
    if (this.queue.isClosed || target.gate.open || lane.perSecond !== null || lane.queue.length > 0) return 0
    if (this.wire.isCongested) return 0
    const granted = Math.min(wanted, lane.free)
    lane.claimed += granted
    return granted
  }

  /** Gives back places that were reserved in vain. */
  unreserve(integrationId: string, places: number): void {
    this.lanes.of(integrationId).claimed -= places
  }

  /** Starts a delivery that was stored as `sending` on a reserved place. */
  start(delivery: ClaimedDelivery, target: Target, job: SendJob): void {
    if (this.holds(job.deliveryId)) {
      this.unreserve(target.id, 1)
      return job.done()
    }
    this.inHand.add(job)
    if (this.queue.isClosed) return void this.wire.release([{ delivery, target, job }])
    this.wire.load({ delivery, target, job })
    this.wire.sendNext(this.lanes.of(target.id))
  }

  /** Takes nothing more, waits for what is on the wire, and gives back what was claimed but has not left. */
  async stop(timeoutMs: number): Promise<void> {
    this.queue.close()
    await this.loop.settled()
    const left = new Set(this.queue.letGo())
    for (const id of await this.wire.stop(timeoutMs)) left.add(id)
    await this.lanes.stop()
    await this.handOver([...left])
  }

  // Another worker goes on with it now, not when its sweep comes by.
  private async handOver(integrationIds: readonly string[]): Promise<void> {
    if (integrationIds.length === 0) return
    const { pool, dispatch, worker, log } = this.options
    const messages = integrationIds.map((id) => drainMessage(id, `left.${worker}`))
    await inTransaction((tx) => dispatch(tx, messages), pool).catch((error: unknown) =>
      log.warn({ err: String(error) }, 'what was given back waits for a sweep'))
  }

  private afterLeaving(lane: DeliveryLane): void {
    this.lanes.noteRoom(lane)
    if (!this.queue.isEmpty) this.loop.wake()
  }

  private usePlaces(lane: DeliveryLane, othersWait: boolean): void {
    // Another worker gets no place at all while we have them: what waits there is sent from here.
    if (othersWait) this.queue.expectMore(lane.integrationId)
    this.wire.sendNext(lane)
    this.loop.wake()
  }
}
