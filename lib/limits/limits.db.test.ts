import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { limitHeaders } from './limit-headers'
import type { Standing } from './policies'
import { takeRequest } from './take-request'
import { takeSend } from './take-send'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const many = (count: number, take: () => Promise<Standing>) => Promise.all(Array.from({ length: count }, take))
const taken = (standings: readonly Standing[]) => standings.filter(({ retryAfterSeconds }) => retryAfterSeconds === undefined).length
const age = (key: string, seconds: number) =>
  pool().query('UPDATE send_log SET times = ARRAY(SELECT t - $2::float8 FROM unnest(times) AS t ORDER BY t) WHERE key = $1', [key, seconds])

it('sends: 60 in any minute, exactly, however many come at once and from whichever process', async () => {
  const key = newId('key')
  const standings = await many(75, () => takeSend(key))
  expect(taken(standings)).toBe(60)
  expect(Math.min(...standings.map(({ remaining }) => remaining))).toBe(0)
  const refused = standings.find(({ retryAfterSeconds }) => retryAfterSeconds !== undefined)
  expect(refused?.retryAfterSeconds).toBeGreaterThan(0)
  expect(refused?.retryAfterSeconds).toBeLessThanOrEqual(60)
  expect(taken(await many(1, () => takeSend(newId('key'))))).toBe(1) // another caller
})

it('sends: each leaves the count when it is a minute old, not all at once', async () => {
  const key = newId('key')
  await many(40, () => takeSend(key))
  await age(key, 30)
  expect(taken(await many(30, () => takeSend(key)))).toBe(20)
  await age(key, 31)
  expect(taken(await many(50, () => takeSend(key)))).toBe(40)
})

// As other processes do: a bucket holds what they have not taken.
const tokensOf = async (key: string) =>
  (await pool().query<{ tokens: number }>('SELECT tokens FROM request_tokens WHERE key = $1', [key])).rows[0]?.tokens ?? 0

it('requests: a burst of 500, shared by all processes; what one has leased is not there for another', async () => {
  const key = newId('key')
  expect(await takeRequest(key)).toMatchObject({ remaining: 499, resetSeconds: 1 })
  expect(await tokensOf(key)).toBe(450)
  // In the future, so that nothing flows in while the test runs.
  await pool().query(`UPDATE request_tokens SET tokens = 30, refilled_at = now() + interval '1 hour' WHERE key = $1`, [key])
  const standings = await many(200, () => takeRequest(key))
  expect(taken(standings)).toBe(49 + 30)
  expect(standings.at(-1)).toMatchObject({ remaining: 0, resetSeconds: 5, retryAfterSeconds: 1 })
})

it('requests: 100 flow in each second, never more than 500, and one statement serves fifty', async () => {
  const key = newId('key')
  await takeRequest(key)
  await pool().query(`UPDATE request_tokens SET tokens = 0, refilled_at = now() - interval '1 second' WHERE key = $1`, [key])
  await many(50, () => takeRequest(key))
  expect(await tokensOf(key)).toBeGreaterThanOrEqual(50)
  await pool().query(`UPDATE request_tokens SET refilled_at = now() - interval '1 hour' WHERE key = $1`, [key])
  const before = await tokensOf(key)
  await many(49, () => takeRequest(key)) // the rest of the lease of fifty: nothing is asked
  expect(await tokensOf(key)).toBe(before)
  await takeRequest(key)
  expect(await tokensOf(key)).toBe(450)
})

it('requests: the fifty of a lease are used by whoever comes at once, with one question', async () => {
  const key = newId('key')
  expect(taken(await many(50, () => takeRequest(key)))).toBe(50)
  expect(await tokensOf(key)).toBe(450)
})

it('are told in the form of the draft', () => {
  const policy = { name: 'requests', quota: 500, windowSeconds: 5 }
  const sends = { name: 'sends', quota: 60, windowSeconds: 60 }
  expect(limitHeaders([{ policy, remaining: 499, resetSeconds: 1 }, { policy: sends, remaining: 0, resetSeconds: 42, retryAfterSeconds: 42 }])).toEqual({
    'ratelimit-policy': '"requests";q=500;w=5, "sends";q=60;w=60', ratelimit: '"requests";r=499;t=1, "sends";r=0;t=42',
  })
})
