import type pg from 'pg'
import type { Clock } from '@/lib/clock'
import { inTransaction, type Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { cancelWaiting } from './cancel-waiting'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { countAttempt } from '@/lib/metrics/count-attempt'
import { recordAttempts, standAlone, type AttemptResult, type Recorded } from './record-attempts'

interface Waiting {
  result: AttemptResult
  resolve: (counted: boolean) => void
}

const MAX_PER_COMMIT = 500
const RETRY_MS = 250

export interface RecorderLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** What remains of a result whose exchange the database refuses: the row must not be lost because of its content. */
const withoutContent = (result: AttemptResult): AttemptResult => ({
  ...result,
  requestBody: null,
  exchange: { ...result.exchange, requestHeaders: {}, response: null },
})

/**
 * Group commit for attempts: what ends while a commit is under way goes into the next one. While the database is away
 * results wait here; their deliveries stay `sending` under a lease, so that nothing is lost if the process dies too.
 */
export class AttemptRecorder {
  private waiting: Waiting[] = []
  private running: Promise<void> | undefined
  private readonly troubled = new Set<string>()

  constructor(
    private readonly pool: pg.Pool,
    private readonly dispatch: Dispatch,
    private readonly log: RecorderLog,
    private readonly clock: Clock = Date.now,
  ) {}

  get backlog(): number {
    return this.waiting.length
  }

  /** Resolves when the attempt is committed: true, or false when the delivery had been taken over by someone else. */
  add(result: AttemptResult): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting.push({ result, resolve })
      this.next()
    })
  }

  private next(): void {
    if (this.running || this.waiting.length === 0) return
    this.running = new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.flush()).finally(() => {
      this.running = undefined
      this.next() // what came between the last commit and now
    })
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) await this.commit(this.waiting.splice(0, MAX_PER_COMMIT))
  }

  private async commit(group: Waiting[]): Promise<void> {
    try {
      const { counted, breakers } = await this.store(group.map(({ result }) => result))
      this.noteHealth(group)
      for (const one of breakers) this.log.warn({ ...one }, `breaker ${one.change}`)
      for (const { result, resolve } of group) {
        const mine = counted.has(result.delivery.id)
        if (mine) countAttempt(result)
        else this.log.warn({ deliveryId: result.delivery.id, attempt: result.delivery.attempt }, 'late result fenced off')
        resolve(mine)
      }
      this.cancelGone(group)
    } catch (error) {
      await this.recover(group, error)
    }
  }

  // After the commit, and nobody waits for it: the sweep does what is left.
  private cancelGone(group: Waiting[]): void {
    const gone = new Set(group.filter(({ result }) => result.settled.gone).map(({ result }) => result.integrationId))
    for (const id of gone) void cancelWaiting(this.pool, id).catch(() => {})
  }

  // Requests that left before another's failure was known end that failure too.
  private noteHealth(group: Waiting[]): void {
    for (const { result } of group) {
      if (result.settled.error) this.troubled.add(result.integrationId)
      else this.troubled.delete(result.integrationId)
    }
  }

  private store(results: AttemptResult[]): Promise<Recorded> {
    const record = (tx: Queryable) => recordAttempts(tx, this.dispatch, results, this.troubled, this.clock())
    return standAlone(results, this.troubled) ? record(this.pool) : inTransaction(record, this.pool)
  }

  private async recover(group: Waiting[], error: unknown): Promise<void> {
    if (isDatabaseDown(error)) {
      this.log.warn({ err: String(error), waiting: this.waiting.length + group.length }, 'attempts wait for the database')
      this.waiting.unshift(...group)
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      return
    }
    const [only, ...others] = group
    if (only && others.length > 0) {
      for (const one of group) await this.commit([one])
      return
    }
    if (!only) return
    this.log.error({ deliveryId: only.result.delivery.id, err: String(error) }, 'attempt could not be stored as it was')
    const stored = await this.store([withoutContent(only.result)]).catch(() => null)
    if (stored?.counted.size) countAttempt(only.result)
    only.resolve(stored?.counted.has(only.result.delivery.id) ?? false) // if not, its lease runs out and the sweep takes it
  }
}
