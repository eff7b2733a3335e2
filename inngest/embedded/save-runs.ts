import type pg from 'pg'
import type { StepStates } from '@/inngest/embedded/protocol'
import { runStatement, UNFLUSHED } from '@/inngest/embedded/query-runner'
import { leaseKey, type Lease, type Run } from '@/inngest/embedded/run'
import { toStoredJson } from '@/inngest/embedded/stored-json'

/** What a save changes besides the run's attempt, stack and pending steps, which it always writes. */
export interface Change {
  /** Steps that are over now; they are merged into what is stored. */
  steps?: StepStates
  /** Gives the lease back; the run is due again after so many milliseconds. */
  releaseIn?: number
  /** The run is over. */
  finished?: boolean
}

interface SaveRow {
  i: string
  g: number
  /** Finished: delete. */
  x: boolean
  s: StepStates
  k: string[]
  p: unknown
  a: number
  /** Released, due in so many milliseconds. */
  d: number | null
}

export interface Save {
  run: Run
  row: SaveRow
}

/** Takes down what the run is at this moment; it may go on changing while the save waits its turn. */
export const planSave = (run: Run, change: Change): Save => ({
  run,
  row: {
    i: run.id,
    g: run.gen,
    x: change.finished ?? false,
    s: change.steps ?? {},
    k: [...run.stack],
    p: structuredClone(run.pending),
    a: run.attempt,
    d: change.releaseIn ?? null,
  },
})

// Fenced: rows whose gen has moved on are not touched and not returned. Writing the same save twice changes nothing, so
// it can be tried again when its answer was lost. A run that got a step further has not crashed for nothing.
const SAVES = `
with x as materialized (
  select * from jsonb_to_recordset($1::jsonb)
    as x(i text, g int, x boolean, s jsonb, k jsonb, p jsonb, a int, d float8)),
gone as (delete from runner_run r using x where x.x and r.id = x.i and r.gen = x.g returning r.id, r.gen),
kept as (
  update runner_run r set
    steps = case when x.s = '{}' then r.steps else r.steps || x.s end,
    stack = x.k,
    pending = nullif(x.p, 'null'),
    attempt = x.a,
    crashes = case when x.s = '{}' then r.crashes else 0 end,
    run_at = case when x.d is null then r.run_at else now() + x.d * interval '1 ms' end,
    lease_until = case when x.d is null then r.lease_until end,
    worker = case when x.d is null then r.worker end
  from x where not x.x and r.id = x.i and r.gen = x.g and r.lease_until is not null returning r.id, r.gen)`
const SAVE = `${SAVES} select id, gen from gone union all select id, gen from kept`
// If a crash of Postgres undoes it, the run ends once more; its steps are over.
const SAVE_ENDS = `${SAVES} select id, gen from gone, ${UNFLUSHED}`

/** Writes many saves in one statement; answers the leases (`leaseKey`) that were still this worker's. */
export async function writeSaves(pool: pg.Pool, rows: readonly SaveRow[]): Promise<Set<string>> {
  const statement = rows.every((row) => row.x) ? { name: 'runner_save_ends', text: SAVE_ENDS } : { name: 'runner_save', text: SAVE }
  const written = await runStatement<Lease>(pool, { ...statement, values: [toStoredJson(rows)] })
  return new Set(written.map(leaseKey))
}
