/** What a port does with requests: `waitMs` before each answer, `null` never answers; `failFirst`: 500 at the first attempt. */
export interface PortBehaviour {
  waitMs: number | null
  failFirst: boolean
}

export type ToReceiver = { type: 'behave'; port: number; behaviour: PortBehaviour } | { type: 'report' } | { type: 'count' } | { type: 'reset' }

export interface PortReport {
  port: number
  /** Requests, also repeated ones. */
  requests: number
  /** Different webhook-ids. */
  unique: number
  /** Per request: the event's mark (-1 without) and the monotonic time. */
  marks: number[]
  at: number[]
}

export type FromReceiver =
  | { type: 'ports'; ports: number[] }
  | { type: 'report'; ports: PortReport[] }
  | { type: 'count'; requests: number }
