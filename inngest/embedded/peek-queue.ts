import type pg from 'pg'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { runStatement } from '@/inngest/embedded/query-runner'

/** What there is to do for one function; times in milliseconds from now, null where there is nothing. */
export interface FunctionQueue {
  fn: string
  /** When its earliest waiting run is due; negative: it has been due for so long. */
  dueIn: number | null
  /** The same, for the earliest that is not due yet. */
  laterIn: number | null
  /** Executing runs in all processes, where the function has a limit. */
  leased: number
  /** Whether a run's lease has run out: its worker died. */
  expired: boolean
  /** Age of the batch item that came first, for functions with batches. */
  batchAge: number | null
}

const PEEK = `
select f.fn,
  (extract(epoch from (
    select min(run_at) from runner_run where fn = f.fn and lease_until is null) - now()) * 1000)::float8 as "dueIn",
  (extract(epoch from (
    select min(run_at) from runner_run where fn = f.fn and lease_until is null and run_at > now()
  ) - now()) * 1000)::float8 as "laterIn",
  case when f.limited then (
    select count(*) from runner_run where fn = f.fn and lease_until is not null) else 0 end::int as leased,
  coalesce((
    select min(lease_until) from runner_run where fn = f.fn and lease_until is not null) < now(), false) as expired,
  case when f.batched then (extract(epoch from now() - (
    select at from runner_batch_item where fn = f.fn and at <= now() order by fn, key, id limit 1
  )) * 1000)::float8 end as "batchAge"
from unnest($1::text[], $2::bool[], $3::bool[]) f(fn, limited, batched)`

/** Looks at the queue of every function of this worker: one cheap statement, all that an idle worker does. */
export function peekQueue(pool: pg.Pool, functions: readonly FunctionOptions[]): Promise<FunctionQueue[]> {
  const names = functions.map((fn) => fn.id)
  const limited = functions.map((fn) => fn.limit !== undefined)
  const batched = functions.map((fn) => fn.batch !== undefined)
  return runStatement<FunctionQueue>(pool, { name: 'runner_peek', text: PEEK, values: [names, limited, batched] })
}
