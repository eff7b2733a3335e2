import type pg from 'pg'
import type { RunnerLog } from '@/inngest/embedded/runner-options'
import type { Dispatch } from '@/lib/dispatch'
import type { DeliverySender } from '@/lib/deliveries/delivery-sender'

/** What the durable functions work with; made once per worker. */
export interface FunctionDeps {
  pool: pg.Pool
  dispatch: Dispatch
  sender: DeliverySender
  worker: string
  now: () => number
  random: () => number
  log: RunnerLog
}

/** The functions ask for it when they run: a process that only reads their configurations has none. */
export type GetDeps = () => FunctionDeps
