import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { integrationTo, sampleContext, startWorld, type World } from '@/inngest/testing/start-world'
import { bySystem } from '@/lib/audit/acting'
import { pool } from '@/lib/db'
import { cancelDelivery } from '@/lib/deliveries/resend-delivery'
import { disableIntegration } from '@/lib/integrations/switch-integration'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'

const TOKEN = 'metrics-token-metrics-token'
const event = (extra: object = {}) => ({ type: 'CustomerCSTARUnderThreshold', context: sampleContext, ...extra })

// The settings of a process are read once: another setting needs the modules anew.
const scrapeWith = async (token: string | undefined, header?: string): Promise<Response> => {
  vi.resetModules()
  vi.stubEnv('METRICS_TOKEN', token)
  const { GET } = await import('@/app/api/metrics/route')
  return GET(new Request('http://localhost:3000/api/metrics', { headers: header === undefined ? {} : { authorization: header } }))
}

const scrape = async (): Promise<Map<string, number>> => {
  const { flushMetrics } = await import('@/lib/metrics/keep-metrics')
  await flushMetrics()
  const response = await scrapeWith(TOKEN, `Bearer ${TOKEN}`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

let world: World
let receiver: Receiver
beforeAll(async () => {
  world = await startWorld()
  receiver = await startReceiver()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await receiver.close()
  await world.close()
})

describe('GET /api/metrics', () => {
  it('is not there without a token, and needs the right one', async () => {
    expect((await scrapeWith(undefined, `Bearer ${TOKEN}`)).status).toBe(404)
    expect((await scrapeWith('', `Bearer ${TOKEN}`)).status).toBe(404)
    expect((await scrapeWith(TOKEN)).status).toBe(401)
    expect((await scrapeWith(TOKEN, 'Bearer wrong')).status).toBe(401)
    expect((await scrapeWith(TOKEN, `Bearer ${TOKEN}`)).status).toBe(200)
  })

  it('counts events, attempts, ends and times of deliveries', async () => {
    await world.startWorker()
    receiver.behave((response, request, n) => answer(n === 1 ? 503 : 200)(response, request, n))
    const policy = { profile: 'custom' as const, timeoutMs: 30_000, retryDelaysSeconds: [1] }
    const { id } = await world.create(integrationTo(receiver.url, { policy }))
    await world.send(event({ id: 'one' }))
    await world.send(event({ id: 'one' }))
    await world.settled(1, ['succeeded'])
    const values = await scrape()
    expect(Object.fromEntries(values)).toMatchObject({
      'hookwright_events_total{status="accepted"}': 1,
      'hookwright_events_total{status="duplicate"}': 1,
      'hookwright_deliveries_ended_total{status="succeeded"}': 1,
      'hookwright_deliveries_ended_total{status="failed"}': 0,
      'hookwright_attempts_total{trigger="automatic",result="failure",status_class="5xx",error="http_status"}': 1,
      'hookwright_attempts_total{trigger="automatic",result="success",status_class="2xx",error="none"}': 1,
      'hookwright_attempt_duration_seconds_count': 2,
      'hookwright_accepted_to_sent_seconds_count': 1,
      'hookwright_accepted_to_answered_seconds_count': 1,
    })
    const seconds = values.get('hookwright_accepted_to_answered_seconds_sum') ?? 0
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThan(20)
    await disableIntegration(bySystem(world.workspaceId), id)
  })

  it('counts what failed before it left, what was cancelled, and what a dead worker lost', async () => {
    const template = '{"x": {% if notification.context.LatestScore < 500 %}oops{% else %}1{% endif %}}'
    await world.create(integrationTo(receiver.url, { triggers: [{ type: 'CustomerCSTARUnderThreshold', params: {}, template }] }))
    await world.send(event({ context: { ...sampleContext, LatestScore: 400 } }))
    await world.settled(2)
    await world.stopWorker()
    await world.send(event())
    await world.startWorker()
    const done = (await world.settled(3, ['succeeded', 'failed']))[0]
    await pool().query(`DELETE FROM attempt WHERE delivery_id = $1`, [done?.id])
    await pool().query(`UPDATE delivery SET status = 'sending', worker = 'wrk_dead', scheduled_count = 0, lease_until = now() + interval '1 hour' WHERE id = $1`, [done?.id])
    expect((await world.sweep(['wrk_dead'])).lost).toBe(1)
    await cancelDelivery(bySystem(world.workspaceId), done?.id ?? '')
    expect(Object.fromEntries(await scrape())).toMatchObject({
      'hookwright_deliveries_ended_total{status="cancelled"}': 1,
      'hookwright_deliveries_ended_total{status="failed"}': 1,
      'hookwright_attempts_total{trigger="automatic",result="failure",status_class="none",error="template"}': 1,
      'hookwright_attempts_total{trigger="automatic",result="failure",status_class="none",error="unknown_outcome"}': 1,
    })
  })

  it('shows what waits, what is held by a breaker, and how long the oldest has been due', async () => {
    await world.stopWorker()
    const { id } = await world.create(integrationTo(receiver.url, { name: 'closed' }))
    const held = await world.create(integrationTo(receiver.url, { name: 'open' }))
    const add = (integrationId: string, status: string, createdAgo: string, next: string | null) => pool().query(
      `INSERT INTO delivery (id, workspace_id, integration_id, event_type, status, max_attempts, url, created_at, next_attempt_at)
       VALUES ('dlv_' || gen_random_uuid(), $1, $2, 'x', $3::delivery_status, 8, 'u', now() - $4::interval, now() + $5::interval)`,
      [world.workspaceId, integrationId, status, createdAgo, next],
    )
    await add(id, 'pending', '90 seconds', null)
    await add(id, 'retrying', '1 hour', '-20 seconds')
    await add(id, 'retrying', '1 hour', '20 minutes')
    await add(held.id, 'pending', '3 hours', null)
    await add(id, 'sending', '5 seconds', null)
    await pool().query('INSERT INTO integration_gate (integration_id, opened_at) VALUES ($1, now())', [held.id])
    await pool().query(`INSERT INTO mail (id, workspace_id, kind, "to", subject, text, once, status) VALUES ('mail_1', 'w', 'disabled', 't', 's', 't', '1', 'kept')`)
    await pool().query(`INSERT INTO worker (id, started_at, heartbeat_at) VALUES ('wrk_1', now() - interval '1 hour', now() - interval '3 seconds')`)
    await pool().query(`INSERT INTO score_batch (id, workspace_id, set_aside_at) VALUES ('a', 'w', NULL), ('b', 'w', now())`)
    const values = await scrape()
    expect(Object.fromEntries(values)).toMatchObject({
      'hookwright_score_batches{state="waiting"}': 1,
      'hookwright_score_batches{state="set_aside"}': 1,
      'hookwright_deliveries_waiting{state="due"}': 2,
      'hookwright_deliveries_waiting{state="scheduled"}': 1,
      'hookwright_deliveries_waiting{state="held"}': 1,
      'hookwright_deliveries_under_way': 1,
      'hookwright_breakers{state="open"}': 1,
      'hookwright_integrations{state="disabled"}': 1,
      'hookwright_mails{status="kept"}': 1,
      'hookwright_outbox_messages': 0,
      'hookwright_workers': 1,
    })
    const between = (key: string, low: number, high: number) => {
      expect(values.get(key)).toBeGreaterThanOrEqual(low)
      expect(values.get(key)).toBeLessThan(high)
    }
    between('hookwright_oldest_due_seconds', 90, 120)
    between('hookwright_worker_heartbeat_age_seconds', 3, 30)
    between('hookwright_worker_uptime_seconds', 3600, 3660)
  })

  it('adds up what several processes count at once, and keeps it over their ends', async () => {
    const before = (await scrape()).get('hookwright_events_total{status="accepted"}') ?? 0
    const source = (name: string) => JSON.stringify(pathToFileURL(`lib/metrics/${name}.ts`).href)
    const script = `
      const { countEvents } = await import(${source('count-events')})
      const { keepMetrics, flushMetrics } = await import(${source('keep-metrics')})
      const metrics = keepMetrics()
      for (let i = 0; i < 50; i++) {
        countEvents([[{ status: 'accepted' }, { status: 'accepted' }], [{ status: 'duplicate' }]])
        if (i % 2) await flushMetrics()
      }
      countEvents([[{ status: 'accepted' }]])
      await metrics.stop()
      process.exit(0)`
    const run = () => new Promise<number | null>((resolve) => {
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        env: { ...process.env, DATABASE_URL: world.url }, stdio: 'inherit',
      }).on('exit', resolve)
    })
    expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0])
    expect((await scrape()).get('hookwright_events_total{status="accepted"}')).toBe(before + 3 * 101)
  })

  it('keeps what it counted while the database is away', async () => {
    const { countEvents } = await import('@/lib/metrics/count-events')
    const { flushMetrics } = await import('@/lib/metrics/keep-metrics')
    const before = (await scrape()).get('hookwright_events_total{status="duplicate"}') ?? 0
    countEvents([[{ id: 'evt', type: 'x', status: 'duplicate' }]])
    await pool().query('ALTER TABLE metric RENAME TO metric_gone')
    await expect(flushMetrics()).rejects.toThrow(/metric/)
    await pool().query('ALTER TABLE metric_gone RENAME TO metric')
    countEvents([[{ id: 'evt', type: 'x', status: 'duplicate' }]])
    expect((await scrape()).get('hookwright_events_total{status="duplicate"}')).toBe(before + 2)
  })
})
