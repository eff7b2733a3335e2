import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '@/lib/contracts/delivery'
import { closeDb, inTransaction, pool, useDatabase } from '@/lib/db'
import { recordAttempts, type AttemptResult } from '@/lib/deliveries/record-attempts'
import { storeRouted, type RoutedDelivery } from '@/lib/deliveries/store-routed'
import { firstIdAt, newId } from '@/lib/ids'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { foldTallies, QUARTERS_FOR_MS } from './fold-tallies'
import { LATENCY_BOUNDS, LATENCY_BUCKETS } from './latency-buckets'
import { mergeQuarters } from './merge-quarters'
import { rebuildCounters } from './rebuild-counters'

const HOUR = 3_600_000
const QUARTER = HOUR / 4
const NOW = Math.floor(Date.now() / HOUR) * HOUR + 40 * 60_000
const INTEGRATIONS = ['int_a', 'int_b', 'int_c']

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
beforeEach(() => pool().query('TRUNCATE delivery, attempt, attempt_tally, attempt_counter, counter_rebuild, integration_gate'))

// The same numbers every time.
let state = 7
const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] ?? expect.unreachable()

const KINDS: ReadonlyArray<readonly [ErrorCode | null, number | null]> = [
  [null, 200], [null, 204], [null, 200], ['http_status', 404], ['http_status', 429], ['http_status', 503], ['http_status', 210], ['http_status', 304],
  ['redirect', 301], ['timeout', null], ['timeout', 200], ['dns', null], ['reset', null], ['too_large', 200], ['protocol', null], ['tls', null],
  ['connect', null], ['template', null], ['blocked_address', null], ['unknown_outcome', null],
]

const rebuild = (budgetMs = 1000, batch?: number) => rebuildCounters(pool(), { now: NOW, budgetMs, ...(batch !== undefined && { batch }) })

interface Made {
  id?: string
  attempt?: number
  integrationId?: string
  test?: boolean
  startedAt?: number
  durationMs?: number
  kind?: (typeof KINDS)[number]
  trigger?: AttemptResult['trigger']
}

/** Writes a delivery that is under way, and what came of its attempt. */
async function make(made: Made = {}): Promise<AttemptResult> {
  const {
    id = newId('dlv'), attempt = 1, integrationId = pick(INTEGRATIONS), test = random() < 0.1, trigger = test ? 'test' : 'automatic',
    startedAt = NOW - Math.floor(random() * 70 * HOUR), durationMs = Math.floor(random() ** 3 * 32_000), kind: [code, status] = pick(KINDS),
  } = made
  await pool().query(
    `INSERT INTO delivery (id, workspace_id, integration_id, event_type, test, status, attempt_count, max_attempts, url, worker)
     VALUES ($1, 'ws', $2, 't', $3, 'sending', $4, 8, 'u', 'me') ON CONFLICT (id) DO UPDATE SET status = 'sending', attempt_count = $4, worker = 'me'`,
    [id, integrationId, test, attempt],
  )
  const error = code && { code, message: 'm' }
  return {
    delivery: { id, attempt, scheduledCount: 0, test, resume: null }, integrationId, worker: 'me', trigger, requestBody: null, troubled: false, ofRule: false,
    exchange: {
      startedAt, durationMs, url: 'u', requestHeaders: {}, timings: null, outcome: { kind: 'error', code: 'dns', message: '' },
      response: status === null ? null : { status, headers: {}, body: Buffer.alloc(0), truncated: false },
    },
    settled: { status: error ? 'failed' : 'succeeded', nextAttemptAt: null, scheduledCount: 1, error, gone: false },
  }
}

const makeMany = (count: number, made: Made = {}) => Promise.all(Array.from({ length: count }, () => make(made)))
const record = (results: readonly AttemptResult[]) => inTransaction((tx) => recordAttempts(tx, async () => {}, results))

interface Counter {
  integration_id: string
  at: number
  succeeded: number
  status_4xx: number
  status_5xx: number
  no_answer: number
  other: number
  latencies: number[]
}

const none = (integration_id: string, at: number): Counter =>
  ({ integration_id, at, succeeded: 0, status_4xx: 0, status_5xx: 0, no_answer: 0, other: 0, latencies: Array<number>(LATENCY_BUCKETS).fill(0) })

