import { inTransaction } from '@/lib/db'
import { PermitKeeper } from '@/lib/gates/permit-keeper'
import { drainMessage } from '@/lib/gates/record-health'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { findWaiting, LEASE_MARGIN_MS, type ClaimedDelivery } from './claim-deliveries'
import { claimJobs, type ClaimedJobs } from './claim-jobs'
import { DeliveryLane, type SendJob } from './delivery-lane'
import { LaneRoom } from './lane-room'
import { DeliveryWire, type WireOptions } from './delivery-wire'
import { maxAttempts } from './retry-policy'

export interface SenderOptions extends WireOptions {
  /** How long beyond its timeout an attempt may take to be recorded; tests shorten it. */
  leaseMarginMs?: number
}

export const DEFAULT_CONCURRENCY = 32
const MAX_PER_CLAIM = 500
const MAX_QUEUED = 1000 // per lane; what is beyond waits in the database until there is room
const RETRY_MS = 250
// After an outage thousands of lanes may have more in the database: they are looked at a few at a time, so that results are
// recorded meanwhile, and little of each is kept once there is much.
const MAX_REFILLS = 3
const MUCH_IN_HAND = 20_000
const FEW_QUEUED = 50

/**
 * Sends deliveries of this process, each integration in a lane of its own: claim → prepare → send → classify → record.
 * A job that is lost with the process leaves a row (`pending`, or `sending` under a lease) that the sweep finds.
 */
export class DeliverySender {
  private readonly lanes = new Map<string, DeliveryLane>()
  /** Those that have something to claim or to fetch, by turns. */
  private readonly wanting = new Set<DeliveryLane>()
  private readonly wire: DeliveryWire
  private readonly laneRoom = new LaneRoom()
  private readonly permits: PermitKeeper
  private claiming = false
  private claimUnderWay: Promise<void> | undefined
  private pumpDue = false
  private refills = 0
  private stopping = false
  /** Deliveries that this process has in hand: nothing is taken twice, and nothing in hand counts as lost. */
  private readonly inHand = new Map<string, number>() // with the attempts that were made when it was taken
  /** Next attempts that were due while the answer to the record of the former was still on its way. */
  private readonly dueMeanwhile = new Map<string, SendJob>()
  private readonly leaseMarginMs: number

  constructor(private readonly options: SenderOptions) {
    const { pool, log, worker } = options
    this.leaseMarginMs = options.leaseMarginMs ?? LEASE_MARGIN_MS
    this.wire = new DeliveryWire(options, {
      finished: (job) => this.finish(job),
      left: (lane) => this.afterLeaving(lane),
      returned: (job) => this.enqueue(job),
      unloaded: (job) => this.takeBack(job),
    })
    this.permits = new PermitKeeper({
      db: pool, worker,
      need: (id) => this.needOf(this.lanes.get(id)),
      onChange: (id, { othersWait }) => this.takePermits(id, othersWait),
      onError: (error) => log.warn({ err: String(error) }, 'places on the wire could not be asked for'),
    })
    this.permits.start()
  }

  /** Whether this process has that delivery: queued, claimed, on the wire or being recorded. */
  holds(deliveryId: string): boolean {
    return this.inHand.has(deliveryId)
  }

  /** Queues deliveries; each `done` is called when this process is through with it. What is in hand already is not taken. */
  offer(jobs: readonly SendJob[]): void {
    for (const job of jobs) {
      if (this.stopping || this.inHand.has(job.deliveryId)) {
        if (job.attempt > (this.inHand.get(job.deliveryId) ?? Infinity)) this.dueMeanwhile.set(job.deliveryId, job)
        job.done()
        continue
      }
      if (this.lane(job.integrationId).queue.length >= MAX_QUEUED) {
        this.expectMore(job.integrationId)
        job.done()
        continue
      }
      this.inHand.set(job.deliveryId, job.attempt)
      this.enqueue(job)
    }
  }

  /** More waits in the database for that integration: it is fetched when the lane has room. */
  expectMore(integrationId: string): void {
    const lane = this.lane(integrationId)
    lane.overflow = true
    this.wanting.add(lane)
    this.pump()
  }

  /** Resolves when the wire has room for what is routed next, or after a moment. */
  wireRoom(): Promise<void> {
    return this.wire.room()
  }

  /**
   * Resolves when so many deliveries of each target can leave soon, or after a moment: routing runs no further ahead, and
   * what is routed then can be stored as `sending` at once, which spares its claim.
   */
  async room(wanted: ReadonlyMap<Target, number>): Promise<void> {
    const lanes = [...wanted].map(([target, count]) => [this.adjust(target), count] as const)
    for (const [lane, count] of lanes) {
      lane.coming += count
      this.permits.use(lane.integrationId)
    }
    if (lanes.some(([lane]) => lane.permits === 0)) await this.permits.settled()
    await this.laneRoom.wait(lanes)
    for (const [lane, count] of lanes) lane.coming -= count
  }

