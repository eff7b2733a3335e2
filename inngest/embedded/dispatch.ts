import type { QueryConfig } from 'pg'
import { boundKey, readKey } from '@/inngest/embedded/key-path'
import { newUlid } from '@/inngest/embedded/new-ulid'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import type { Registry } from '@/inngest/embedded/registry'
import { toStoredJson } from '@/inngest/embedded/stored-json'

export interface OutgoingEvent {
  name: string
  data: Record<string, unknown>
  /** Makes the event unique for 24 hours: a function that has had it does not get it again. */
  id?: string
  /** Milliseconds since the epoch; in the future it delays the functions that the event starts. */
  ts?: number
}

/** What runs a statement: a pool, or a client in the caller's transaction. */
export interface Queryable {
  query(config: QueryConfig): Promise<{ rows: unknown[] }>
}

/** The channel that tells idle workers of new work: by the function that has it, or '' when something else changed. */
export const WAKE_CHANNEL = 'runner_wake'

/** A row to insert: a run, or an item of a batch to be. Short names: they are sent once per event. */
export interface DispatchRow {
  /** The id of the run. */
  i: string
  fn: string
  /** Concurrency key of a run, batch key of an item. */
  k: string
  /** Whether it waits for a batch. */
  b: boolean
  e: Record<string, unknown>
  /** Milliseconds from now, null for at once. */
  d: number | null
  /** What must not have been seen within 24 hours. */
  s: string[]
  /** The same for all rows of one sending, which share it. */
  once?: string
}

// A key that was seen is taken over when it is older than a day, although the purge has not come by yet.
const INSERT = `
with r as materialized (
  select * from json_to_recordset($1::json)
    as x(i text, fn text, k text, b boolean, e json, d float8, s text[], once text)),
keys as (select unnest(s) as id from r union select once from r where once is not null order by 1),
fresh as (
  insert into runner_seen as seen (id) select id from keys
  on conflict (id) do update set at = now() where seen.at < now() - interval '24 hours' returning id),
ok as (
  select r.* from r where not exists (
    select from unnest(r.s || r.once) u(id) where u.id is not null and u.id not in (select id from fresh))),
items as (
  insert into runner_batch_item (fn, key, event, at)
  select fn, k, e, clock_timestamp() + coalesce(d, 0) * interval '1 ms' from ok where b),
runs as (
  insert into runner_run (id, fn, key, events, run_at)
  select i, fn, k, json_build_array(e), clock_timestamp() + coalesce(d, 0) * interval '1 ms' from ok where not b)
select pg_notify('${WAKE_CHANNEL}', name) from (
  select distinct case when coalesce(d, 0) <= 0 then fn else '' end as name from ok) woken`

/**
 * Inserts the runner's rows for some events in the caller's own transaction: they exist when it commits, and only then
 * (the NOTIFY fires at the COMMIT too). Events that no function wants leave nothing. Returns the events' ids, in order.
 */
export async function dispatchEvents(registry: Registry, tx: Queryable, events: OutgoingEvent[]): Promise<string[]> {
  const { ids, rows } = planDispatch(registry, events, Date.now())
  await insertRows(tx, rows)
  return ids
}

/** Inserts planned rows; a single statement, so it is atomic also outside a transaction. */
export async function insertRows(tx: Queryable, rows: DispatchRow[]): Promise<void> {
  if (rows.length > 0) await tx.query({ name: 'runner_dispatch', text: INSERT, values: [toStoredJson(rows)] })
}

/** Decides which rows some events make. An id that comes twice in one call counts once. */
export function planDispatch(
  registry: Registry,
  events: OutgoingEvent[],
  now: number,
): { ids: string[]; rows: DispatchRow[] } {
  const rows: DispatchRow[] = []
  const ids = events.map((event) => {
    const full = { ...event, id: event.id ?? newUlid(now), ts: event.ts ?? now, data: event.data }
    for (const fn of registry.targets(event.name)) rows.push(planRow(fn, full, event.id, now))
    return full.id
  })
  return { ids, rows: dropRepeated(rows) }
}

function planRow(
  fn: FunctionOptions,
  event: Required<OutgoingEvent>,
  givenId: string | undefined,
  now: number,
): DispatchRow {
  const seen = givenId === undefined ? [] : [`event ${fn.id} ${boundKey(givenId)}`]
  const unique = fn.idempotency ? readKey(event, fn.idempotency) : ''
  if (unique !== '') seen.push(`idempotency ${fn.id} ${unique}`)
  const path = fn.batch ? fn.batch.key : fn.keyLimit?.path
  return {
    i: newUlid(now),
    fn: fn.id,
    k: path ? readKey(event, path) : '',
    b: fn.batch !== undefined,
    e: event,
    d: event.ts > now ? event.ts - now : null,
    s: seen,
  }
}

/** Leaves out rows whose keys an earlier row of the same statement has: they would not see each other there. */
export function dropRepeated(rows: DispatchRow[]): DispatchRow[] {
  const taken = new Set<string>()
  return rows.filter((row) => {
    if (row.s.some((key) => taken.has(key))) return false
    row.s.forEach((key) => taken.add(key))
    return true
  })
}
