export type HeaderPair = [name: string, value: string]

/** In milliseconds from the start of the attempt's own steps; null for a step that did not take place (kept socket). */
export type SafeTimings = {
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  firstByteMs: number | null
}

/** What arrived. `truncated`: the body is longer than was stored, or was cut off. */
export type ReceivedResponse = { status: number; headers: HeaderPair[]; body: Buffer; truncated: boolean }

export type SafeErrorCode =
  'dns' | 'connect' | 'tls' | 'timeout' | 'reset' | 'blocked_address' | 'redirect' | 'too_large' | 'protocol'

/** The outcome of one request. A 3xx is a response like any other: redirects are never followed. */
export type SafeResponse =
  | ({ outcome: 'response'; durationMs: number; timings: SafeTimings } & ReceivedResponse)
  | {
      outcome: 'error'
      code: SafeErrorCode
      message: string
      durationMs: number
      timings: SafeTimings
      /** What had arrived when it failed, as at a deadline in the middle of the body. */
      response: ReceivedResponse | null
    }

export type SafeRequest = {
  url: string
  method?: 'POST'
  /** Sent as given, in this order; `accept-encoding: identity` is added. Framing headers are refused. */
  headers: ReadonlyArray<readonly [name: string, value: string]>
  body: Buffer | string
  /** The total deadline, from the call to the last byte that is stored. */
  timeoutMs: number
  /** How much of the response's body is stored; then the socket is closed. 100 KB unless told. */
  maxResponseBytes?: number
  signal?: AbortSignal
}
