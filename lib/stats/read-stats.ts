import type { AttemptCounts, IntegrationStats, IntegrationsStats, IntegrationStatsPoint, Stats, StatsQuery } from '@/lib/contracts/stats'
import { latencyPercentile, LATENCY_BUCKETS } from '@/lib/counters/latency-buckets'
import { pool } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { isId } from '@/lib/ids'
import { planHours, planSteps, type Steps } from './plan-steps'

interface CountRow {
  succeeded: number
  status_4xx: number
  status_5xx: number
  no_answer: number
  other: number
}

type StepRow = CountRow & { step: number }

const SUMS = `sum(succeeded)::int AS succeeded, sum(status_4xx)::int AS status_4xx, sum(status_5xx)::int AS status_5xx,
  sum(no_answer)::int AS no_answer, sum(other)::int AS other`

// Counters by the primary key, a range of each integration; `step` is the number of the step that they fall into.
const STEP = `floor((extract(epoch FROM at)::float8 * 1000 - $2::float8) / $4::float8)::int`
const IN_RANGE = `at >= to_timestamp($2::float8 / 1000) AND at < to_timestamp($3::float8 / 1000)`

const OF_INTEGRATION = `SELECT ${STEP} AS step, ${SUMS} FROM attempt_counter WHERE integration_id = $1 AND ${IN_RANGE} GROUP BY 1`

const LATENCIES = `
  SELECT ${STEP} AS step, (l.n - 1)::int AS bucket, sum(l.count)::int AS count
  FROM attempt_counter, unnest(latencies) WITH ORDINALITY AS l(count, n)
  WHERE integration_id = $1 AND ${IN_RANGE} AND l.count > 0 GROUP BY 1, 2`

// Deleted ones and web requests of rules too: what they sent is part of what happened.
const OF_WORKSPACE = `
  SELECT ${STEP} AS step, ${SUMS} FROM integration i JOIN attempt_counter c ON c.integration_id = i.id
  WHERE i.workspace_id = $1 AND ${IN_RANGE} GROUP BY 1`

const BY_INTEGRATION = `
  SELECT i.id AS integration_id, ${STEP} AS step, ${SUMS} FROM integration i JOIN attempt_counter c ON c.integration_id = i.id
  WHERE i.workspace_id = $1 AND i.deleted_at IS NULL AND i.rule_id IS NULL AND ${IN_RANGE} GROUP BY 1, 2 ORDER BY 1`

const IS_COMPLETE = `SELECT NOT EXISTS (SELECT 1 FROM counter_rebuild WHERE upper > lower AND due_at <= now()) AS done`

const NONE: CountRow = { succeeded: 0, status_4xx: 0, status_5xx: 0, no_answer: 0, other: 0 }

const viewCounts = (row: CountRow): AttemptCounts => {
  const failed = row.status_4xx + row.status_5xx + row.no_answer + row.other
  return {
    attempts: row.succeeded + failed, succeeded: row.succeeded, failed,
    failures: { status4xx: row.status_4xx, status5xx: row.status_5xx, noAnswer: row.no_answer, other: row.other },
  }
}

const addUp = (rows: readonly CountRow[]): CountRow => rows.reduce((a, b) => ({
  succeeded: a.succeeded + b.succeeded, status_4xx: a.status_4xx + b.status_4xx, status_5xx: a.status_5xx + b.status_5xx,
  no_answer: a.no_answer + b.no_answer, other: a.other + b.other,
}), NONE)

const bounds = ({ starts, until, stepMs }: Steps): [number, number, number] => [starts[0] ?? until, until, stepMs]
const iso = (ms: number) => new Date(ms).toISOString()

const spanOf = (steps: Steps) =>
  ({ since: iso(steps.starts[0] ?? steps.until), until: iso(steps.until), stepSeconds: steps.stepMs / 1000 })

const isComplete = async (): Promise<boolean> => (await pool().query<{ done: boolean }>(IS_COMPLETE)).rows[0]?.done ?? true

const pointsOf = (steps: Steps, rows: readonly StepRow[]) => {
  const byStep = new Map(rows.map((row) => [row.step, row]))
  return steps.starts.map((at, step) => ({ at: iso(at), ...viewCounts(byStep.get(step) ?? NONE) }))
}

/** A workspace's attempts over time. */
export async function readStats(workspaceId: string, { range, utcOffset }: StatsQuery, now = Date.now()): Promise<Stats> {
  const steps = planSteps(range, now, utcOffset)
  const [{ rows }, complete] = await Promise.all([pool().query<StepRow>(OF_WORKSPACE, [workspaceId, ...bounds(steps)]), isComplete()])
  return { range, ...spanOf(steps), isComplete: complete, totals: viewCounts(addUp(rows)), points: pointsOf(steps, rows) }
}

interface LatencyRow {
  step: number
  bucket: number
  count: number
}

const latencyOf = (rows: readonly LatencyRow[]): IntegrationStatsPoint['latency'] => {
  const counts = Array<number>(LATENCY_BUCKETS).fill(0)
  for (const { bucket, count } of rows) counts[bucket] = (counts[bucket] ?? 0) + count
  const [p50Ms, p95Ms] = [latencyPercentile(counts, 0.5), latencyPercentile(counts, 0.95)]
  return p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms }
}

const groupBy = <T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}

const isOwn = async (workspaceId: string, id: string): Promise<boolean> => {
  if (!isId('int', id)) return false
  const { rowCount } = await pool().query(
    'SELECT 1 FROM integration WHERE id = $1 AND workspace_id = $2 AND deleted_at IS NULL AND rule_id IS NULL', [id, workspaceId],
  )
  return rowCount === 1
}

/** An integration's attempts over time, and how long answers took; 404 for none or another workspace's. */
export async function readIntegrationStats(
  workspaceId: string, id: string, { range, utcOffset }: StatsQuery, now = Date.now(),
): Promise<IntegrationStats> {
  if (!(await isOwn(workspaceId, id))) throw notFound('integration')
  const steps = planSteps(range, now, utcOffset)
  const values = [id, ...bounds(steps)]
  const [counts, latencies, complete] = await Promise.all([
    pool().query<StepRow>(OF_INTEGRATION, values), pool().query<LatencyRow>(LATENCIES, values), isComplete(),
  ])
  const byStep = groupBy(latencies.rows, ({ step }) => step)
  return {
    range, ...spanOf(steps), isComplete: complete,
    totals: { ...viewCounts(addUp(counts.rows)), latency: latencyOf(latencies.rows) },
    points: pointsOf(steps, counts.rows).map((point, step) => ({ ...point, latency: latencyOf(byStep.get(step) ?? []) })),
  }
}

/** The last 24 hours of each integration that had attempts, hour by hour. */
export async function readRecentHours(workspaceId: string, now = Date.now()): Promise<IntegrationsStats> {
  const steps = planHours(now)
  const { rows } = await pool().query<StepRow & { integration_id: string }>(BY_INTEGRATION, [workspaceId, ...bounds(steps)])
  const data = [...groupBy(rows, (row) => row.integration_id)].map(([integrationId, own]) => {
    const points = pointsOf(steps, own)
    return { integrationId, succeeded: points.map(({ succeeded }) => succeeded), failed: points.map(({ failed }) => failed) }
  })
  return { ...spanOf(steps), data }
}
