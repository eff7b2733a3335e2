import { afterAll, beforeAll, expect, it } from 'vitest'
import { executionQuery } from '@/lib/contracts/rule'
import { backtestInput } from '@/lib/contracts/scorecard'
import { foldTallies } from '@/lib/counters/fold-tallies'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { readIntegration } from '@/lib/integrations/read-integration'
import { newId } from '@/lib/ids'
import { listExecutions } from '@/lib/rules/read-executions'
import { backtest } from '@/lib/scores/backtest'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { demoIntegrations } from './demo-integrations'
import { fillDemo, type DemoFilled } from './fill-demo'

const NOW = Date.now()
const workspace = { id: newId('ws'), name: 'Acme' }
let database: TestDatabase
let filled: DemoFilled
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  await prisma().workspace.create({ data: { ...workspace, slug: 'acme' } })
  filled = await fillDemo(workspace, { now: NOW, deliveries: 3000 })
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const one = async <T>(statement: string): Promise<T> => {
  const { rows: [row] } = await pool().query(statement)
  return row as T // the statement names its columns
}

it('fills four weeks of what was asked for', async () => {
  expect(filled).toMatchObject({ outcome: 'filled', integrations: 6, scorecards: 27 })
  if (filled.outcome !== 'filled') return
  expect(filled.deliveries).toBeGreaterThanOrEqual(2950)
  expect(filled.deliveries).toBeLessThanOrEqual(3050)
  const counted = await one(`
    SELECT (SELECT count(*)::int FROM delivery) AS deliveries, (SELECT count(*)::int FROM delivery_body) AS bodies,
      (SELECT count(*)::int FROM attempt) >= (SELECT count(*)::int FROM delivery) - 40 AS attempts, (SELECT count(*)::int FROM portfolio) AS portfolios,
      (SELECT count(DISTINCT portfolio_id)::int FROM portfolio_member) AS filled, (SELECT count(*)::int FROM observation) AS observations,
      (SELECT max(created_at) - min(created_at) BETWEEN interval '27 days' AND interval '28 days' FROM event) AS weeks,
      (SELECT count(DISTINCT type)::int FROM event) > 10 AS types`)
  expect(counted).toEqual({ deliveries: filled.deliveries, bodies: filled.deliveries, attempts: true, portfolios: 3, filled: 3, observations: 27 * 28, weeks: true, types: true })
})

it('has failures, retries, what waits, what was cancelled, and skips of several reasons', async () => {
  const { rows } = await pool().query<{ status: string }>('SELECT DISTINCT status::text FROM delivery ORDER BY 1')
  expect(rows.map(({ status }) => status)).toEqual(['cancelled', 'failed', 'pending', 'retrying', 'succeeded'])
  const { rows: reasons } = await pool().query<{ reason: string }>(`SELECT DISTINCT s ->> 'reason' AS reason FROM event_skip, json_array_elements(skips) s ORDER BY 1`)
  expect(reasons.map(({ reason }) => reason)).toEqual(['below_threshold', 'condition', 'disabled_by_system'])
})

it('keeps the promises of real history: attempts without gaps, nothing unexplained, nothing after a success', async () => {
  expect(await one(`
    SELECT count(*) FILTER (WHERE d.attempt_count <> a.count OR a.last <> a.count)::int AS gaps,
      count(*) FILTER (WHERE d.status = 'succeeded' AND a.good <> 1)::int AS unsuccessful,
      count(*) FILTER (WHERE d.status = 'retrying' AND (d.next_attempt_at IS NULL OR d.next_attempt_at < a.ended))::int AS unscheduled,
      count(*) FILTER (WHERE (d.finished_at IS NULL) <> (d.status IN ('pending', 'retrying')))::int AS unfinished
    FROM delivery d JOIN LATERAL (
      SELECT count(*)::int AS count, coalesce(max(number), 0) AS last, count(*) FILTER (WHERE error_code IS NULL) AS good, max(started_at) AS ended
      FROM attempt WHERE delivery_id = d.id) a ON true`)).toEqual({ gaps: 0, unsuccessful: 0, unscheduled: 0, unfinished: 0 })
  // An event with neither a delivery nor a row of skips would be routed, and sent.
  expect(await one(`
    SELECT count(*)::int AS unrouted FROM event e WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = e.id)
      AND NOT EXISTS (SELECT 1 FROM event_skip s WHERE s.event_id = e.id)`)).toEqual({ unrouted: 0 })
  expect(await one(`SELECT count(*)::int AS bad FROM delivery_body WHERE NOT pg_input_is_valid(convert_from(body, 'UTF8'), 'json')`)).toEqual({ bad: 0 })
})

