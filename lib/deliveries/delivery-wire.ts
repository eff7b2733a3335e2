import type pg from 'pg'
import type { Clock } from '@/lib/clock'
import type { Dispatch } from '@/lib/dispatch'
import type { Door } from '@/lib/security/create-door'
import { AttemptRecorder, type RecorderLog } from './attempt-recorder'
import { releaseDeliveries } from './claim-deliveries'
import type { Loaded } from './claim-jobs'
import type { DeliveryLane, SendJob } from './delivery-lane'
import { runAttempt } from './run-attempt'

export interface WireOptions {
  pool: pg.Pool
  dispatch: Dispatch
  door: Door
  worker: string
  clock: Clock
  random: () => number
  log: RecorderLog
}

/** What the wire tells its owner. */
export interface WireEvents {
  /** This process is through with a job. */
  finished(job: SendJob): void
  /** A place became free. */
  left(lane: DeliveryLane): void
  /** It was not sent in time and is to be claimed anew. */
  returned(job: SendJob): void
  /** It has waited too long for a place of its lane, and is to be claimed anew. */
  unloaded(job: SendJob): void
}

const MAX_UNSENT = 1000 // in all lanes; routing waits for room
const ROOM_PATIENCE_MS = 250
const MAX_RECORD_BACKLOG = 5000
// What has waited so long (its receiver hangs) is claimed anew: it must not leave for a destination of back then, nor of
// an integration that is off by now, and it is not to take up the room of others.
const STALE_MS = 2000
const LOOK_MS = 1000

interface Waiting {
  loaded: Loaded
  since: number // performance.now
}

/** What is claimed: it waits for a place of its lane, goes out, and is recorded in group commits. */
export class DeliveryWire {
  private readonly loaded = new Map<string, Waiting[]>()
  private readonly recorder: AttemptRecorder
  private unsent = 0
  private busy = 0 // on the wire or being recorded
  private waitForRoom: Array<() => void> = []
  private onIdle: (() => void) | undefined
  private stopping = false
  private readonly timer: NodeJS.Timeout
  private returning: Promise<void> = Promise.resolve()

  constructor(private readonly options: WireOptions, private readonly events: WireEvents) {
    this.recorder = new AttemptRecorder(options.pool, options.dispatch, options.log, options.clock)
    this.timer = setInterval(() => { this.returning = this.returning.then(() => this.returnStale()) }, LOOK_MS).unref()
  }

  /** So much is still to be recorded that nothing more should be claimed. */
  get isCongested(): boolean {
    return this.recorder.backlog > MAX_RECORD_BACKLOG
  }

  load(loaded: Loaded): void {
    this.unsent++
    const waiting = this.loaded.get(loaded.target.id)
    const one = { loaded, since: performance.now() }
    if (waiting) waiting.push(one)
    else this.loaded.set(loaded.target.id, [one])
  }

  /** Sends what is loaded for a lane, as far as it has places. */
  sendNext(lane: DeliveryLane): void {
    const waiting = this.loaded.get(lane.integrationId)
    while (waiting && lane.canSend) {
      const next = waiting.shift()
      if (!next) break
      lane.claimed--
      lane.onWire++
      this.unsent--
      this.busy++
      void this.send(next.loaded, lane)
    }
    if (waiting?.length === 0) this.loaded.delete(lane.integrationId)
    this.wake()
  }

  private wake(): void {
    if (this.unsent < MAX_UNSENT) for (const wake of this.waitForRoom.splice(0)) wake()
  }

  /** Resolves when what is claimed next can leave soon, or after a moment: routing runs no further ahead. */
  async room(): Promise<void> {
    if (this.unsent < MAX_UNSENT || this.stopping) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ROOM_PATIENCE_MS)
      this.waitForRoom.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /** Gives back what was claimed but does not leave any more. */
  async release(unsent: readonly Loaded[]): Promise<void> {
    const given = unsent.map(({ delivery }) => delivery)
    if (given.length > 0) await releaseDeliveries(this.options.pool, this.options.worker, given).catch(() => {})
    for (const { job } of unsent) this.events.finished(job)
  }

  /** Sends nothing more, gives back what is loaded, and waits for what is out. Returns the integrations of what it gave back. */
  async stop(timeoutMs: number): Promise<string[]> {
    this.stopping = true
    clearInterval(this.timer)
    const unsent = [...this.loaded.values()].flat().map(({ loaded }) => loaded)
    this.loaded.clear()
    this.unsent = 0
    for (const wake of this.waitForRoom.splice(0)) wake()
    await this.release(unsent)
    await this.returning
    await this.waitUntilIdle(timeoutMs)
    return unsent.map(({ target }) => target.id)
  }

  private async waitUntilIdle(timeoutMs: number): Promise<void> {
    if (this.busy === 0) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.onIdle = resolve
      timer = setTimeout(resolve, timeoutMs)
    })
    clearTimeout(timer)
  }

  private takeStale(): Loaded[] {
    const since = performance.now() - STALE_MS
    const stale: Loaded[] = []
    for (const [id, waiting] of this.loaded) {
      const fresh = waiting.findIndex((one) => one.since > since)
      stale.push(...waiting.splice(0, fresh === -1 ? waiting.length : fresh).map(({ loaded }) => loaded))
      if (waiting.length === 0) this.loaded.delete(id)
    }
    return stale
  }

  private async returnStale(): Promise<void> {
    const stale = this.takeStale()
    if (stale.length === 0) return
    this.unsent -= stale.length
    this.wake()
    const again = await releaseDeliveries(this.options.pool, this.options.worker, stale.map(({ delivery }) => delivery))
      .then(() => false, () => true) // still ours as `sending`: claimed again it goes on
    for (const { job, delivery } of stale) this.events.unloaded({ ...job, attempt: delivery.attempt - 1, again })
  }

  private async send(loaded: Loaded, lane: DeliveryLane): Promise<void> {
    let hasLeft = false
    try {
      // A lease that would end before the attempt does is no fence: back into the queue.
      if (loaded.delivery.leaseUntil - this.options.clock() < loaded.target.retryPolicy.timeoutMs) {
        return await this.giveBack(loaded, lane)
      }
      const result = await runAttempt(this.options, loaded)
      lane.noteAttempt(result.settled.status === 'succeeded', result.exchange.durationMs)
      hasLeft = true
      this.leave(lane)
      await this.recorder.add(result)
    } catch (error) {
      // The row stays `sending`: when its lease has run out the sweep records what is known.
      this.options.log.error({ deliveryId: loaded.delivery.id, err: String(error) }, 'attempt broke off')
      if (!hasLeft) this.leave(lane)
    }
    this.events.finished(loaded.job)
    this.over()
  }

  private over(): void {
    this.busy--
    if (this.busy === 0) this.onIdle?.()
  }

  private leave(lane: DeliveryLane): void {
    lane.onWire--
    this.sendNext(lane)
    this.events.left(lane)
  }

  private async giveBack({ delivery, job }: Loaded, lane: DeliveryLane): Promise<void> {
    await releaseDeliveries(this.options.pool, this.options.worker, [delivery])
    if (this.stopping) this.events.finished(job)
    else this.events.returned({ ...job, attempt: delivery.attempt - 1 })
    this.leave(lane)
    this.over()
  }
}
