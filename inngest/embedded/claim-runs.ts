import type pg from 'pg'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { runStatement } from '@/inngest/embedded/query-runner'
import { RUN_COLUMNS, toRun, type Run, type RunRow } from '@/inngest/embedded/run'

/** Who claims, and for how long. */
export interface Claimant {
  worker: string
  leaseMs: number
}

const COLUMNS = RUN_COLUMNS.split(', ').map((name) => `r.${name}`).join(', ')
const LEASE = `lease_until = now() + $2::float8 * interval '1 ms', worker = $1::text, gen = r.gen + 1`

// Not a join: with stale statistics it would read every run that sleeps.
const TAKE = `update runner_run r set ${LEASE} where r.id = any(array(select id from due)) returning ${COLUMNS}`

const CLAIM = `
with due as (
  select w.id from unnest($4::text[]) f(fn)
  cross join lateral (
    select id, run_at from runner_run where fn = f.fn and lease_until is null and run_at <= now()
    order by run_at limit $3::int for update skip locked) w
  order by w.run_at limit $3::int)
${TAKE}`

// Under the function's advisory lock: the count of executing runs and the claim are one step for all processes.
const CLAIM_LIMITED = `
with due as (
  select id from runner_run where fn = $4::text and lease_until is null and run_at <= now() order by run_at
  limit greatest(0, least($3::int, $5::int - (
    select count(*) from runner_run where fn = $4::text and lease_until is not null)))
  for update skip locked)
${TAKE}`

// Walks from key to key by the index, so that a long queue of one key does not hide the others.
const CLAIM_KEYED = `
with recursive keys as (
  select ''::text as key
  union all
  select (
    select min(w.key) from runner_run w
    where w.fn = $4::text and w.lease_until is null and w.key <> '' and w.key > k.key)
  from keys k where k.key is not null),
active as (select key, count(*) as n from runner_run where fn = $4::text and lease_until is not null group by key),
due as (
  select w.id from keys k left join active a on a.key = k.key
  cross join lateral (
    select * from (
      select id, run_at from runner_run
      where fn = $4::text and key = k.key and key <> '' and lease_until is null and run_at <= now()
      order by run_at limit greatest(0, $6::int - coalesce(a.n, 0)) for update skip locked) keyed
    union all
    select * from (
      select id, run_at from runner_run
      where fn = $4::text and key = '' and k.key = '' and lease_until is null and run_at <= now()
      order by run_at limit greatest(0, $6::int - coalesce(a.n, 0)) for update skip locked) unkeyed) w
  where k.key is not null
  order by w.run_at limit greatest(0, least($3::int, $5::int - (select coalesce(sum(n), 0) from active))))
${TAKE}`

/** Leases up to `max` due runs of functions without a limit, the longest due first. */
export async function claimRuns(pool: pg.Pool, by: Claimant, max: number, functions: string[]): Promise<Run[]> {
  return toRuns(by, (values) =>
    runStatement<RunRow>(pool, { name: 'runner_claim', text: CLAIM, values: [...values, max, functions] }))
}

/**
 * Leases up to `max` due runs of one function with a limit, exactly across all processes. Undefined when another
 * process is claiming for it at this moment.
 */
export function claimLimitedRuns(
  pool: pg.Pool,
  by: Claimant,
  max: number,
  fn: FunctionOptions,
): Promise<Run[] | undefined> {
  const limit = Math.min(fn.limit ?? 1_000_000, 1_000_000)
  return withFunctionLock(pool, fn.id, (client) =>
    toRuns(by, (values) =>
      fn.keyLimit
        ? runStatement<RunRow>(client, {
            name: 'runner_claim_keyed',
            text: CLAIM_KEYED,
            values: [...values, max, fn.id, limit, fn.keyLimit.limit],
          })
        : runStatement<RunRow>(client, {
            name: 'runner_claim_limited',
            text: CLAIM_LIMITED,
            values: [...values, max, fn.id, limit],
          })))
}

/** Turns the claimed rows into runs, with the lease reckoned from before the statement. */
export async function toRuns(by: Claimant, claim: (values: [string, number]) => Promise<RunRow[]>): Promise<Run[]> {
  const leaseUntil = performance.now() + by.leaseMs
  const rows = await claim([by.worker, by.leaseMs])
  return rows.map((row) => toRun(row, leaseUntil))
}

// The lock is taken by a statement of its own: the next one's snapshot is then younger than the last holder's commit.
const LOCK = `select pg_try_advisory_xact_lock(hashtextextended('runner ' || $1, 0)) as locked`

/** Runs `work` in a transaction that only one process has at a time for that function; undefined when it is taken. */
export async function withFunctionLock<T>(
  pool: pg.Pool,
  fn: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T | undefined> {
  const client = await pool.connect()
  // A connection that breaks between two statements says so by an event; unheard, it would end the process.
  const onError = (): void => {}
  client.on('error', onError)
  let broken = true
  try {
    await client.query('BEGIN')
    const [row] = await runStatement<{ locked: boolean }>(client, { name: 'runner_lock', text: LOCK, values: [fn] })
    const result = row?.locked ? await work(client) : undefined
    await client.query('COMMIT')
    broken = false
    return result
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}
