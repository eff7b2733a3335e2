import type { PreviewOutcome, PreviewRequest, WorkerMessage, WorkerRequest } from './preview-messages'

/** The part of a Worker that the runner uses. */
export interface PreviewPort {
  postMessage(message: WorkerRequest): void
  terminate(): void
  onmessage: ((event: { data: WorkerMessage }) => void) | null
  onerror: ((event: unknown) => void) | null
}

interface Job {
  id: number
  request: PreviewRequest
  settle: (outcome: PreviewOutcome | 'superseded') => void
  lane: string
}

const tooSlow = (message: string): PreviewOutcome => ({
  output: '',
  valid: false,
  problems: [{ severity: 'error', line: 1, column: 1, endColumn: 1, code: 'limit', message }],
  bytes: 0,
  milliseconds: 0,
})

/**
 * Renders one request after the other in a worker that is ended when one takes longer than `limitMs`; the time it
 * needs to load does not count. A newer request of the same lane takes the place of a waiting one.
 */
export class PreviewRunner {
  private port: PreviewPort | null = null
  private ready = false
  private running: Job | null = null
  private waiting: Job[] = []
  private timer: ReturnType<typeof setTimeout> | undefined
  private nextId = 1

  constructor(
    private readonly makePort: () => PreviewPort,
    private readonly limitMs = 1000,
  ) {}

  run(request: PreviewRequest, lane: string): Promise<PreviewOutcome | 'superseded'> {
    return new Promise((settle) => {
      for (const job of this.waiting) if (job.lane === lane) job.settle('superseded')
      this.waiting = [...this.waiting.filter((job) => job.lane !== lane), { id: this.nextId++, request, settle, lane }]
      this.pump()
    })
  }

  dispose(): void {
    this.endPort()
    for (const job of [...this.waiting, ...(this.running ? [this.running] : [])]) job.settle('superseded')
    this.waiting = []
    this.running = null
  }

  private pump(): void {
    if (this.port === null) this.startPort()
    if (!this.ready || this.running !== null) return
    const job = this.waiting.shift()
    if (job === undefined) return
    this.running = job
    this.timer = setTimeout(() => this.giveUp(), this.limitMs)
    this.port?.postMessage({ id: job.id, request: job.request })
  }

  private startPort(): void {
    const port = this.makePort()
    this.port = port
    port.onmessage = ({ data }) => {
      if (port !== this.port) return
      if (data.kind === 'ready') this.ready = true
      else this.finish(data.id, data.outcome)
      this.pump()
    }
    port.onerror = () => {
      if (port !== this.port) return
      this.endPort()
      const failed = [...(this.running ? [this.running] : []), ...this.waiting]
      this.running = null
      this.waiting = []
      for (const job of failed) job.settle(tooSlow('The preview could not be started.'))
    }
  }

  private finish(id: number, outcome: PreviewOutcome): void {
    if (this.running?.id !== id) return
    clearTimeout(this.timer)
    const { settle } = this.running
    this.running = null
    settle(outcome)
  }

  private giveUp(): void {
    const job = this.running
    this.endPort()
    this.running = null
    job?.settle(tooSlow(`The template took longer than ${this.limitMs / 1000} s and was stopped.`))
    if (this.waiting.length > 0) this.pump()
  }

  private endPort(): void {
    clearTimeout(this.timer)
    this.port?.terminate()
    this.port = null
    this.ready = false
  }
}
