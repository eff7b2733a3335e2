import type pg from 'pg'
import type { RunnerLog } from '@/inngest/embedded/runner-options'
import type { GetDeps } from '@/inngest/functions/deps'

/** What runs the durable functions in a worker. */
export interface Engine {
  /** Takes no more runs and waits for those under way, `timeoutMs` at most; what is left goes on elsewhere. */
  stop(timeoutMs: number): Promise<void>
}

/** What an engine is started with. */
export interface EngineOptions {
  pool: pg.Pool
  connectionString: string
  worker: string
  log: RunnerLog
  deps: GetDeps
}
