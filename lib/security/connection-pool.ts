import { Client } from 'undici'
import { createTrace, openSocket, type ConnectTrace } from '@/lib/security/open-socket'
import type { Target } from '@/lib/security/resolve-target'

/** One connection to an origin, used by one exchange at a time. */
export type Connection = { client: Client; trace: ConnectTrace }

// Node's own default is 16 KB; 32 KB is what common servers can be made to send.
const MAX_HEADER_BYTES = 32 * 1024
const KEEP_ALIVE_MS = 4000
const KEEP_ALIVE_MAX_MS = 60_000

/**
 * The connections to one origin, as many as there are exchanges at a time: how many that may be each integration says,
 * and one that hangs takes none from its neighbours on the same host. undici's own pool gives no say over which connection
 * a request is on: here a deadline ends exactly its own connection, also one that is still being opened, and timings
 * belong to their attempt.
 */
export class ConnectionPool {
  readonly #idle: Connection[] = []
  #open = 0

  constructor(
    readonly target: Target,
    readonly onEmpty: () => void,
  ) {}

  /** A connection for one exchange, used or new. */
  acquire(): Connection {
    return this.#idle.pop() ?? this.#create()
  }

  /** Gives back a connection whose exchange is complete. */
  release(connection: Connection): void {
    connection.trace = createTrace()
    this.#idle.push(connection)
  }

  /** Ends a connection, open or still opening. */
  discard(connection: Connection): void {
    this.#open -= 1
    connection.trace.socket?.destroy()
    // Later, because we may be inside one of the client's own callbacks.
    queueMicrotask(() => void connection.client.destroy())
    if (this.#open === 0) this.onEmpty()
  }

  closeIdle(): void {
    for (const connection of this.#idle.splice(0)) this.discard(connection)
  }

  #create(): Connection {
    const { origin, dial } = this.target
    const client = new Client(origin, {
      connect: (_options, done) =>
        openSocket(dial, connection.trace, (error, socket) => (error ? done(error, null) : done(null, socket))),
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MAX_MS,
      // The attempt's one deadline replaces the idle timers, which a slow drip never meets.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const connection: Connection = { client, trace: createTrace() }
    client.on('disconnect', () => this.#dropIdle(connection))
    this.#open += 1
    return connection
  }

  #dropIdle(connection: Connection): void {
    const index = this.#idle.indexOf(connection)
    if (index === -1) return
    this.#idle.splice(index, 1)
    this.discard(connection)
  }
}
