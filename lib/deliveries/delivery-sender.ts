import type pg from 'pg'
import type { Clock } from '@/lib/clock'
import type { Dispatch } from '@/lib/dispatch'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import type { Door } from '@/lib/security/create-door'
import { AttemptRecorder, type RecorderLog } from './attempt-recorder'
import {
  claimDeliveries, findWaiting, LEASE_MARGIN_MS, releaseDeliveries, type ClaimedDelivery,
} from './claim-deliveries'
import { DeliveryLane, type Job } from './delivery-lane'
import { renderAttempt } from './render-attempt'
import { sendRequest, type Exchange } from './send-request'
import { settleAttempt } from './settle-attempt'

/** What routing has at hand of a delivery, so that it need not be read back. */
export interface ReadyBody {
  body: Buffer
  contentType: string
  template: string | null
}

/** A claimed delivery that waits for a place on the wire. */
interface Loaded {
  delivery: ClaimedDelivery
  target: Target
  job: Job<ReadyBody>
}

export interface SenderOptions {
  pool: pg.Pool
  dispatch: Dispatch
  door: Door
  worker: string
  clock: Clock
  random: () => number
  log: RecorderLog
}

export const DEFAULT_CONCURRENCY = 32
const MAX_PER_CLAIM = 500
const MAX_RECORD_BACKLOG = 5000
const MAX_QUEUED = 1000 // per lane; what is beyond waits in the database until there is room
const RETRY_MS = 250

/**
 * Sends deliveries of this process, each integration in a lane of its own: claim → prepare → send → classify → record.
 * A job that is lost with the process leaves a row (`pending`, or `sending` under a lease) that the sweep finds.
 */
export class DeliverySender {
  private readonly lanes = new Map<string, DeliveryLane<ReadyBody>>()
  private readonly loaded = new Map<string, Loaded[]>()
  private readonly recorder: AttemptRecorder
  private claiming = false
  private claimUnderWay: Promise<void> | undefined
  private pumpDue = false
  private stopping = false
  /** Deliveries that this process has in hand: nothing is taken twice, and nothing in hand counts as lost. */
  private readonly inHand = new Set<string>()
  private busy = 0 // on the wire or being recorded
  private wakeStop: (() => void) | undefined

  constructor(private readonly options: SenderOptions) {
    this.recorder = new AttemptRecorder(options.pool, options.dispatch, options.log)
  }

  /** Whether this process has that delivery: queued, claimed, on the wire or being recorded. */
  holds(deliveryId: string): boolean {
    return this.inHand.has(deliveryId)
  }

  /** Queues deliveries; each `done` is called when this process is through with it. What is in hand already is not taken. */
  offer(jobs: ReadonlyArray<Job<ReadyBody>>): void {
    for (const job of jobs) {
      if (this.stopping || this.inHand.has(job.deliveryId)) {
        job.done()
        continue
      }
      const lane = this.lane(job.integrationId)
      if (lane.queue.length >= MAX_QUEUED) {
        lane.overflow = true
        job.done()
        continue
      }
      this.inHand.add(job.deliveryId)
      lane.queue.push(job)
    }
    this.pump()
  }

  /** More waits in the database for that integration: it is fetched when the lane has room. */
  expectMore(integrationId: string): void {
    this.lane(integrationId).overflow = true
    this.pump()
  }

  /** Takes up to `wanted` places in a lane for deliveries that are about to be stored as `sending`. */
  reserve(target: Target, wanted: number): number {
    const lane = this.lane(target.id)
    lane.concurrency = target.limits.concurrency ?? DEFAULT_CONCURRENCY
    // What waits already goes first.
    if (this.stopping || lane.queue.length > 0 || this.recorder.backlog > MAX_RECORD_BACKLOG) return 0
    const granted = Math.min(wanted, lane.free)
    lane.claimed += granted
    return granted
  }

  /** Gives back places that were reserved in vain. */
  unreserve(integrationId: string, places: number): void {
    this.lane(integrationId).claimed -= places
  }

  /** Starts a delivery that was stored as `sending` on a reserved place. */
  start(delivery: ClaimedDelivery, target: Target, job: Job<ReadyBody>): void {
    this.inHand.add(delivery.id)
    if (this.stopping) return void this.release([{ delivery, target, job }])
    this.load({ delivery, target, job })
    this.sendNext(this.lane(target.id))
  }

