import type pg from 'pg'
import type { Claimant } from '@/inngest/embedded/claim-runs'
import { WAKE_CHANNEL } from '@/inngest/embedded/dispatch'
import { runStatement } from '@/inngest/embedded/query-runner'
import type { Run } from '@/inngest/embedded/run'

/** A run that takes its worker down so often is given up. */
export const MAX_CRASHES = 5

const HEARTBEAT = `
update runner_run r set lease_until = now() + $3::float8 * interval '1 ms' from unnest($1::text[], $2::int[]) h(id, gen)
where r.id = h.id and r.gen = h.gen and r.lease_until is not null returning r.id`

/** Prolongs the leases of runs; marks those stale that are no longer ours. */
export async function heartbeat(pool: pg.Pool, leaseMs: number, runs: readonly Run[]): Promise<void> {
  if (runs.length === 0) return
  const leaseUntil = performance.now() + leaseMs
  const values = [runs.map((run) => run.id), runs.map((run) => run.gen), leaseMs]
  const rows = await runStatement<{ id: string }>(pool, { name: 'runner_heartbeat', text: HEARTBEAT, values })
  const alive = new Set(rows.map((row) => row.id))
  for (const run of runs) {
    if (alive.has(run.id)) run.leaseUntil = Math.max(run.leaseUntil, leaseUntil)
    else run.stale = true
  }
}

// gen moves on here already: a worker that was only stopped must not write between this and the next claim. The wait
// grows with the crashes (a sixth of the lease each), so that a run that kills workers leaves them time for others.
const RECOVER = `
update runner_run r set lease_until = null, worker = null, gen = gen + 1, crashes = crashes + 1,
  run_at = now() + crashes * $2::float8 / 6 * interval '1 ms'
where id in (select id from runner_run where fn = any($1::text[]) and lease_until < now() for update skip locked)
returning id`

/** Gives back the runs of these functions whose workers have died; returns how many. */
export async function recoverRuns(pool: pg.Pool, leaseMs: number, functions: string[]): Promise<number> {
  const rows = await runStatement(pool, { name: 'runner_recover', text: RECOVER, values: [functions, leaseMs] })
  return rows.length
}

const RELEASE = `
with freed as (
  update runner_run r set lease_until = null, worker = null, gen = r.gen + 1
  from unnest($1::text[], $2::int[]) h(id, gen)
  where r.id = h.id and r.gen = h.gen and r.lease_until is not null returning r.id)
select pg_notify('${WAKE_CHANNEL}', '') where exists (select from freed)`

/** Gives runs back at once, for another worker to go on with; what this one still does to them is fenced off. */
export async function releaseRuns(pool: pg.Pool, runs: readonly Run[]): Promise<void> {
  for (const run of runs) run.stale = true
  const values = [runs.map((run) => run.id), runs.map((run) => run.gen)]
  await runStatement(pool, { name: 'runner_release', text: RELEASE, values })
}

const DROP_ORPHANS = `
update runner_run r set lease_until = null, worker = null, gen = gen + 1
where worker = $1::text and lease_until is not null
  and not exists (select from unnest($2::text[], $3::int[]) h(id, gen) where h.id = r.id and h.gen = r.gen)
returning id`

/**
 * Gives back what is leased to this worker but does not run here: claims whose answers were lost, runs whose last save
 * was. No claim of this worker may be under way. Returns how many.
 */
export async function releaseOrphans(pool: pg.Pool, by: Claimant, running: readonly Run[]): Promise<number> {
  const values = [by.worker, running.map((run) => run.id), running.map((run) => run.gen)]
  return (await runStatement(pool, { name: 'runner_orphans', text: DROP_ORPHANS, values })).length
}

const PURGE = `
with seen as (
  delete from runner_seen where id in (
    select id from runner_seen where at < now() - interval '24 hours' order by at limit $1::int)),
failed as (
  delete from runner_failed where id in (
    select id from runner_failed where at < now() - interval '30 days' order by at limit $1::int))
delete from runner_cron where next_at < now() - interval '30 days'`

/** Forgets what is too old to matter: keys seen over 24 hours ago, failed runs and abandoned crons of 30 days. */
export async function purgeOld(pool: pg.Pool): Promise<void> {
  await runStatement(pool, { name: 'runner_purge', text: PURGE, values: [20_000] })
}
