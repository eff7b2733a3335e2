import type pg from 'pg'
import { nextCronTime, type Cron } from '@/inngest/embedded/cron'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { newUlid } from '@/inngest/embedded/new-ulid'
import { runStatement } from '@/inngest/embedded/query-runner'

interface CronTrigger {
  fn: string
  expression: string
  cron: Cron
}

/** The cron triggers of some functions. */
export const cronTriggers = (functions: Iterable<FunctionOptions>): CronTrigger[] =>
  [...functions].flatMap((fn) => fn.crons.map(({ expression, cron }) => ({ fn: fn.id, expression, cron })))

const REGISTER = `
insert into runner_cron (fn, expression, next_at)
select fn, expression, to_timestamp(at / 1000) from unnest($1::text[], $2::text[], $3::float8[]) c(fn, expression, at)
on conflict do nothing`

/** Writes down when triggers that are new come first; those that are known keep their time over a restart. */
export async function registerCrons(pool: pg.Pool, triggers: readonly CronTrigger[], now: number): Promise<void> {
  if (triggers.length === 0) return
  const times = triggers.map((trigger) => nextCronTime(trigger.cron, now) ?? null)
  const values = [triggers.map((trigger) => trigger.fn), triggers.map((trigger) => trigger.expression), times]
  await runStatement(pool, { name: 'runner_cron_register', text: REGISTER, values })
}

const NEXT = `
select c.fn, c.expression, (extract(epoch from c.next_at) * 1000)::float8 as at,
  (extract(epoch from now()) * 1000)::float8 as now
from runner_cron c join unnest($1::text[], $2::text[]) t(fn, expression) using (fn, expression)`

// The guard on the old time lets one worker of many fire it, in the statement that queues the run.
const FIRE = `
with fired as (
  update runner_cron set next_at = to_timestamp($4::float8 / 1000)
  where fn = $1::text and expression = $2::text and next_at = to_timestamp($3::float8 / 1000) returning fn)
insert into runner_run (id, fn, events) select $5::text, fn, $6::json from fired`

interface NextRow {
  fn: string
  expression: string
  at: number
  now: number
}

/**
 * Queues a run for each trigger whose time has come, once for all workers; times that passed while no worker ran
 * count once. Returns the milliseconds until the next one, undefined where there is none.
 */
export async function fireCrons(pool: pg.Pool, triggers: readonly CronTrigger[]): Promise<number | undefined> {
  if (triggers.length === 0) return undefined
  const values = [triggers.map((trigger) => trigger.fn), triggers.map((trigger) => trigger.expression)]
  const rows = await runStatement<NextRow>(pool, { name: 'runner_cron_next', text: NEXT, values })
  const waits: number[] = []
  for (const row of rows) {
    const cron = triggers.find((trigger) => trigger.fn === row.fn && trigger.expression === row.expression)?.cron
    const next = cron && nextCronTime(cron, row.now)
    if (next === undefined) continue
    if (row.at <= row.now) await fire(pool, row, next)
    waits.push((row.at <= row.now ? next : row.at) - row.now)
  }
  return waits.length > 0 ? Math.min(...waits) : undefined
}

async function fire(pool: pg.Pool, row: NextRow, next: number): Promise<void> {
  const ts = Math.round(row.at)
  const event = { id: newUlid(), name: 'inngest/scheduled.timer', data: { cron: row.expression }, ts }
  const values = [row.fn, row.expression, row.at, next, newUlid(), JSON.stringify([event])]
  await runStatement(pool, { name: 'runner_cron_fire', text: FIRE, values })
}
