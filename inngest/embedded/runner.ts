import type { Inngest, InngestFunction } from 'inngest'
import { serverBackoff } from '@/inngest/embedded/backoff'
import { SdkServer, type SdkRequest } from '@/inngest/embedded/answer-sdk'
import type { ExecutionPorts } from '@/inngest/embedded/execution-ports'
import { executeRun } from '@/inngest/embedded/execute-run'
import { failRun } from '@/inngest/embedded/fail-run'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { heartbeat, releaseRuns } from '@/inngest/embedded/keep-leases'
import { newUlid } from '@/inngest/embedded/new-ulid'
import { readRegistry, type Registry } from '@/inngest/embedded/registry'
import { leaseKey, type Run } from '@/inngest/embedded/run'
import type { RunnerOptions } from '@/inngest/embedded/runner-options'
import { isOurs, outlastOutage, SaveQueue } from '@/inngest/embedded/save-queue'
import { WakeListener } from '@/inngest/embedded/wake-listener'
import { WorkLoop } from '@/inngest/embedded/work-loop'

interface Started {
  loop: WorkLoop
  listener: WakeListener
  heartbeats: NodeJS.Timeout
}

export interface RunnerStats {
  running: number
  calls: number
  checkpoints: number
  saves: number
  commits: number
  sent: number
  claimed: number
  finished: number
  failed: number
  stale: number
  polls: number
}

/**
 * Runs unchanged Inngest functions durably from Postgres, in place of an Inngest server. Give `fetch` to the client,
 * then `start`. Several runners may share one database; a run belongs to the one that has its lease.
 */
export class EmbeddedRunner {
  private readonly options: Required<RunnerOptions>
  private readonly worker: string
  private readonly running = new Map<string, Run>()
  private readonly saves: SaveQueue
  private readonly counts = { calls: 0, finished: 0, failed: 0 }
  private started: Started | undefined
  /** Stays after `stop`: what still executes is told that it is stale. */
  private server: SdkServer | undefined
  private onIdle: (() => void) | undefined

  constructor(options: RunnerOptions) {
    const defaults = { slots: 200, leaseMs: 30_000, pollMs: 1000, eagerMs: 20, backoff: serverBackoff }
    this.worker = options.worker ?? newUlid()
    this.options = { ...defaults, worker: this.worker, ...options }
    this.saves = new SaveQueue(options.pool)
  }

  /** Answers the SDK's client in process; nothing leaves it. */
  readonly fetch: typeof fetch = async (input, init) => {
    if (!this.server) return errorResponse(503, 'The embedded runner is not started')
    const { pathname: path } = new URL(input instanceof Request ? input.url : input)
    try {
      return await this.server.answer(await readRequest(path, input, init))
    } catch (error) {
      this.options.log.error({ err: error, path }, 'embedded runner: a request of the SDK failed')
      return errorResponse(500, error instanceof Error ? error.message : String(error))
    }
  }

  /** Reads the functions (throws when one has an unsupported option) and begins to take runs. */
  async start({ client, functions }: { client: Inngest.Any; functions: InngestFunction.Any[] }): Promise<void> {
    if (this.started) throw new Error('The embedded runner is started already')
    const { pool, worker, leaseMs, connectionString, log } = this.options
    const registry = await readRegistry(client, functions)
    this.server = new SdkServer(pool, registry, {
      save: (run, change) => this.saves.save(run, change),
      findRun: (id, gen) => this.running.get(leaseKey({ id, gen })),
    })
    const loop = new WorkLoop({
      ...this.options,
      registry,
      by: { worker, leaseMs },
      running: this.running,
      start: (run) => this.execute(registry, run),
    })
    const listener = new WakeListener(connectionString, (fn) => loop.wake(fn))
    const beat = (): void => {
      heartbeat(pool, leaseMs, [...this.running.values()]).catch((error: unknown) => {
        log.warn({ err: error }, 'embedded runner: a heartbeat failed')
        loop.noteFault() // so that leases that ran out meanwhile are renewed before anybody counts them as a dead worker's
      })
    }
    this.started = { loop, listener, heartbeats: setInterval(beat, leaseMs / 3) }
    listener.start()
    loop.start()
    log.info({ functions: registry.functions.size }, 'embedded runner: started')
  }

