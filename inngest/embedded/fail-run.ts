import type pg from 'pg'
import { planDispatch, WAKE_CHANNEL, type DispatchRow } from '@/inngest/embedded/dispatch'
import { FUNCTION_FAILED } from '@/inngest/embedded/function-options'
import { newUlid } from '@/inngest/embedded/new-ulid'
import { runStatement } from '@/inngest/embedded/query-runner'
import type { Registry } from '@/inngest/embedded/registry'
import type { Run } from '@/inngest/embedded/run'
import { toStoredJson } from '@/inngest/embedded/stored-json'

// One statement: the run is gone, kept among the failed, and its failure handler queued, or none of it.
const FAIL = `
with gone as (delete from runner_run where id = $1::text and gen = $2::int returning id, fn, events, steps),
kept as (
  insert into runner_failed (id, fn, events, steps, error) select id, fn, events, steps, $3::jsonb from gone
  on conflict (id) do nothing),
r as (select x.* from gone cross join json_to_recordset($4::json) as x(i text, fn text, k text, b boolean, e json)),
items as (insert into runner_batch_item (fn, key, event) select fn, k, e from r where b),
runs as (insert into runner_run (id, fn, key, events) select i, fn, k, json_build_array(e) from r where not b)
select id, pg_notify('${WAKE_CHANNEL}', '') from gone`

/** Ends a run as failed, with its failure event; false when the run was no longer this worker's. */
export async function failRun(pool: pg.Pool, registry: Registry, run: Run, error: unknown): Promise<boolean> {
  const rows = planFailure(registry, run, error, Date.now())
  const values = [run.id, run.gen, toStoredJson(error ?? null), toStoredJson(rows)]
  return (await runStatement(pool, { name: 'runner_fail', text: FAIL, values })).length > 0
}

/**
 * The rows for the function's own onFailure handler and for functions with a trigger on failures. A failure handler
 * that fails makes no event: it would go round for ever.
 */
export function planFailure(registry: Registry, run: Run, error: unknown, now: number): DispatchRow[] {
  if (isFailureEvent(run.events[0])) return []
  const event = {
    id: newUlid(now),
    name: FUNCTION_FAILED,
    ts: now,
    data: {
      function_id: run.fn,
      run_id: run.id,
      error: readError(error),
      event: run.events[0],
      events: run.events,
      _inngest: { status: 'Failed' },
    },
  }
  const { rows } = planDispatch(registry, [event], now)
  const own = registry.failureHandler(run.fn)
  const base = { k: '', b: false, d: null, s: [] }
  return own ? [{ ...base, i: newUlid(now), fn: own.id, e: event }, ...rows] : rows
}

const isFailureEvent = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'name' in event && event.name === FUNCTION_FAILED

/** The SDK's error with a name and a message at least, as its failure handlers expect. */
function readError(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return { name: 'Error', message: String(error ?? 'Unknown error') }
  const own = 'error' in error && typeof error.error === 'string' ? error.error : 'Unknown error'
  return { name: 'Error', message: own, ...error }
}
