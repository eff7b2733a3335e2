import type pg from 'pg'
import { env } from '@/lib/env'
import { inTransaction } from '@/lib/db'
import { version } from '@/lib/version'
import { labelsText } from './count'
import type { GaugeName } from './metric-definitions'

/** A published line: name, labels as text, value. */
export type Sample = [name: GaugeName, labels: string, value: number]

const MOST = 1_000_000
const PATIENCE_MS = 4000

interface WaitingRow {
  due: number
  scheduled: number
  held: number
}

// All by the partial index of what waits, whatever the size of the history.
const WAITING = `
  SELECT count(*) FILTER (WHERE is_due AND g.opened_at IS NULL)::int AS due, count(*) FILTER (WHERE NOT is_due)::int AS scheduled,
    count(*) FILTER (WHERE is_due AND g.opened_at IS NOT NULL)::int AS held
  FROM (
    SELECT integration_id, next_attempt_at IS NULL OR next_attempt_at <= now() AS is_due FROM delivery
    WHERE status = 'pending' OR status = 'retrying' LIMIT ${MOST}
  ) d
  LEFT JOIN integration_gate g USING (integration_id)`

// Among equal times an index is ordered by place, so the first of those without a time is about the oldest.
const OLDEST = `
  SELECT coalesce(max(extract(epoch FROM now() - o.since)), 0)::float8 AS seconds
  FROM integration i LEFT JOIN integration_gate g ON g.integration_id = i.id
  CROSS JOIN LATERAL (
    (SELECT created_at AS since FROM delivery
      WHERE integration_id = i.id AND (status = 'pending' OR status = 'retrying') AND next_attempt_at IS NULL LIMIT 1)
    UNION ALL
    (SELECT next_attempt_at FROM delivery
      WHERE integration_id = i.id AND (status = 'pending' OR status = 'retrying') AND next_attempt_at <= now()
      ORDER BY next_attempt_at LIMIT 1)
  ) o
  WHERE i.enabled AND i.deleted_at IS NULL AND g.opened_at IS NULL`

const UNDER_WAY = `SELECT count(*)::int AS count FROM delivery WHERE status = 'sending'`

const INTEGRATIONS = `
  SELECT count(*) FILTER (WHERE enabled)::int AS enabled,
    count(*) FILTER (WHERE NOT enabled AND disabled_by = 'system')::int AS by_system,
    count(*) FILTER (WHERE NOT enabled AND disabled_by IS DISTINCT FROM 'system')::int AS off,
    count(*) FILTER (WHERE enabled AND g.opened_at IS NOT NULL)::int AS open
  FROM integration i LEFT JOIN integration_gate g ON g.integration_id = i.id
  WHERE i.deleted_at IS NULL AND i.rule_id IS NULL`

const RUNS = `
  SELECT fn, state, count(*)::int AS count FROM (
    (SELECT fn, CASE WHEN run_at <= now() THEN 'due' ELSE 'scheduled' END AS state FROM runner_run WHERE lease_until IS NULL LIMIT ${MOST})
    UNION ALL (SELECT fn, 'running' FROM runner_run WHERE lease_until IS NOT NULL)
    UNION ALL (SELECT fn, 'failed' FROM runner_failed LIMIT ${MOST})
  ) r GROUP BY fn, state ORDER BY fn, state`

const BATCH_ITEMS = `SELECT count(*)::int AS count FROM (SELECT 1 FROM runner_batch_item LIMIT ${MOST}) b`
const OUTBOX = `
  SELECT count(*)::int AS count, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest FROM outbox`
const SCORES = `
  SELECT count(*) FILTER (WHERE set_aside_at IS NULL)::int AS waiting, count(*) FILTER (WHERE set_aside_at IS NOT NULL)::int AS set_aside
  FROM score_batch`
const MAILS = 'SELECT status::text, count(*)::int AS count FROM mail GROUP BY status'

const WORKERS = `
  SELECT count(*) FILTER (WHERE heartbeat_at > now() - interval '30 seconds')::int AS alive,
    extract(epoch FROM now() - max(heartbeat_at))::float8 AS age,
    extract(epoch FROM now() - max(started_at) FILTER (WHERE heartbeat_at > now() - interval '30 seconds'))::float8 AS uptime
  FROM worker`

const one = async <T extends object>(client: pg.PoolClient, sql: string): Promise<T | undefined> => (await client.query<T>(sql)).rows[0]

