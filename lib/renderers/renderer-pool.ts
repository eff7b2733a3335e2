import { DomainError } from '@/lib/errors'
import { RendererProcess, RENDERER_LIMITS, type EndReason, type RendererLimits } from './renderer-process'
import { RenderQueue, type RenderJob } from './render-queue'
import { packTasks, toAnswer, type RenderAnswer, type RenderReply } from './render-task'
import { RestingTemplates } from './resting-templates'

export interface PoolOptions {
  /** How many renderers run; at least two, so that a bad template leaves one to the others. */
  size?: number
  limits?: RendererLimits
  /** A renderer ended and is replaced. */
  onRestart(reason: EndReason, detail: string): void
}

export type RenderRequest = Pick<RenderJob, 'task' | 'key' | 'trust' | 'turn'> & {
  /** It is refused when it cannot begin within this time. */
  patienceMs?: number
  /** Somebody waits for the answer: it goes in a message of its own. */
  isAlone?: boolean
}

interface Renderer {
  process: RendererProcess
  jobs: RenderJob[] // without an answer yet, in their order
  isCareful: boolean
}

const SIZE = 2
const WATCH_MS = 50
// Who dies with a renderer so often, in a message of its own, is taken for the cause.
const MOST_DEATHS = 3
const START_PAUSES_MS = [0, 100, 500, 2000, 5000]

const MESSAGES: Record<EndReason, string> = {
  hang: 'The template takes too long to render',
  memory: 'The template needs too much memory',
  crash: 'The template ends the process that renders it',
}

function whenResolved(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => { resolve = done })
  return { promise, resolve }
}

const tooBusy = () =>
  new DomainError('unavailable', 'Too many templates are being rendered: try again in a moment', { retryAfterSeconds: 1 })

const failureOf = (reason: EndReason): RenderAnswer => ({
  problems: [{ severity: 'error', line: 1, column: 1, endColumn: 2, code: 'limit', message: MESSAGES[reason] }],
})

/**
 * Renders users' templates in child processes that may be killed (I8). They are started ahead and replaced at once; what a
 * dead one had is rendered by another, without the template that was to blame. A free renderer gets what waits at once:
 * messages fill by themselves while all are busy.
 */
export class RendererPool {
  private readonly renderers = new Set<Renderer>()
  private readonly queue = new RenderQueue()
  private readonly resting = new RestingTemplates()
  private readonly size: number
  private readonly begun = whenResolved()
  private failedStarts = 0
  private unanswered = 0
  private watching: NodeJS.Timeout | undefined
  private isAsked = false
  private stopped = false

  constructor(private readonly options: PoolOptions) {
    this.size = options.size ?? SIZE
    for (let i = 0; i < this.size; i++) this.add()
  }

  /** The process ids of the renderers that run. */
  get pids(): number[] {
    return [...this.renderers].flatMap(({ process: { pid } }) => pid ?? [])
  }

  /** Resolves when the first renderer takes work. */
  get ready(): Promise<void> {
    return this.begun.promise
  }

  /** Renders; all requests of one turn of the event loop go together as far as they may. */
  render({ task, key, trust, turn, patienceMs, isAlone = false }: RenderRequest): Promise<RenderAnswer> {
    const rests = this.resting.answerOf(key)
    if (rests) return Promise.resolve(rests)
    if (this.stopped) return Promise.reject(new Error('the renderers are stopped'))
    return new Promise((settle, fail) => {
      const giveUpAt = patienceMs === undefined ? Infinity : performance.now() + patienceMs
      this.queue.add({ task, key, trust, turn, isAlone, giveUpAt, deaths: 0, settle, fail })
      this.unanswered++
      // It also keeps the process alive until all are answered: the renderers themselves do not.
      this.watching ??= setInterval(() => this.watch(), WATCH_MS)
      this.askForNext()
    })
  }

  /** Ends all renderers; what waits fails. */
  stop(): void {
    this.stopped = true
    const error = new Error('the renderers are stopped')
    for (const { process, jobs } of this.renderers) {
      process.stop()
      for (const job of jobs) this.fail(job, error)
    }
    this.renderers.clear()
    for (const job of this.queue.remove(() => true)) this.fail(job, error)
  }