  /** Takes nothing more, waits for what is on the wire, and gives back what was claimed but has not left. */
  async stop(timeoutMs: number): Promise<void> {
    this.stopping = true
    await this.claimUnderWay
    const unsent = [...this.loaded.values()].flat()
    this.loaded.clear()
    await this.release(unsent)
    for (const lane of this.lanes.values()) for (const job of lane.queue.splice(0)) this.finish(job)
    if (this.busy === 0) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.wakeStop = resolve
      timer = setTimeout(resolve, timeoutMs)
    })
    clearTimeout(timer)
  }

  // Claimed, but it does not leave any more.
  private async release(unsent: readonly Loaded[]): Promise<void> {
    const given = unsent.map(({ delivery }) => delivery)
    if (given.length > 0) await releaseDeliveries(this.options.pool, this.options.worker, given).catch(() => {})
    for (const { job } of unsent) this.finish(job)
  }

  private finish(job: Job<ReadyBody>): void {
    this.inHand.delete(job.deliveryId)
    job.done()
  }

  private lane(integrationId: string): DeliveryLane<ReadyBody> {
    const known = this.lanes.get(integrationId)
    if (known) return known
    const lane = new DeliveryLane<ReadyBody>(integrationId, DEFAULT_CONCURRENCY)
    this.lanes.set(integrationId, lane)
    return lane
  }

  private pump(): void {
    if (this.pumpDue || this.claiming) return
    this.pumpDue = true
    setImmediate(() => {
      this.pumpDue = false
      this.claimUnderWay = this.claim().finally(() => { this.claimUnderWay = undefined })
    })
  }

  private takeQueued(): Array<Job<ReadyBody>> {
    if (this.stopping || this.recorder.backlog > MAX_RECORD_BACKLOG) return []
    const taken: Array<Job<ReadyBody>> = []
    const served: Array<DeliveryLane<ReadyBody>> = []
    for (const lane of this.lanes.values()) {
      if (lane.overflow && lane.queue.length === 0 && !lane.refilling) void this.refill(lane)
      const jobs = lane.queue.splice(0, Math.min(lane.free, MAX_PER_CLAIM - taken.length))
      lane.claimed += jobs.length
      taken.push(...jobs)
      if (jobs.length > 0) served.push(lane)
      if (lane.isIdle) this.lanes.delete(lane.integrationId)
      if (taken.length >= MAX_PER_CLAIM) break
    }
    // Who was served goes to the end, so that many busy lanes take turns.
    for (const lane of served) {
      this.lanes.delete(lane.integrationId)
      this.lanes.set(lane.integrationId, lane)
    }
    return taken
  }

  private async refill(lane: DeliveryLane<ReadyBody>): Promise<void> {
    lane.refilling = true
    try {
      const waiting = await findWaiting(this.options.pool, lane.integrationId, MAX_QUEUED)
      const news = waiting.filter(({ deliveryId }) => !this.inHand.has(deliveryId))
      lane.overflow = waiting.length === MAX_QUEUED
      this.offer(news.map((one) => ({ ...one, ready: null, done: () => {} })))
    } catch (error) {
      this.options.log.warn({ integrationId: lane.integrationId, err: String(error) }, 'what waits could not be read')
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
    lane.refilling = false
    this.pump()
  }

  private async claim(): Promise<void> {
    const jobs = this.takeQueued()
    if (jobs.length === 0) return
    this.claiming = true
    let pause = 0
    try {
      await this.claimAndSend(jobs)
    } catch (error) {
      this.options.log.error({ err: String(error), jobs: jobs.length }, 'claim failed; trying again')
      for (const job of jobs) this.lane(job.integrationId).claimed--
      for (const job of jobs.reverse()) this.lane(job.integrationId).queue.unshift(job)
      pause = RETRY_MS
    }
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
    this.claiming = false
    this.pump()
  }

  private async claimAndSend(jobs: Array<Job<ReadyBody>>): Promise<void> {
    const { pool, worker, clock } = this.options
    const claimedAt = clock()
    const targets = await loadTargetsById(pool, [...new Set(jobs.map((job) => job.integrationId))])
    const claimed = await claimDeliveries(pool, worker, jobs.flatMap((job) => {
      const timeoutMs = targets.get(job.integrationId)?.retryPolicy.timeoutMs
      if (timeoutMs === undefined) return [] // deleted: the sweep cancels what is left
      return [{ deliveryId: job.deliveryId, attempt: job.attempt, leaseMs: timeoutMs + LEASE_MARGIN_MS, needsBody: job.ready === null }]
    }))
    const loaded: Loaded[] = []
    for (const job of jobs) {
      const delivery = claimed.get(job.deliveryId)
      const target = targets.get(job.integrationId)
      if (!delivery || !target) {
        this.drop(job)
        continue
      }
      // By our own clock, which may differ from the database's: the lease began no earlier than this.
      const leaseUntil = claimedAt + target.retryPolicy.timeoutMs + LEASE_MARGIN_MS
      loaded.push({ job, target, delivery: { ...delivery, leaseUntil, ...(job.ready ?? {}) } })
    }
    if (this.stopping) return this.release(loaded)
    for (const one of loaded) this.load(one)
    for (const id of new Set(jobs.map((job) => job.integrationId))) this.sendNext(this.lane(id))
  }

  // Someone else has it, or it may no longer leave.
  private drop(job: Job<ReadyBody>): void {
    this.lane(job.integrationId).claimed--
    this.finish(job)
  }

  private load(loaded: Loaded): void {
    const lane = this.lane(loaded.target.id)
    lane.concurrency = loaded.target.limits.concurrency ?? DEFAULT_CONCURRENCY
    const waiting = this.loaded.get(lane.integrationId)
    if (waiting) waiting.push(loaded)
    else this.loaded.set(lane.integrationId, [loaded])
  }

  private sendNext(lane: DeliveryLane<ReadyBody>): void {
    const waiting = this.loaded.get(lane.integrationId)
    while (waiting && lane.canSend) {
      const next = waiting.shift()
      if (!next) break
      lane.claimed--
      lane.onWire++
      this.busy++
      void this.send(next, lane)
    }
    if (waiting?.length === 0) this.loaded.delete(lane.integrationId)
  }

  private async send(loaded: Loaded, lane: DeliveryLane<ReadyBody>): Promise<void> {
    let hasLeft = false
    try {
      // A lease that would end before the attempt does is no fence: back into the queue.
      if (loaded.delivery.leaseUntil - this.options.clock() < loaded.target.retryPolicy.timeoutMs) {
        return await this.giveBack(loaded, lane)
      }
      const exchange = await this.exchange(loaded)
      lane.noteLatency(exchange.durationMs)
      hasLeft = true
      this.leaveWire(lane)
      await this.record(loaded, exchange)
    } catch (error) {
      // The row stays `sending`: when its lease has run out the sweep records what is known.
      this.options.log.error({ deliveryId: loaded.delivery.id, err: String(error) }, 'attempt broke off')
      if (!hasLeft) this.leaveWire(lane)
    }
    this.finish(loaded.job)
    this.busy--
    if (this.stopping && this.busy === 0) this.wakeStop?.()
  }

  private leaveWire(lane: DeliveryLane<ReadyBody>): void {
    lane.onWire--
    this.sendNext(lane)
    this.pump()
  }

  private async giveBack({ delivery, job }: Loaded, lane: DeliveryLane<ReadyBody>): Promise<void> {
    await releaseDeliveries(this.options.pool, this.options.worker, [delivery])
    if (this.stopping) this.finish(job)
    else lane.queue.push({ ...job, attempt: delivery.attempt - 1 })
    this.busy--
    this.leaveWire(lane)
    if (this.stopping && this.busy === 0) this.wakeStop?.()
  }

  private async exchange(loaded: Loaded): Promise<Exchange & { rendered: Buffer | null }> {
    const { delivery, target } = loaded
    const startedAt = this.options.clock()
    const rendered = await renderAttempt(this.options.pool, delivery, target)
    if (!rendered.ok) {
      return {
        startedAt, durationMs: 0, url: target.redact(target.url), requestHeaders: {}, response: null, timings: null,
        outcome: { kind: 'error', code: 'template', message: rendered.message }, rendered: null,
      }
    }
    const request = { id: delivery.id, body: rendered.body, timeoutMs: target.retryPolicy.timeoutMs }
    const exchange = await sendRequest(this.options.door, target, request, startedAt)
    return { ...exchange, rendered: rendered.isNew ? rendered.body : null }
  }

  private async record({ delivery, target }: Loaded, exchange: Exchange & { rendered: Buffer | null }): Promise<void> {
    const { clock, random, worker } = this.options
    const settled = settleAttempt(target.retryPolicy, delivery, exchange.outcome, clock(), random())
    await this.recorder.add({
      delivery, integrationId: target.id, worker, settled, exchange, requestBody: exchange.rendered,
      trigger: delivery.resume ? 'manual' : 'automatic',
    })
  }
}