  /** Takes up to `wanted` places in a lane for deliveries that are about to be stored as `sending`. */
  reserve(target: Target, wanted: number): number {
    const lane = this.adjust(target)
    // What waits already goes first.
    if (this.stopping || target.gate.open || lane.perSecond !== null || lane.queue.length > 0) return 0
    if (this.wire.isCongested) return 0
    const granted = Math.min(wanted, lane.free)
    lane.claimed += granted
    return granted
  }

  /** Gives back places that were reserved in vain. */
  unreserve(integrationId: string, places: number): void {
    this.lane(integrationId).claimed -= places
  }

  /** Starts a delivery that was stored as `sending` on a reserved place. */
  start(delivery: ClaimedDelivery, target: Target, job: SendJob): void {
    this.inHand.set(delivery.id, job.attempt)
    if (this.stopping) return void this.wire.release([{ delivery, target, job }])
    this.wire.load({ delivery, target, job })
    this.wire.sendNext(this.lane(target.id))
  }

  /** Takes nothing more, waits for what is on the wire, and gives back what was claimed but has not left. */
  async stop(timeoutMs: number): Promise<void> {
    this.stopping = true
    await this.claimUnderWay
    const left = new Set([...this.wanting].map(({ integrationId }) => integrationId))
    for (const lane of this.wanting) for (const job of lane.queue.splice(0)) this.finish(job)
    for (const id of await this.wire.stop(timeoutMs)) left.add(id)
    await this.permits.stop()
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

  private finish(job: SendJob): void {
    this.inHand.delete(job.deliveryId)
    job.done()
    const next = this.dueMeanwhile.get(job.deliveryId)
    if (!next) return
    this.dueMeanwhile.delete(job.deliveryId)
    this.offer([{ ...next, done: () => {} }])
  }

  private enqueue(job: SendJob): void {
    const lane = this.lane(job.integrationId)
    lane.queue.push(job)
    this.wanting.add(lane)
    this.pump()
  }

  private afterLeaving(lane: DeliveryLane): void {
    this.laneRoom.look(lane)
    if (lane.isIdle) this.lanes.delete(lane.integrationId)
    if (this.wanting.size > 0) this.pump()
  }

  private takeBack(job: SendJob): void {
    const lane = this.lane(job.integrationId)
    lane.claimed--
    lane.noteStall()
    if (this.stopping) this.finish(job)
    else this.enqueue(job)
  }

  private lane(integrationId: string): DeliveryLane {
    const known = this.lanes.get(integrationId)
    if (known) return known
    const lane = new DeliveryLane(integrationId)
    lane.permits = this.permits.places(integrationId)
    this.lanes.set(integrationId, lane)
    return lane
  }

  // What the integration says now.
  private adjust(target: Target): DeliveryLane {
    const lane = this.lane(target.id)
    lane.concurrency = target.limits.concurrency ?? DEFAULT_CONCURRENCY
    lane.perSecond = target.limits.perSecond
    lane.mayClaimAhead = maxAttempts(target.retryPolicy) > 1
    lane.permits = this.permits.places(target.id)
    lane.noteBreaker(target.gate.open)
    return lane
  }

  private needOf(lane: DeliveryLane | undefined) {
    return { cap: lane?.concurrency ?? 1, demand: lane?.demand ?? 0, inUse: lane?.onWire ?? 0 }
  }

  private takePermits(integrationId: string, othersWait: boolean): void {
    const lane = this.lanes.get(integrationId)
    if (!lane) return
    lane.permits = this.permits.places(integrationId)
    this.laneRoom.look(lane)
    if (lane.isIdle) this.lanes.delete(integrationId)
    // Another worker gets no place at all while we have them: what waits there is sent from here.
    else if (othersWait) this.expectMore(integrationId)
    this.wire.sendNext(lane)
    this.pump()
  }

  private pump(): void {
    if (this.pumpDue || this.claiming) return
    this.pumpDue = true
    setImmediate(() => {
      this.pumpDue = false
      this.claimUnderWay = this.claim().finally(() => { this.claimUnderWay = undefined })
    })
  }

  private takeQueued(): SendJob[] {
    if (this.stopping || this.wire.isCongested) return []
    const taken: SendJob[] = []
    const served: Array<DeliveryLane> = []
    const now = performance.now()
    for (const lane of this.wanting) {
      if (lane.overflow && lane.queue.length === 0 && !lane.refilling && this.refills < MAX_REFILLS) void this.refill(lane)
      lane.permits = this.permits.places(lane.integrationId)
      if (lane.queue.length > 0 && lane.concurrency !== null) this.permits.use(lane.integrationId)
      const jobs = lane.restUntil > now ? [] : lane.queue.splice(0, Math.min(lane.free, MAX_PER_CLAIM - taken.length))
      lane.claimed += jobs.length
      taken.push(...jobs)
      if (jobs.length > 0) served.push(lane)
      if (lane.queue.length === 0 && !lane.overflow) this.wanting.delete(lane)
      if (taken.length >= MAX_PER_CLAIM) break
    }
    // Who was served goes to the end, so that many busy lanes take turns.
    for (const lane of served) if (this.wanting.delete(lane)) this.wanting.add(lane)
    return taken
  }

  private async refill(lane: DeliveryLane): Promise<void> {
    lane.refilling = true
    this.refills++
    const limit = this.inHand.size > MUCH_IN_HAND ? FEW_QUEUED : MAX_QUEUED
    lane.overflow = false // set again by who tells of more while we read: our look may be too early for it
    try {
      const waiting = await findWaiting(this.options.pool, lane.integrationId, limit)
      const news = waiting.filter(({ deliveryId }) => !this.inHand.has(deliveryId))
      if (waiting.length === limit) this.expectMore(lane.integrationId)
      this.offer(news.map((one) => ({ ...one, done: () => {} })))
    } catch (error) {
      this.expectMore(lane.integrationId)
      this.options.log.warn({ integrationId: lane.integrationId, err: String(error) }, 'what waits could not be read')
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
    lane.refilling = false
    this.refills--
    this.pump()
  }

  // What an integration allows must be known before places are asked for.
  private async learn(): Promise<void> {
    const unknown = [...this.wanting].filter((lane) => lane.concurrency === null && lane.queue.length > 0)
    if (unknown.length === 0) return
    const targets = await loadTargetsById(this.options.pool, unknown.map(({ integrationId }) => integrationId))
    for (const lane of unknown) {
      const target = targets.get(lane.integrationId)
      if (target) this.adjust(target)
      else this.forget(lane) // deleted: the sweep cancels what is left
    }
  }

  private async claim(): Promise<void> {
    this.claiming = true
    let jobs: SendJob[] = []
    let pause = 0
    try {
      await this.learn()
      jobs = this.takeQueued()
      if (jobs.length > 0) await this.claimAndSend(jobs)
    } catch (error) {
      this.options.log.error({ err: String(error), jobs: jobs.length }, 'claim failed; trying again')
      this.putBack(jobs.map((job) => ({ ...job, again: true })))
      pause = RETRY_MS
    }
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    this.claiming = false
    if (jobs.length > 0 || pause > 0) this.pump()
  }

  private putBack(jobs: SendJob[]): void {
    for (const job of [...jobs].reverse()) {
      const lane = this.lane(job.integrationId)
      lane.claimed--
      lane.queue.unshift(job)
      this.wanting.add(lane)
    }
  }

  private async claimAndSend(jobs: SendJob[]): Promise<void> {
    const claimed = await claimJobs({ ...this.options, leaseMarginMs: this.leaseMarginMs }, jobs)
    for (const id of new Set(jobs.map((job) => job.integrationId))) this.close(this.lane(id), claimed.targets.get(id))
    for (const job of claimed.dropped) this.drop(job)
    this.putBack(claimed.early.map(({ job }) => job))
    this.rest(claimed.early)
    this.countProbes(jobs, claimed)
    if (this.stopping) return this.wire.release(claimed.loaded)
    for (const one of claimed.loaded) this.wire.load(one)
    for (const id of new Set(jobs.map((job) => job.integrationId))) this.wire.sendNext(this.lane(id))
  }

  // While the breaker is open nothing is kept here: it waits in the database until a probe succeeds. What waits of an
  // integration that is off or deleted is cancelled: to look at it again and again would only be in the way.
  private close(lane: DeliveryLane, target: Target | undefined): void {
    if (target) this.adjust(target)
    if (!target?.enabled) this.forget(lane)
    else if (target.gate.open) this.forget(lane, (job) => job.manual === true)
  }

  private forget(lane: DeliveryLane, keep: (job: SendJob) => boolean = () => false): void {
    lane.overflow = false
    for (const job of lane.queue.splice(0)) {
      if (keep(job)) lane.queue.push(job)
      else this.finish(job)
    }
  }

  // The oldest delivery that is due may be another than those that were offered.
  private countProbes(jobs: readonly SendJob[], { loaded }: ClaimedJobs): void {
    const known = new Set(jobs)
    for (const { job } of loaded) {
      if (known.has(job)) continue
      this.lane(job.integrationId).claimed++
      this.inHand.set(job.deliveryId, job.attempt)
    }
  }

  private rest(early: ClaimedJobs['early']): void {
    for (const { job, waitMs } of early) {
      if (waitMs <= 0) continue
      const lane = this.lane(job.integrationId)
      if (lane.restUntil > performance.now()) continue
      lane.restUntil = performance.now() + waitMs
      setTimeout(() => {
        lane.restUntil = 0
        this.pump()
      }, waitMs)
    }
  }

  // Someone else has it, or it may not leave now.
  private drop(job: SendJob): void {
    this.lane(job.integrationId).claimed--
    this.finish(job)
  }
}
