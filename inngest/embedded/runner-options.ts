import type pg from 'pg'
import type { Backoff } from '@/inngest/embedded/backoff'

export interface RunnerLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export interface RunnerOptions {
  /** For the runner's statements; the caller's, who ends it after `stop`. */
  pool: pg.Pool
  /** For the LISTEN, which has a connection of its own. */
  connectionString: string
  log: RunnerLog
  /** The id under which it takes leases; made up unless given. */
  worker?: string
  /** Runs that execute here at the same time. */
  slots?: number
  /** A run whose worker has not been heard of for so long is given to another. */
  leaseMs?: number
  /** The net under the notifications. */
  pollMs?: number
  /** A partial batch is taken when it is so old and a slot is free. Infinity: only at its own timeout. */
  eagerMs?: number
  backoff?: Backoff
}
