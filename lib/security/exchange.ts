import type { Dispatcher } from 'undici'
import { classifyNetworkError } from '@/lib/security/classify-network-error'
import type { Connection, ConnectionPool } from '@/lib/security/connection-pool'
import type { ConnectPhase } from '@/lib/security/open-socket'
import type {
  HeaderPair,
  ReceivedResponse,
  SafeErrorCode,
  SafeResponse,
  SafeTimings,
} from '@/lib/security/safe-response'

/** One request, ready to be written. */
export type PreparedRequest = {
  pool: ConnectionPool
  path: string
  /** Names and values in turn. */
  headers: string[]
  body: Buffer
  timeoutMs: number
  maxResponseBytes: number
  signal?: AbortSignal
}

const MAX_HEADER_COUNT = 1000

const TIMEOUT_PHASES: Readonly<Record<ConnectPhase, string>> = {
  dns: 'while its name was being resolved',
  connect: 'while connecting',
  tls: 'during the TLS handshake',
  open: 'while waiting for the answer',
  kept: 'while waiting for the answer',
}

/**
 * One request and its answer, as undici's low-level handler: it settles exactly once, by the answer's end, an error,
 * the deadline or the signal, and then takes no more part in its connection.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: PreparedRequest
  readonly #settle: (response: SafeResponse) => void
  readonly #startedAt = performance.now()
  readonly #timer: NodeJS.Timeout
  #connection: Connection | null = null
  #abort: ((error?: Error) => void) | null = null
  #isSettled = false
  #firstByteMs: number | null = null
  #status = 0
  #headers: HeaderPair[] = []
  #chunks: Buffer[] = []
  #stored = 0

  constructor(request: PreparedRequest, settle: (response: SafeResponse) => void) {
    this.#request = request
    this.#settle = settle
    this.#timer = setTimeout(this.#onDeadline, request.timeoutMs)
    request.signal?.addEventListener('abort', this.#onSignal, { once: true })
  }

  start(): void {
    if (this.#request.signal?.aborted) return this.#onSignal()
    const { pool, path, headers, body } = this.#request
    this.#connection = pool.acquire()
    this.#connection.client.dispatch({ path, method: 'POST', headers, body }, this)
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort
  }

  onResponseStarted(): void {
    this.#firstByteMs ??= performance.now() - this.#startedAt
  }

  // Comes once per informational answer too; those carry nothing for us.
  onHeaders(status: number, raw: Buffer[]): boolean {
    if (status < 200 || this.#isSettled) return true
    if (raw.length / 2 > MAX_HEADER_COUNT) {
      this.#fail('protocol', 'The answer has too many headers')
      return true
    }
    this.#status = status
    for (let index = 0; index + 1 < raw.length; index += 2) {
      this.#headers.push([raw[index]?.toString('latin1') ?? '', raw[index + 1]?.toString('latin1') ?? ''])
    }
    return true
  }

  onData(chunk: Buffer): boolean {
    if (this.#isSettled) return true
    const room = this.#request.maxResponseBytes - this.#stored
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    this.#stored += Math.min(chunk.length, room)
    if (chunk.length > room) this.#respond({ truncated: true })
    return true
  }

  onComplete(): void {
    this.#respond({ truncated: false })
  }

  // Once the final status is in, the receiver has decided: a cut body only truncates what is stored.
  onError(error: Error): void {
    if (this.#isSettled) return
    if (this.#status > 0) return this.#respond({ truncated: true })
    const { code, message } = classifyNetworkError(error, this.#connection?.trace.phase ?? 'kept')
    this.#fail(code, message)
  }

  readonly #onDeadline = (): void => {
    const seconds = this.#request.timeoutMs / 1000
    this.#fail('timeout', `No complete answer within ${seconds} s: the time ran out ${this.#phaseInWords()}`)
  }

  readonly #onSignal = (): void => this.#fail('timeout', 'The attempt was cancelled before its answer was complete')

  #phaseInWords(): string {
    if (this.#status > 0) return 'inside the body'
    return TIMEOUT_PHASES[this.#connection?.trace.phase ?? 'kept']
  }

  #respond({ truncated }: { truncated: boolean }): void {
    const response = this.#received(truncated)
    this.#finish({ outcome: 'response', ...response, ...this.#measure() }, { keep: !truncated })
  }

  #fail(code: SafeErrorCode, message: string): void {
    const response = this.#status > 0 ? this.#received(true) : null
    this.#finish({ outcome: 'error', code, message, response, ...this.#measure() }, { keep: false })
  }

  #finish(response: SafeResponse, { keep }: { keep: boolean }): void {
    if (this.#isSettled) return
    this.#isSettled = true
    clearTimeout(this.#timer)
    this.#request.signal?.removeEventListener('abort', this.#onSignal)
    this.#settle(response)
    const { pool } = this.#request
    if (!this.#connection) return
    if (keep) return pool.release(this.#connection)
    this.#abort?.()
    pool.discard(this.#connection)
  }

  #received(truncated: boolean): ReceivedResponse {
    // concat copies, so that a small body does not keep a whole socket buffer alive.
    return { status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks), truncated }
  }

  #measure(): { durationMs: number; timings: SafeTimings } {
    const { dnsMs = null, connectMs = null, tlsMs = null } = this.#connection?.trace ?? {}
    const timings = { dnsMs, connectMs, tlsMs, firstByteMs: this.#firstByteMs }
    return { durationMs: performance.now() - this.#startedAt, timings }
  }
}