const columnOf = (code: string | null, status: number | null): 'succeeded' | 'status_4xx' | 'status_5xx' | 'no_answer' | 'other' => {
  if (code === null) return 'succeeded'
  if (['template', 'blocked_address', 'unknown_outcome'].includes(code)) return 'other'
  if (code !== 'http_status' && code !== 'redirect') return 'no_answer'
  const digit = Math.floor((status ?? 0) / 100)
  return digit === 4 ? 'status_4xx' : digit === 5 ? 'status_5xx' : 'other'
}

/** What the counters must be: every attempt looked at, one by one. */
async function countAll(step: (at: number) => number): Promise<Counter[]> {
  const { rows } = await pool().query<{ integration_id: string; started_at: Date; duration_ms: number; status_code: number | null; error_code: string | null }>(
    'SELECT d.integration_id, a.* FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE NOT d.test')
  const counters = new Map<string, Counter>()
  for (const { integration_id, started_at, duration_ms, status_code, error_code } of rows) {
    const at = step(started_at.getTime())
    const counter = counters.get(`${integration_id} ${at}`) ?? none(integration_id, at)
    counters.set(`${integration_id} ${at}`, counter)
    counter[columnOf(error_code, status_code)]++
    const isAnswered = status_code !== null || error_code === 'timeout'
    if (!isAnswered) continue
    const bucket = LATENCY_BOUNDS.filter((bound) => bound <= duration_ms).length
    counter.latencies[bucket] = (counter.latencies[bucket] ?? 0) + 1
  }
  return inOrder([...counters.values()])
}

const inOrder = (all: Counter[]) => all.toSorted((a, b) => a.integration_id.localeCompare(b.integration_id) || a.at - b.at)

async function readCounters(): Promise<Counter[]> {
  const { rows } = await pool().query<Counter>('SELECT c.*, extract(epoch FROM at)::float8 * 1000 AS at FROM attempt_counter c')
  return inOrder(rows)
}

const toStep = (at: number) => (Math.floor(at / QUARTER) * QUARTER < NOW - QUARTERS_FOR_MS ? Math.floor(at / HOUR) * HOUR : Math.floor(at / QUARTER) * QUARTER)