it('has a rule whose executions are those that a backtest finds, and an event type of its own', async () => {
  const { rows: [rule] } = await pool().query<{ id: string; event: string; scope: string }>('SELECT id, event, scope FROM rule WHERE workspace_id = $1', [workspace.id])
  const { data } = await listExecutions(workspace.id, rule?.id ?? '', executionQuery.parse({ limit: '200' }))
  const { hits } = await backtest(workspace.id, backtestInput.parse({ event: JSON.parse(rule?.event ?? ''), scope: JSON.parse(rule?.scope ?? '') }), NOW)
  expect(data.map(({ scorecard }) => scorecard?.domain)).toEqual(hits.map(({ domain }) => domain))
  expect(data.length).toBeGreaterThan(3)
  const ended = new Set(data.map(({ status, steps }) => `${status}: ${steps.map((step) => step.status).join(', ')}`))
  expect(ended).toContain('succeeded: succeeded, succeeded')
  expect(ended).toContain('failed: failed, not_run')
  expect(await one(`SELECT count(*)::int > 0 AS own FROM delivery WHERE event_type = 'vendor.review_overdue' AND status = 'succeeded'`)).toEqual({ own: true })
})

it('is counted like real attempts', async () => {
  await foldTallies(pool(), NOW)
  expect(await one(`
    SELECT (SELECT sum(succeeded + status_4xx + status_5xx + no_answer + other)::int FROM attempt_counter) - (SELECT count(*)::int FROM attempt) AS uncounted`)).toEqual({ uncounted: 0 })
})

it('has one integration that fails and one that was switched off, and leads nowhere', async () => {
  const { rows } = await pool().query<{ id: string; name: string; url: string }>('SELECT id, name, url FROM integration WHERE rule_id IS NULL')
  const states = await Promise.all(rows.map(async ({ id, name }) => [name, (await readIntegration(workspace.id, id)).view.health.state]))
  expect(Object.fromEntries(states)).toMatchObject({ 'Service desk': 'failing', 'Reputation sync': 'disabled', 'Security on call': 'healthy' })
  expect(rows.map(({ url }) => new URL(url).hostname.endsWith('.example'))).toEqual(rows.map(() => true))
  expect(demoIntegrations).toHaveLength(6)
  // Nothing was handed to the runner, and no mail is on its way.
  expect(await one('SELECT (SELECT count(*)::int FROM runner_run) + (SELECT count(*)::int FROM runner_batch_item) + (SELECT count(*)::int FROM mail) AS handed')).toEqual({ handed: 0 })
})

it('leaves a workspace alone that holds something, and two at once fill it once', async () => {
  expect(await fillDemo(workspace, { now: NOW, deliveries: 10 })).toEqual({ outcome: 'refused', holds: '6 integrations, 27 scorecards, events' })
  const other = { id: newId('ws'), name: 'Other' }
  await prisma().workspace.create({ data: { ...other, slug: 'other' } })
  const both = await Promise.all([fillDemo(other, { now: NOW, deliveries: 200 }), fillDemo(other, { now: NOW, deliveries: 200 })])
  expect(both.map(({ outcome }) => outcome).sort()).toEqual(['filled', 'refused'])
})