const readDeliveries = async (client: pg.PoolClient): Promise<Sample[]> => {
  const waiting = await one<WaitingRow>(client, WAITING)
  const oldest = await one<{ seconds: number }>(client, OLDEST)
  const underWay = await one<{ count: number }>(client, UNDER_WAY)
  return [
    ['hookwright_deliveries_waiting', '{state="due"}', waiting?.due ?? 0],
    ['hookwright_deliveries_waiting', '{state="scheduled"}', waiting?.scheduled ?? 0],
    ['hookwright_deliveries_waiting', '{state="held"}', waiting?.held ?? 0],
    ['hookwright_oldest_due_seconds', '', oldest?.seconds ?? 0],
    ['hookwright_deliveries_under_way', '', underWay?.count ?? 0],
  ]
}

const readIntegrations = async (client: pg.PoolClient): Promise<Sample[]> => {
  const row = await one<{ enabled: number; by_system: number; off: number; open: number }>(client, INTEGRATIONS)
  if (!row) return []
  return [
    ['hookwright_integrations', '{state="enabled"}', row.enabled],
    ['hookwright_integrations', '{state="disabled"}', row.off],
    ['hookwright_integrations', '{state="disabled_by_system"}', row.by_system],
    ['hookwright_breakers', '{state="open"}', row.open],
    ['hookwright_breakers', '{state="closed"}', row.enabled - row.open],
  ]
}

// The engine calls a function `hookwright-route-events`.
const nameOf = (fn: string) => fn.replace(/^hookwright-/, '')

const readRuns = async (client: pg.PoolClient): Promise<Sample[]> => {
  const { rows } = await client.query<{ fn: string; state: string; count: number }>(RUNS)
  const items = await one<{ count: number }>(client, BATCH_ITEMS)
  const outbox = await one<{ count: number; oldest: number }>(client, OUTBOX)
  return [
    ...rows.map((row): Sample => ['hookwright_runs', labelsText({ function: nameOf(row.fn), state: row.state }), row.count]),
    ['hookwright_batch_items', '', items?.count ?? 0],
    ['hookwright_outbox_messages', '', outbox?.count ?? 0],
    ['hookwright_outbox_oldest_seconds', '', outbox?.oldest ?? 0],
  ]
}

const readScores = async (client: pg.PoolClient): Promise<Sample[]> => {
  const row = await one<{ waiting: number; set_aside: number }>(client, SCORES)
  return [
    ['hookwright_score_batches', '{state="waiting"}', row?.waiting ?? 0],
    ['hookwright_score_batches', '{state="set_aside"}', row?.set_aside ?? 0],
  ]
}

const MAIL_STATUSES = ['queued', 'sent', 'kept', 'failed']

const readMails = async (client: pg.PoolClient): Promise<Sample[]> => {
  const { rows } = await client.query<{ status: string; count: number }>(MAILS)
  return MAIL_STATUSES.map((status): Sample =>
    ['hookwright_mails', labelsText({ status }), rows.find((row) => row.status === status)?.count ?? 0])
}

const readProcesses = async (client: pg.PoolClient): Promise<Sample[]> => {
  const row = await one<{ alive: number; age: number | null; uptime: number | null }>(client, WORKERS)
  const age = row?.age ?? null
  const uptime = row?.uptime ?? null
  return [
    ['hookwright_workers', '', row?.alive ?? 0],
    ...(age === null ? [] : [['hookwright_worker_heartbeat_age_seconds', '', Math.max(0, age)] satisfies Sample]),
    ...(uptime === null ? [] : [['hookwright_worker_uptime_seconds', '', Math.max(0, uptime)] satisfies Sample]),
    ['hookwright_web_uptime_seconds', '', process.uptime()],
    ['hookwright_web_resident_memory_bytes', '', process.memoryUsage.rss()],
    ['hookwright_info', labelsText({ version, engine: env().ENGINE }), 1],
  ]
}

/** The gauges of this moment, read in one transaction that gives up after 4 seconds a statement. */
export function readGauges(): Promise<Sample[]> {
  return inTransaction(async (client) => {
    await client.query(`SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = ${PATIENCE_MS}`)
    const parts = [readDeliveries, readIntegrations, readRuns, readScores, readMails, readProcesses]
    const samples: Sample[] = []
    for (const read of parts) samples.push(...(await read(client)))
    return samples
  })
}
