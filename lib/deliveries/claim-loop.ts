import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import type { RecorderLog } from './attempt-recorder'
import { claimJobs, type ClaimDeps, type ClaimedJobs, type Loaded } from './claim-jobs'
import type { DeliveriesInHand } from './deliveries-in-hand'
import type { DeliveryLane, SendJob } from './delivery-lane'
import type { DeliveryLanes } from './delivery-lanes'
import { RETRY_MS, type DeliveryQueue } from './delivery-queue'
import type { DeliveryWire } from './delivery-wire'

const MAX_PER_CLAIM = 500
const LOCKED_MS = 100 // for so long what somebody has locked is left alone

export interface ClaimLoopOptions extends ClaimDeps {
  log: RecorderLog
  lanes: DeliveryLanes
  inHand: DeliveriesInHand
  queue: DeliveryQueue
  wire: DeliveryWire
}

/** Claims what waits, one claim after the other as long as there is something, and hands it to the wire. */
export class ClaimLoop {
  private claiming = false
  private underWay: Promise<void> | undefined
  private isDue = false

  constructor(private readonly options: ClaimLoopOptions) {}

  /** There may be something to claim: all that is told at this moment goes into one claim. */
  wake(): void {
    if (this.isDue || this.claiming) return
    this.isDue = true
    setImmediate(() => {
      this.isDue = false
      this.underWay = this.claim().finally(() => { this.underWay = undefined })
    })
  }

  /** Resolves when the claim that is under way is over. */
  async settled(): Promise<void> {
    await this.underWay
  }

  private async claim(): Promise<void> {
    const { queue, wire, log } = this.options
    this.claiming = true
    let jobs: SendJob[] = []
    let pause = 0
    try {
      await this.learn()
      if (!queue.isClosed && !wire.isCongested) jobs = queue.take(MAX_PER_CLAIM)
      if (jobs.length > 0) await this.claimAndSend(jobs)
    } catch (error) {
      log.error({ err: String(error), jobs: jobs.length }, 'claim failed; trying again')
      queue.putBack(jobs.map((job) => ({ ...job, again: true })))
      pause = RETRY_MS
    }
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    this.claiming = false
    if (jobs.length > 0 || pause > 0) this.wake()
  }

  // What an integration allows must be known before places are asked for.
  private async learn(): Promise<void> {
    const { pool, lanes, queue } = this.options
    const unknown = queue.findUnknown()
    if (unknown.length === 0) return
    const targets = await loadTargetsById(pool, unknown.map(({ integrationId }) => integrationId))
    for (const lane of unknown) {
      const target = targets.get(lane.integrationId)
      if (target) lanes.adjust(target)
      else queue.forget(lane) // deleted: the sweep cancels what is left
    }
  }

  private async claimAndSend(jobs: SendJob[]): Promise<void> {
    const { lanes, queue, wire } = this.options
    const claimed = await claimJobs(this.options, jobs)
    const ids = new Set(jobs.map((job) => job.integrationId))
    for (const id of ids) this.close(lanes.of(id), claimed.targets.get(id))
    for (const job of claimed.dropped) this.drop(job)
    this.askAgain(claimed.locked)
    queue.putBack(claimed.early.map(({ job }) => job))
    this.rest(claimed.early)
    this.countProbes(jobs, claimed)
    if (queue.isClosed) return wire.release(claimed.loaded)
    await this.giveBack(claimed.loaded.filter(({ target }) => !target.enabled))
    for (const one of claimed.loaded) if (one.target.enabled) wire.load(one)
    for (const id of ids) wire.sendNext(lanes.of(id))
  }

  // While the breaker is open nothing is kept here: it waits in the database until a probe succeeds. What waits of an
  // integration that is off or deleted is cancelled: to look at it again and again would only be in the way. What may be
  // claimed already stays: it would be held to be on the wire, and its attempt to be lost.
  private close(lane: DeliveryLane, target: Target | undefined): void {
    const { lanes, queue } = this.options
    if (!target) return queue.forget(lane)
    lanes.adjust(target)
    if (!target.enabled) queue.forget(lane, (job) => job.again === true)
    else if (target.gate.open) queue.forget(lane, (job) => job.manual === true || job.again === true)
  }

  // Switched off since it was claimed: the answer of that claim was lost. Nothing of it leaves (I9).
  private async giveBack(off: Loaded[]): Promise<void> {
    for (const { target } of off) this.options.lanes.of(target.id).claimed--
    await this.options.wire.release(off)
  }

  // The oldest delivery that is due may be another than those that were offered.
  private countProbes(jobs: readonly SendJob[], { loaded }: ClaimedJobs): void {
    const known = new Set(jobs)
    for (const { job } of loaded) {
      if (known.has(job)) continue
      this.options.lanes.of(job.integrationId).claimed++
      this.options.inHand.add(job)
    }
  }

  private rest(early: ClaimedJobs['early']): void {
    for (const { job, waitMs } of early) {
      if (waitMs <= 0) continue
      const lane = this.options.lanes.of(job.integrationId)
      if (lane.restUntil > performance.now()) continue
      lane.restUntil = performance.now() + waitMs
      setTimeout(() => {
        lane.restUntil = 0
        this.wake()
      }, waitMs)
    }
  }

  // Kept in hand meanwhile: no other message will come for it.
  private askAgain(jobs: readonly SendJob[]): void {
    const { lanes, queue } = this.options
    if (jobs.length === 0) return
    for (const { integrationId } of jobs) lanes.of(integrationId).claimed--
    setTimeout(() => {
      for (const job of jobs) {
        if (queue.isClosed) queue.finish(job)
        else queue.enqueue(job)
      }
    }, LOCKED_MS)
  }

  // Someone else has it, or it may not leave now.
  private drop(job: SendJob): void {
    this.options.lanes.of(job.integrationId).claimed--
    this.options.queue.finish(job)
  }
}