  /**
   * Takes no more, waits for what runs, and gives back the leases of what is left after `timeoutMs`, so that another
   * worker goes on with it at once. The pool stays open.
   */
  async stop({ timeoutMs = 25_000 }: { timeoutMs?: number } = {}): Promise<void> {
    const started = this.started
    if (!started) return
    await started.loop.stop()
    await this.waitUntilIdle(timeoutMs)
    const left = [...this.running.values()].filter((run) => !run.stale)
    clearInterval(started.heartbeats)
    if (left.length > 0) {
      await releaseRuns(this.options.pool, left).catch((error: unknown) =>
        this.options.log.error({ err: error }, 'embedded runner: leases were not given back'))
    }
    await started.listener.stop()
    this.started = undefined
  }

  stats(): RunnerStats {
    const { saves, commits, stale } = this.saves.counts
    const { checkpoints, sent } = this.server?.counts ?? { checkpoints: 0, sent: 0 }
    const { claimed, polls } = this.started?.loop.counts ?? { claimed: 0, polls: 0 }
    return { running: this.running.size, ...this.counts, checkpoints, sent, claimed, polls, saves, commits, stale }
  }

  private waitUntilIdle(timeoutMs: number): Promise<void> {
    if (this.running.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.onIdle = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  private execute(registry: Registry, run: Run): void {
    const fn = registry.functions.get(run.fn)
    if (!fn) return
    const key = leaseKey(run)
    // What waits for the end of a run: a slot, where there was none, a function's limit, the time of one that parks.
    let isAwaited = fn.limit !== undefined || fn.keyLimit !== undefined
    this.running.set(key, run)
    executeRun(this.portsFor(registry), run, fn)
      .then((turn) => {
        if (turn === 'over' && !run.stale) this.counts.finished++
        isAwaited ||= turn !== 'over'
      })
      // It goes on from its last saved step when its lease has been given back.
      .catch((error: unknown) => {
        this.options.log.error({ err: error, run: run.id, fn: run.fn }, 'embedded runner: lost a run')
        run.stale = true
        this.started?.loop.noteFault()
      })
      .finally(() => {
        isAwaited ||= this.running.size >= this.options.slots
        this.running.delete(key)
        if (isAwaited) this.started?.loop.wake()
        if (this.running.size === 0) this.onIdle?.()
      })
  }

  private portsFor(registry: Registry): ExecutionPorts {
    return {
      call: (run, fn, attempt, stepId) => this.call(registry, run, fn, attempt, stepId),
      save: (run, change) => this.saves.save(run, change),
      fail: (run, error) => this.fail(registry, run, error),
      now: Date.now,
      random: Math.random,
      backoff: this.options.backoff,
    }
  }

  private call(registry: Registry, run: Run, fn: FunctionOptions, attempt: number, stepId?: string) {
    this.counts.calls++
    const { id: runId, gen, events, steps, stack } = run
    const { id, maxAttempts } = fn
    return registry.handler.call({ fn: id, runId, gen, events, steps, stack, attempt, maxAttempts, stepId })
  }

  private async fail(registry: Registry, run: Run, error: unknown): Promise<void> {
    const failed = await outlastOutage(() => failRun(this.options.pool, registry, run, error), () => isOurs(run))
    if (!failed) {
      run.stale = true
      return
    }
    this.counts.failed++
    this.options.log.warn({ run: run.id, fn: run.fn, error }, 'embedded runner: a run failed')
  }
}

/** An answer that the SDK's client reads as an error. */
const errorResponse = (status: number, error: string): Response => Response.json({ error, status }, { status })

/** Takes the request apart; building a Request to do so would cost as much as the rest of the answer. */
async function readRequest(path: string, input: RequestInfo | URL, init: RequestInit | undefined): Promise<SdkRequest> {
  if (input instanceof Request || typeof init?.body !== 'string') {
    const request = new Request(input, init)
    return { method: request.method, path, headers: () => request.headers, body: await request.text() }
  }
  return { method: init.method ?? 'GET', path, headers: () => new Headers(init.headers), body: init.body }
}