  private add(): void {
    const renderer: Renderer = {
      jobs: [],
      isCareful: false,
      process: new RendererProcess(this.options.limits ?? RENDERER_LIMITS, {
        ready: () => {
          this.failedStarts = 0
          this.begun.resolve()
          this.next()
        },
        replied: (replies) => this.take(renderer, replies),
        ended: (reason, detail) => this.replace(renderer, reason, detail),
      }),
    }
    this.renderers.add(renderer)
  }

  // What is asked for in one go leaves together.
  private askForNext(): void {
    if (this.isAsked) return
    this.isAsked = true
    queueMicrotask(() => {
      this.isAsked = false
      this.next()
    })
  }

  private next(): void {
    for (const renderer of this.renderers) {
      if (this.queue.isEmpty) return
      if (renderer.process.isFree) this.give(renderer)
    }
  }

  private give(renderer: Renderer): void {
    const mayBeCareful = this.countCareful() < Math.max(1, this.size - 1)
    while (renderer.jobs.length === 0) {
      const careful = mayBeCareful ? this.queue.takeCareful() : []
      const taken = careful.length > 0 ? careful : this.queue.takeQuick()
      if (taken.length === 0) return
      renderer.isCareful = taken === careful
      renderer.jobs = this.withoutResting(taken)
    }
    renderer.process.send(packTasks(renderer.jobs.map(({ task }) => task), renderer.isCareful))
  }

  private countCareful(): number {
    let count = 0
    for (const { jobs, isCareful } of this.renderers) if (jobs.length > 0 && isCareful) count++
    return count
  }

  // What has come to rest since they were asked for.
  private withoutResting(jobs: RenderJob[]): RenderJob[] {
    return jobs.filter((job) => {
      const rests = this.resting.answerOf(job.key)
      if (rests) this.settle(job, rests)
      return !rests
    })
  }

  private take(renderer: Renderer, replies: RenderReply[]): void {
    for (const reply of replies) {
      const job = renderer.jobs.shift()
      if (!job) continue
      if (reply.ms === undefined) this.queue.trust(job.trust)
      else this.queue.distrust(job.trust)
      this.resting.note(job.key, reply)
      this.settle(job, toAnswer(reply))
    }
    if (renderer.jobs.length > 0) return
    renderer.process.rest()
    this.next()
  }

  private replace(renderer: Renderer, reason: EndReason, detail: string): void {
    this.renderers.delete(renderer)
    this.options.onRestart(reason, detail)
    this.blame(renderer.jobs, reason)
    const pause = START_PAUSES_MS[Math.min(this.failedStarts++, START_PAUSES_MS.length - 1)]
    setTimeout(() => {
      if (!this.stopped) this.add()
    }, pause).unref()
    this.next()
  }

  private blame(jobs: RenderJob[], reason: EndReason): void {
    const isKnown = reason !== 'crash' && new Set(jobs.map(({ key }) => key)).size === 1
    for (const job of jobs) {
      this.queue.distrust(job.trust)
      if (!isKnown && ++job.deaths < MOST_DEATHS) {
        this.queue.add(job)
        continue
      }
      const failed = failureOf(reason)
      this.resting.rest(job.key, failed)
      this.settle(job, failed)
    }
  }

  private watch(): void {
    for (const { process } of this.renderers) process.watch()
    const now = performance.now()
    if ([...this.renderers].some(({ process }) => process.hasBegun)) {
      for (const job of this.queue.remove(({ giveUpAt }) => giveUpAt <= now)) this.fail(job, tooBusy())
    }
    if (this.failedStarts < START_PAUSES_MS.length) return
    for (const job of this.queue.remove(() => true)) this.fail(job, new Error('no renderer can be started'))
  }

  private settle(job: RenderJob, answer: RenderAnswer): void {
    this.over()
    job.settle(answer)
  }

  private fail(job: RenderJob, error: Error): void {
    this.over()
    job.fail(error)
  }

  private over(): void {
    if (--this.unanswered > 0) return
    clearInterval(this.watching)
    this.watching = undefined
  }
}
