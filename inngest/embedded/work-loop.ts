import type { Claimant } from '@/inngest/embedded/claim-runs'
import { cronTriggers, fireCrons, registerCrons } from '@/inngest/embedded/fire-crons'
import { heartbeat, purgeOld, recoverRuns, releaseOrphans } from '@/inngest/embedded/keep-leases'
import { peekQueue, type FunctionQueue } from '@/inngest/embedded/peek-queue'
import type { Registry } from '@/inngest/embedded/registry'
import type { Run } from '@/inngest/embedded/run'
import type { RunnerOptions } from '@/inngest/embedded/runner-options'
import { takeNamed, takeWork, type Taking } from '@/inngest/embedded/take-work'

// Under load wakes come by the thousand: a pause between turns lets each claim take many runs, and is not noticed.
const IDLE_GAP_MS = 1
const BUSY_GAP_MS = 10
// While notifications name all that there is to do, the queues are looked at no more often than this.
const LOOK_GAP_MS = 20
const PURGE_EVERY_MS = 10 * 60_000
const MIN_WAIT_MS = 2

export interface WorkLoopOptions extends Required<RunnerOptions> {
  registry: Registry
  by: Claimant
  running: ReadonlyMap<string, Run>
  start(run: Run): void
}

/** Looks for due work, takes it, and sleeps until there may be more: woken by notifications, a poll as a net. */
export class WorkLoop {
  readonly counts = { claimed: 0, polls: 0 }
  private readonly options: WorkLoopOptions
  private readonly functions
  private readonly crons
  private on = false
  private woken = false
  private readonly named = new Set<string>()
  private mustLook = true
  private lookedAt = -Infinity
  private endPause: (() => void) | undefined
  private done: Promise<void> = Promise.resolve()
  private round = 0
  private cronsKnown = false
  private cronDueAt = 0
  private purgeAt = 0
  private orphansAt = 0
  private afterFault = false

  constructor(options: WorkLoopOptions) {
    this.options = options
    this.functions = [...options.registry.functions.values()]
    this.crons = cronTriggers(this.functions)
  }

  start(): void {
    this.on = true
    this.done = this.loop()
  }

  /** Resolves when the turn that is under way has ended; nothing is taken after that. */
  async stop(): Promise<void> {
    this.on = false
    this.wake()
    await this.done
  }

  /** Something may be due; `fn` names the function, where it is known. */
  wake(fn = ''): void {
    this.woken = true
    if (fn === '') this.mustLook = true
    else this.named.add(fn)
    this.endPause?.()
  }

  /** Says that leases may be left over: the next turn looks for them. */
  noteFault(): void {
    this.afterFault = true
    this.wake()
  }

  private async loop(): Promise<void> {
    while (this.on) {
      this.woken = false
      const wait = await this.turn().catch((error: unknown) => this.reportFault(error))
      await this.pause(this.running() > this.options.slots / 4 ? BUSY_GAP_MS : IDLE_GAP_MS, false)
      if (!this.woken && this.on) await this.pause(wait, true)
    }
  }

  private reportFault(error: unknown): number {
    const { log } = this.options
    if (!this.afterFault) log.error({ err: error }, 'embedded runner: taking work failed, it goes on trying')
    this.afterFault = true
    return this.options.pollMs
  }

  /** One look at the queue; answers how long to sleep if nobody wakes it. */
  private async turn(): Promise<number> {
    const { pool, pollMs, slots } = this.options
    await this.mendAfterFault()
    const untilCron = await this.turnCrons()
    await this.purge()
    if (this.free() <= 0) return pollMs
    const taking = this.taking()
    // What a notification names is taken before anything is looked up: that is half of the way to its first request.
    const isAll = await takeNamed(taking, this.options.registry.functions, this.named)
    const untilLook = this.lookedAt + LOOK_GAP_MS - performance.now()
    if (isAll && !this.mustLook && untilLook > 0) return untilLook
    this.mustLook = false
    this.lookedAt = performance.now()
    this.counts.polls++
    const queues = await peekQueue(pool, this.functions)
    await this.recover(queues.filter((queue) => queue.expired).map((queue) => queue.fn))
    const { wait } = await takeWork(taking, this.options.registry.functions, queues, this.round++ % (slots + 1))
    const untilBatch = queues.map((queue) => this.batchWait(queue))
    return Math.max(MIN_WAIT_MS, Math.min(pollMs, wait, untilCron, ...untilBatch))
  }

  private taking(): Taking {
    return {
      ...this.options,
      free: () => this.free(),
      idle: () => this.running() === 0,
      start: (run) => this.take(run),
    }
  }

  private take(run: Run): void {
    this.counts.claimed++
    this.options.start(run)
  }

  /** When items that make no full batch are old enough; at its limit, a function waits for the end of a run instead. */
  private batchWait({ fn, batchAge, leased }: FunctionQueue): number {
    const options = this.options.registry.functions.get(fn)
    if (batchAge === null || !options?.batch || leased >= (options.limit ?? Infinity)) return Infinity
    const left = Math.min(this.options.eagerMs, options.batch.timeoutMs) - batchAge
    // Older ones, which could not be taken, are not asked for all the time.
    return left > 0 ? left : BUSY_GAP_MS
  }

  /**
   * After an outage: leases that ran out in it are renewed first, where nobody has taken the runs, so that this worker
   * does not count its own as those of a dead one; then what is leased to it and does not run here is given back.
   */
  private async mendAfterFault(): Promise<void> {
    if (!this.afterFault && performance.now() < this.orphansAt) return
    const { pool, by, leaseMs, log, running } = this.options
    const runs = [...running.values()].filter((run) => !run.stale)
    if (this.afterFault) await heartbeat(pool, leaseMs, runs)
    const released = await releaseOrphans(pool, by, runs)
    this.orphansAt = performance.now() + leaseMs / 3
    if (this.afterFault) log.info({ released }, 'embedded runner: taking work goes on')
    this.afterFault = false
  }

  private async turnCrons(): Promise<number> {
    const { pool } = this.options
    if (!this.cronsKnown) await registerCrons(pool, this.crons, Date.now())
    this.cronsKnown = true
    if (performance.now() >= this.cronDueAt) {
      this.cronDueAt = performance.now() + ((await fireCrons(pool, this.crons)) ?? Infinity)
    }
    return Math.max(0, this.cronDueAt - performance.now())
  }

  private async purge(): Promise<void> {
    if (performance.now() < this.purgeAt) return
    this.purgeAt = performance.now() + PURGE_EVERY_MS
    await purgeOld(this.options.pool)
  }

  private async recover(functions: string[]): Promise<void> {
    if (functions.length === 0) return
    const runs = await recoverRuns(this.options.pool, this.options.leaseMs, functions)
    if (runs > 0) this.options.log.warn({ runs }, 'embedded runner: took over runs of a worker that died')
  }

  private running(): number {
    return this.options.running.size
  }

  private free(): number {
    return this.options.slots - this.running()
  }

  private pause(ms: number, wakeable: boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        this.endPause = undefined
        resolve()
      }
      const timer = setTimeout(end, ms)
      if (wakeable) this.endPause = end
    })
  }
}
