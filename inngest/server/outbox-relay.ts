import type pg from 'pg'
import type { RunnerLog } from '@/inngest/embedded/runner-options'
import { WakeListener } from '@/inngest/embedded/wake-listener'
import { inTransaction, type Queryable } from '@/lib/db'
import { mergeMessages } from './merge-messages'
import { allowSending, claimDue, deleteSent, MAX_ROWS, postpone, untilNextDue, type OutboxRow } from './outbox-rows'
import { OUTBOX_CHANNEL } from './queue-messages'
import type { SendEvents, SendOutcome } from './send-events'

export interface RelayOptions {
  pool: pg.Pool
  /** For the LISTEN, which has a connection of its own. */
  connectionString: string
  send: SendEvents
  log: RunnerLog
  /** The net under the notifications. */
  pollMs?: number
  /** The longest pause while the server cannot be reached. */
  longestPauseMs?: number
}

type Turn = { sent: number; isAll: boolean } | { unavailable: string }

const FIRST_PAUSE_MS = 250
const REFUSED_PAUSE_MS = 3_600_000
const REMIND_EVERY = 20 // turns of a long outage
// A message after a quiet time leaves at once; those that come in the next moment go together. A server takes long for each
// call (some 40 ms on two cores), however much is in it.
const GATHER_MS = 150

/**
 * Sends what is in the outbox to the Inngest server and forgets it when it is acknowledged. Any number of workers may
 * relay: each claims rows that no other has. A crash between the two sends again, under the same ids.
 */
export class OutboxRelay {
  private readonly listener: WakeListener
  private readonly abort = new AbortController()
  private readonly pollMs: number
  private readonly longestPauseMs: number
  private stopping = false
  private failures = 0
  private wake: (() => void) | undefined
  private woken = false
  private running: Promise<void> | undefined

  constructor(private readonly options: RelayOptions) {
    this.pollMs = options.pollMs ?? 1000
    this.longestPauseMs = options.longestPauseMs ?? 15_000
    this.listener = new WakeListener(options.connectionString, () => this.onWake(), OUTBOX_CHANNEL)
  }

  start(): void {
    this.listener.start()
    this.running = this.run()
  }

  /** Lets the request under way finish, or ends it after `timeoutMs`: what was not acknowledged stays. */
  async stop(timeoutMs: number): Promise<void> {
    this.stopping = true
    const force = setTimeout(() => this.abort.abort(), timeoutMs)
    this.wake?.()
    await this.running
    clearTimeout(force)
    await this.listener.stop()
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const turn = await this.turn().catch((error: unknown): Turn => ({ unavailable: `the database: ${String(error)}` }))
      if ('unavailable' in turn) await this.waitOut(turn.unavailable)
      else if (turn.sent === 0) await this.pause(await this.untilWork(), true)
      else {
        this.recovered()
        if (turn.isAll) await this.pause(GATHER_MS, false)
      }
    }
  }

  private turn(): Promise<Turn> {
    return inTransaction(async (tx): Promise<Turn> => {
      const rows = await claimDue(tx)
      if (rows.length === 0) return { sent: 0, isAll: true }
      await allowSending(tx)
      const answer = await this.send(mergeMessages(rows))
      if (answer.outcome === 'refused') return this.sendSingly(tx, rows)
      if (answer.outcome === 'unavailable') return { unavailable: answer.reason }
      await deleteSent(tx, rows)
      return { sent: rows.length, isAll: rows.length < MAX_ROWS }
    }, this.options.pool)
  }

  // One event that the server will not have must not hold up the others of its request.
  private async sendSingly(tx: Queryable, rows: readonly OutboxRow[]): Promise<Turn> {
    for (const row of rows) {
      const answer = await this.send([{ event: row.event }])
      if (answer.outcome === 'unavailable') return { unavailable: answer.reason }
      if (answer.outcome === 'taken') {
        await deleteSent(tx, [row])
        continue
      }
      this.options.log.error({ message: row.id, reason: answer.reason }, 'outbox: Inngest refuses a message; it is kept')
      await postpone(tx, row, REFUSED_PAUSE_MS)
    }
    return { sent: rows.length, isAll: false }
  }

  private send(events: ReadonlyArray<{ event: string }>): Promise<SendOutcome> {
    return this.options.send(events.map(({ event }) => event), this.abort.signal)
  }

  private async waitOut(reason: string): Promise<void> {
    if (this.stopping) return
    if (this.failures % REMIND_EVERY === 0) this.options.log.warn({ reason }, 'outbox: messages for the Inngest server wait')
    const pauseMs = Math.min(this.longestPauseMs, FIRST_PAUSE_MS * 2 ** Math.min(this.failures, 16))
    this.failures++
    await this.pause(pauseMs * (0.5 + Math.random() / 2), false)
  }

  private recovered(): void {
    if (this.failures > 0) this.options.log.info({ failures: this.failures }, 'outbox: messages go to the Inngest server again')
    this.failures = 0
  }

  private async untilWork(): Promise<number> {
    const ms = await untilNextDue(this.options.pool).catch(() => null)
    return Math.min(this.pollMs, Math.ceil(ms ?? Infinity) + 1)
  }

  private onWake(): void {
    this.woken = true
    this.wake?.()
  }

  // A message that comes during the look at the outbox must not wait for the poll; one that comes in an outage must.
  private async pause(ms: number, untilWoken: boolean): Promise<void> {
    if (this.stopping || (untilWoken && this.woken)) {
      this.woken = false
      return
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake = () => {
        if (!untilWoken && !this.stopping) return
        clearTimeout(timer)
        resolve()
      }
    })
    this.wake = undefined
    this.woken = false
  }
}
