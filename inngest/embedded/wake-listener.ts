import pg from 'pg'
import { WAKE_CHANNEL } from '@/inngest/embedded/dispatch'

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 5000
// Finds a connection that is dead without a word; the poll is the net in the meantime.
const PROBE_MS = 30_000

/**
 * LISTENs on a connection of its own and makes another when that breaks. `wake` is called on each notification, with the
 * function that has something due, where one is named.
 */
export class WakeListener {
  private client: pg.Client | undefined
  private timer: NodeJS.Timeout | undefined
  private retryMs = FIRST_RETRY_MS
  private stopped = false
  private readonly connectionString: string
  private readonly wake: (fn?: string) => void
  private readonly channel: string

  constructor(connectionString: string, wake: (fn?: string) => void, channel: string = WAKE_CHANNEL) {
    this.connectionString = connectionString
    this.wake = wake
    this.channel = channel
  }

  start(): void {
    void this.connect()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    const client = this.client
    this.client = undefined
    await client?.end().catch(() => {})
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      connectionTimeoutMillis: 5000,
      query_timeout: 5000,
      keepAlive: true,
      application_name: 'runner listen',
    })
    this.client = client
    client.on('error', () => this.reconnect(client))
    client.on('end', () => this.reconnect(client))
    client.on('notification', ({ payload }) => this.wake(payload))
    try {
      await client.connect()
      await client.query(`LISTEN ${this.channel}`)
      this.retryMs = FIRST_RETRY_MS
      // What was notified while nobody listened.
      this.wake()
      this.probeLater(client)
    } catch {
      this.reconnect(client)
    }
  }

  private probeLater(client: pg.Client): void {
    if (this.stopped || this.client !== client) return
    this.timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.probeLater(client),
        () => this.reconnect(client),
      )
    }, PROBE_MS)
  }

  private reconnect(client: pg.Client): void {
    if (this.stopped || this.client !== client) return
    this.client = undefined
    clearTimeout(this.timer)
    client.end().catch(() => {})
    this.timer = setTimeout(() => void this.connect(), this.retryMs)
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS)
  }
}
