import type pg from 'pg'
import { toRuns, withFunctionLock, type Claimant } from '@/inngest/embedded/claim-runs'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { newUlid } from '@/inngest/embedded/new-ulid'
import { runStatement, UNFLUSHED } from '@/inngest/embedded/query-runner'
import { RUN_COLUMNS, type Run, type RunRow } from '@/inngest/embedded/run'

// Items per statement: claims of some hundreds cost the least per row.
const ITEMS_AT_ONCE = 500

// Walks from key to key by the index (a function without a batch key has one, ''). A key is due when a batch is full
// or its first item is old enough; a young rest is left. Items that another worker is taking are skipped. Items are in
// the order in which they are due, so that those of the future, however many, are never read; `any(array(…))` because
// stale statistics would make a join of it that reads them all. Nobody waits for the disk: if a crash of Postgres undoes
// it, the items are there again, and what the worker still does to a run that never was is fenced off.
const FORM = `
with recursive keys as (
  select min(key) as key from runner_batch_item where fn = $3::text
  union all
  select (select min(b.key) from runner_batch_item b where b.fn = $3::text and b.key > k.key)
  from keys k where k.key is not null),
due as (
  select k.key, c.oldest <= now() - $6::float8 * interval '1 ms' as old, c.n from keys k
  cross join lateral (
    select count(*)::int as n, min(at) as oldest from (
      select at from runner_batch_item where fn = $3::text and key = k.key and at <= now()
      order by at, id limit $4::int * $5::int) head) c
  where k.key is not null and (c.n >= $4::int or c.oldest <= now() - $6::float8 * interval '1 ms')
  order by c.oldest limit $7::int),
pick as (
  select i.* from due
  cross join lateral (
    select id, key, at, event from runner_batch_item where fn = $3::text and key = due.key and at <= now() order by at, id
    limit case when due.old then $4::int * $5::int else due.n / $4::int * $4::int end for update skip locked) i),
gone as (delete from runner_batch_item where id = any(array(select id from pick))),
numbered as (
  select id, key, at, event, (row_number() over (partition by key order by at, id) - 1) / $4::int as part from pick),
batches as (
  select min(at) as first, json_agg(event order by at, id) as events from numbered group by key, part)
insert into runner_run (id, fn, events, gen, lease_until, worker)
select ($8::text[])[row_number() over (order by first)], $3::text, events, 1,
  now() + $2::float8 * interval '1 ms', $1::text from batches, ${UNFLUSHED}
returning ${RUN_COLUMNS}`

/**
 * Makes batches out of waiting items and leases them at once as runs of this worker, `max` at the most. A partial batch
 * is taken when its first item has waited `waitMs`. Undefined when another process is claiming for the function.
 */
export async function formBatches(
  pool: pg.Pool,
  by: Claimant,
  max: number,
  fn: FunctionOptions,
  waitMs: number,
): Promise<Run[] | undefined> {
  if (fn.limit === undefined) return form(pool, by, max, fn, waitMs)
  const limit = fn.limit
  return withFunctionLock(pool, fn.id, async (client) => {
    const [row] = await runStatement<{ n: number }>(client, { name: 'runner_leased', text: LEASED, values: [fn.id] })
    const room = Math.min(max, limit - (row?.n ?? 0))
    return room > 0 ? form(client, by, room, fn, waitMs) : []
  })
}

const LEASED = 'select count(*)::int as n from runner_run where fn = $1 and lease_until is not null'

function form(
  pool: pg.Pool | pg.PoolClient,
  by: Claimant,
  max: number,
  fn: FunctionOptions,
  waitMs: number,
): Promise<Run[]> {
  const size = fn.batch?.maxSize ?? 1
  const room = Math.max(1, Math.min(max, Math.floor(ITEMS_AT_ONCE / size)))
  const [perKey, keys] = fn.batch?.key ? [1, room] : [room, 1]
  const ids = Array.from({ length: room }, () => newUlid())
  return toRuns(by, (values) =>
    runStatement<RunRow>(pool, {
      name: 'runner_form',
      text: FORM,
      values: [...values, fn.id, size, perKey, waitMs, keys, ids],
    }))
}
