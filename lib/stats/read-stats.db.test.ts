import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bySystem } from '@/lib/audit/acting'
import { integrationInput } from '@/lib/contracts/integration'
import { addCounters } from '@/lib/counters/add-counters'
import { LATENCY_BUCKETS, latencyBucket } from '@/lib/counters/latency-buckets'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'
import { deleteIntegration } from '@/lib/integrations/switch-integration'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { readIntegrationStats, readRecentHours, readStats } from './read-stats'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = Date.parse('2026-11-25T22:41:07Z')
const QUARTER = Date.parse('2026-11-25T22:30:00Z')

let database: TestDatabase
let acme: { workspaceId: string; siem: string; slack: string }
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  acme = await makeWorkspace()
  const { siem, slack } = acme
  await add(siem, QUARTER, [10, 1, 2, 3, 4], { 20: 9, 900: 1 })
  await add(siem, QUARTER - 15 * MINUTE, [5, 0, 0, 0, 0], { 40: 5 })
  await add(siem, QUARTER - 30 * HOUR, [7, 0, 0, 1, 0], {})
  await add(siem, QUARTER - 20 * DAY, [1000, 0, 0, 0, 0], { 2: 1000 })
  await add(siem, QUARTER - 31 * DAY, [5000, 0, 0, 0, 0], { 2: 5000 })
  await add(slack, QUARTER, [100, 0, 0, 0, 0], { 5: 100 })
  const other = await makeWorkspace()
  await add(other.siem, QUARTER, [1, 1, 1, 1, 1], {})
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

async function makeWorkspace() {
  const workspaceId = newId('ws')
  await prisma().workspace.create({ data: { id: workspaceId, name: 'W', slug: workspaceId } })
  const make = async (name: string) => (await createIntegration(bySystem(workspaceId), integrationInput.parse({
    type: 'webhook', name, triggers: [{ type: 'RisksAdded' }], destination: { url: 'http://127.0.0.1:19999/' },
  }))).view.id
  return { workspaceId, siem: await make('SIEM'), slack: await make('Slack') }
}

const add = (integrationId: string, at: number, results: number[], durations: Record<number, number>) => {
  const latencies = Array<number>(LATENCY_BUCKETS).fill(0)
  for (const [ms, count] of Object.entries(durations)) latencies[latencyBucket(Number(ms))] = count
  return addCounters(pool(), [{ integrationId, at, results, latencies }])
}

describe('attempts over time', () => {
  it('of an integration: by quarters of an hour with sums, failures by kind, and percentiles', async () => {
    const { points, totals, ...span } = await readIntegrationStats(acme.workspaceId, acme.siem, { range: '24h', utcOffset: 0 }, NOW)
    expect(span).toEqual({ range: '24h', since: '2026-11-24T22:45:00.000Z', until: '2026-11-25T22:45:00.000Z', stepSeconds: 900, isComplete: true })
    expect(points).toHaveLength(96)
    expect(points.at(-1)).toEqual({
      at: '2026-11-25T22:30:00.000Z', attempts: 20, succeeded: 10, failed: 10, failures: { status4xx: 1, status5xx: 2, noAnswer: 3, other: 4 },
      latency: { p50Ms: 22.5, p95Ms: 900 },
    })
    expect(points.at(-2)).toMatchObject({ attempts: 5, failed: 0, latency: { p50Ms: 45 } })
    expect(points[0]).toEqual({
      at: '2026-11-24T22:45:00.000Z', attempts: 0, succeeded: 0, failed: 0, failures: { status4xx: 0, status5xx: 0, noAnswer: 0, other: 0 }, latency: null,
    })
    expect(totals).toMatchObject({ attempts: 25, succeeded: 15, failed: 10 })
  })

  it('longer ranges take in what is older, in longer steps', async () => {
    const of = (range: '7d' | '30d') => readIntegrationStats(acme.workspaceId, acme.siem, { range, utcOffset: 0 }, NOW)
    const [week, month] = [await of('7d'), await of('30d')]
    expect([week.points.length, week.totals.attempts]).toEqual([84, 33])
    expect(week.points.find(({ at }) => at === '2026-11-24T16:00:00.000Z')).toMatchObject({ succeeded: 7, failures: { noAnswer: 1 } })
    expect([month.points.length, month.totals.attempts]).toEqual([30, 1033])
    expect(month.totals.latency?.p50Ms).toBeCloseTo(2.5, 1)
    expect(month.points.find(({ at }) => at === '2026-11-05T00:00:00.000Z')).toMatchObject({ succeeded: 1000 })
  })

  it('of a workspace: all its integrations, deleted ones too, and nobody else’s', async () => {
    const { workspaceId, siem, slack } = await makeWorkspace()
    await add(siem, QUARTER, [1, 0, 0, 0, 0], {})
    await add(slack, QUARTER, [0, 0, 2, 0, 0], {})
    await deleteIntegration(bySystem(workspaceId), slack, null)
    expect((await readStats(workspaceId, { range: '24h', utcOffset: 0 }, NOW)).totals).toMatchObject({ attempts: 3, succeeded: 1, failed: 2 })
    expect((await readRecentHours(workspaceId, NOW)).data.map(({ integrationId }) => integrationId)).toEqual([siem])
    await expect(readIntegrationStats(workspaceId, slack, { range: '24h', utcOffset: 0 }, NOW)).rejects.toMatchObject({ code: 'not_found' })
    await expect(readIntegrationStats(workspaceId, acme.siem, { range: '24h', utcOffset: 0 }, NOW)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of the last day, hour by hour, for each integration', async () => {
    const { data, ...span } = await readRecentHours(acme.workspaceId, NOW)
    expect(span).toEqual({ since: '2026-11-24T23:00:00.000Z', until: '2026-11-25T23:00:00.000Z', stepSeconds: 3600 })
    expect(data.map(({ integrationId, succeeded, failed }) => [integrationId, succeeded.length, succeeded.at(-1), failed.at(-1)])).toEqual([
      [acme.siem, 24, 15, 10], [acme.slack, 24, 100, 0],
    ])
  })

  it('says while history is still being counted', async () => {
    await pool().query(`INSERT INTO counter_rebuild VALUES ('dlv_', 'dlv_1', now())`)
    expect((await readStats(acme.workspaceId, { range: '24h', utcOffset: 0 }, NOW)).isComplete).toBe(false)
    await pool().query(`UPDATE counter_rebuild SET upper = lower`)
    expect((await readStats(acme.workspaceId, { range: '24h', utcOffset: 0 }, NOW)).isComplete).toBe(true)
  })
})