describe('counters', () => {
  it('are what all attempts come to, whatever is fenced off, rolled back, or folded at the same time by several', async () => {
    for (let round = 0; round < 8; round++) {
      const groups = await Promise.all(Array.from({ length: 6 }, () => makeMany(1 + Math.floor(random() * 20))))
      const fenced = groups[0]?.[0]
      if (fenced) await pool().query(`UPDATE delivery SET worker = 'other' WHERE id = $1`, [fenced.delivery.id])
      const lost = record(groups[1] ?? []).then(() => undefined)
      const crash = inTransaction(async (tx) => {
        await recordAttempts(tx, async () => {}, groups[2] ?? [])
        throw new Error('the process stops before the commit')
      })
      const working = [...groups.slice(3), groups[0] ?? []].map(record)
      await Promise.allSettled([crash, lost, ...working, foldTallies(pool(), NOW), foldTallies(pool(), NOW)])
    }
    await Promise.all([foldTallies(pool(), NOW), foldTallies(pool(), NOW), foldTallies(pool(), NOW)])
    expect((await pool().query('SELECT 1 FROM attempt')).rowCount).toBeGreaterThan(200)
    expect(await readCounters()).toEqual(await countAll(toStep))
    expect((await pool().query('SELECT 1 FROM attempt_tally')).rowCount).toBe(0)
  })

  it('a fold that fails has neither added nor taken anything', async () => {
    await record(await makeMany(10, { test: false }))
    await pool().query(`INSERT INTO attempt_tally (entries) VALUES ('[["int_a", "no number"]]')`)
    await expect(foldTallies(pool(), NOW)).rejects.toThrow()
    expect(await readCounters()).toEqual([])
    await pool().query(`DELETE FROM attempt_tally WHERE entries::text LIKE '%no number%'`)
    expect(await foldTallies(pool(), NOW)).toBe(1)
    expect(await foldTallies(pool(), NOW)).toBe(0)
    expect(await readCounters()).toEqual(await countAll(toStep))
  })

  it('by the quarter become ones by the hour after two days, in parts and beside a fold, and nothing is lost', async () => {
    await record(await makeMany(300, { test: false }))
    await foldTallies(pool(), NOW)
    const later = NOW + 30 * HOUR
    await record(await makeMany(100, { test: false }))
    await Promise.all([mergeQuarters(pool(), 20, later), foldTallies(pool(), later), mergeQuarters(pool(), 20, later)])
    while (await mergeQuarters(pool(), 20, later) > 0) { /* the next part */ }
    const byHour = (at: number) => (at < later - QUARTERS_FOR_MS - HOUR ? Math.floor(at / HOUR) * HOUR : Math.floor(at / QUARTER) * QUARTER)
    const young = (all: Counter[]) => all.filter(({ at }) => at < Math.floor((later - QUARTERS_FOR_MS - HOUR) / HOUR) * HOUR)
    expect(young(await readCounters())).toEqual(young(await countAll(byHour)))
    const sumOf = (all: Counter[]) => all.reduce((total, { succeeded, latencies }) => total + succeeded + latencies.reduce((a, b) => a + b, 0), 0)
    expect(sumOf(await readCounters())).toBe(sumOf(await countAll(byHour)))
  })

  it('every try counts, also by hand and when it failed; tests do not', async () => {
    const id = newId('dlv')
    const at = { id, integrationId: 'int_a', startedAt: NOW, durationMs: 90 }
    await record([await make({ ...at, test: false, kind: ['http_status', 503] })])
    await record([await make({ ...at, test: false, attempt: 2, trigger: 'manual', kind: [null, 200] })])
    await record([await make({ integrationId: 'int_a', test: true, kind: [null, 200] })])
    await foldTallies(pool(), NOW)
    expect(await readCounters()).toMatchObject([{ succeeded: 1, status_5xx: 1, status_4xx: 0, no_answer: 0, other: 0 }])
  })

  it('a template that gives no body is an attempt that did not leave', async () => {
    const routed: RoutedDelivery = {
      id: newId('dlv'), workspaceId: 'ws', eventId: newId('evt'), integrationId: 'int_a', version: 1, eventType: 't', onceKey: null, maxAttempts: 8,
      createdAt: NOW, url: 'u', leaseMs: null, body: null, contentType: 'application/json', template: null, problem: 'line 1: no such filter',
    }
    const good = { ...routed, id: newId('dlv'), eventId: newId('evt'), problem: null, body: Buffer.from('{}') }
    const store = () => inTransaction((tx) => storeRouted(tx, { worker: 'me' }, [routed, good]))
    expect((await store()).size).toBe(2)
    expect((await store()).size).toBe(0) // a run that is repeated after a crash
    await foldTallies(pool(), NOW)
    expect(await rebuildCounters(pool(), { now: NOW + HOUR, budgetMs: 1000 })).toBe('later')
    await foldTallies(pool(), NOW)
    const counters = await readCounters()
    expect(counters).toMatchObject([{ integration_id: 'int_a', succeeded: 0, other: 1 }])
    expect(counters[0]?.latencies.every((count) => count === 0)).toBe(true)
  })
})

describe('the history from before there were counters', () => {
  const forget = async () => {
    await pool().query('UPDATE attempt SET tallied = false')
    await pool().query('TRUNCATE attempt_tally, attempt_counter')
  }
  const idAt = (daysAgo: number) => firstIdAt('dlv', NOW - daysAgo * 24 * HOUR) + newId('dlv').slice(-16)

  it('is counted once by several at once, however often they are cut off, beside what is recorded meanwhile', async () => {
    const old = await Promise.all(Array.from({ length: 150 }, (_, i) => make({ id: idAt((i + 1) / 2), startedAt: NOW - i * 12 * HOUR })))
    await record(old)
    await forget()
    await record(await makeMany(40, { test: false }))
    const some = async () => {
      for (let i = 0; i < 5; i++) await rebuild(0, 7)
    }
    await Promise.all([some(), some(), foldTallies(pool(), NOW), record(await makeMany(20))])
    while (await rebuild(0, 7) === 'more') await foldTallies(pool(), NOW)
    await foldTallies(pool(), NOW)
    expect(await readCounters()).toEqual(await countAll(toStep))
  })

  it('a worker of the version before may go on for an hour', async () => {
    expect(await rebuild()).toBe('later')
    await record([await make({ id: firstIdAt('dlv', NOW + 60_000) + newId('dlv').slice(-16), startedAt: NOW, test: false })])
    await forget()
    expect(await rebuild()).toBe('later')
    expect(await foldTallies(pool(), NOW)).toBe(0)
    await pool().query(`UPDATE counter_rebuild SET due_at = now()`)
    expect(await rebuild()).toBe('done')
    await foldTallies(pool(), NOW)
    expect(await readCounters()).toEqual(await countAll(toStep))
    expect(await readCounters()).toHaveLength(1)
  })
})
