import type pg from 'pg'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { runStatement } from '@/inngest/embedded/query-runner'

/** What there is to do for one function; times in milliseconds from now, null where there is nothing. */
export interface FunctionQueue {
  fn: string
  /** When its earliest waiting run is due; negative: it has been due for so long. */
  dueIn: number | null
  /** The same, for the earliest run or batch item that is not due yet. */
  laterIn: number | null
  /** Executing runs in all processes, where the function has a limit. */
  leased: number
  /** Whether a run's lease has run out: its worker died. */
  expired: boolean
  /** Age of the batch item that has been due the longest, for functions with batches. */
  batchAge: number | null
}

// Walks from key to key by the index, as taking batches does: what is due comes first, and of what is not the next one.
const PEEK = `
with recursive f as materialized (select * from unnest($1::text[], $2::bool[], $3::bool[]) f(fn, limited, batched)),
keys as (
  select fn, (select min(key) from runner_batch_item b where b.fn = f.fn) as key from f where batched
  union all
  select fn, (select min(key) from runner_batch_item b where b.fn = k.fn and b.key > k.key) from keys k
  where k.key is not null),
items as (
  select fn,
    min((select min(at) from runner_batch_item b where b.fn = k.fn and b.key = k.key and at <= now())) as first,
    min((select min(at) from runner_batch_item b where b.fn = k.fn and b.key = k.key and at > now())) as later
  from keys k where key is not null group by fn)
select f.fn,
  (extract(epoch from (
    select min(run_at) from runner_run where fn = f.fn and lease_until is null) - now()) * 1000)::float8 as "dueIn",
  (extract(epoch from least(items.later, (
    select min(run_at) from runner_run where fn = f.fn and lease_until is null and run_at > now()
  )) - now()) * 1000)::float8 as "laterIn",
  case when f.limited then (
    select count(*) from runner_run where fn = f.fn and lease_until is not null) else 0 end::int as leased,
  coalesce((
    select min(lease_until) from runner_run where fn = f.fn and lease_until is not null) < now(), false) as expired,
  (extract(epoch from now() - items.first) * 1000)::float8 as "batchAge"
from f left join items using (fn)`

/** Looks at the queue of every function of this worker: one cheap statement, all that an idle worker does. */
export function peekQueue(pool: pg.Pool, functions: readonly FunctionOptions[]): Promise<FunctionQueue[]> {
  const names = functions.map((fn) => fn.id)
  const limited = functions.map((fn) => fn.limit !== undefined)
  const batched = functions.map((fn) => fn.batch !== undefined)
  return runStatement<FunctionQueue>(pool, { name: 'runner_peek', text: PEEK, values: [names, limited, batched] })
}
