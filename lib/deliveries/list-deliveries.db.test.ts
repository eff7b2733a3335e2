import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeliveryQuery } from '@/lib/contracts/delivery'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { listDeliveries } from './list-deliveries'

const ROWS = 25
let database: TestDatabase
const workspaceId = newId('ws')
const made: Array<{ id: string; eventId: string }> = [] // newest first

const ruleId = newId('rul')
// Web requests of a rule.
const STEPS: Record<number, string> = { 2: 'int_step1', 5: 'int_step2', 6: 'int_step2', 14: 'int_step1', 20: 'int_step1' }
const isStep = (i: number) => STEPS[i] !== undefined

// Every fifth failed with 503, the fourth from the end is a test; the oldest five went to another address.
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  for (const id of [workspaceId, newId('ws')]) await prisma().workspace.create({ data: { id, name: 'W', slug: id } })
  for (let i = 0; i < ROWS; i++) {
    const [id, eventId] = [newId('dlv'), newId('evt')]
    made.unshift({ id, eventId })
    await prisma().delivery.create({
      data: {
        id, eventId, workspaceId: i === 12 ? 'ws_other' : workspaceId, integrationId: STEPS[i] ?? 'int_1', eventType: i === 0 ? 'First' : 'T',
        status: i % 5 === 0 ? 'failed' : 'succeeded', statusCode: i % 5 === 0 ? 503 : 200, attemptCount: 1, maxAttempts: 8, test: i === 3,
        url: i < 5 ? 'https://Old.example.com/a' : 'https://new.example.com/a',
      },
    })
  }
  await prisma().rule.create({ data: { id: ruleId, workspaceId, name: 'R', enabled: true, event: {}, scope: {}, policy: {} } })
  for (const id of new Set(Object.values(STEPS))) {
    await prisma().integration.create({
      data: { id, workspaceId, ruleId, type: 'webhook', name: 'R', enabled: true, url: 'https://a.example/', signing: {}, policy: {}, limits: {}, headers: [], params: [], auth: {}, secrets: new Uint8Array() },
    })
  }
  await pool().query('ANALYZE delivery')
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const mine = (pick: (index: number) => boolean) =>
  made.map(({ id }, at) => ({ id, index: ROWS - 1 - at })).filter(({ index }) => index !== 12 && pick(index)).map(({ id }) => id)

const all = async (filter: Partial<DeliveryQuery>, patience?: { rows: number; ms: number }) => {
  const ids: string[] = []
  let pages = 0
  let cursor: string | undefined
  do {
    const query: DeliveryQuery = { limit: 4, ...filter, ...(cursor !== undefined && { cursor }) }
    const { data, page } = await listDeliveries(workspaceId, query, patience)
    ids.push(...data.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
    pages++
  } while (cursor !== undefined)
  return { ids, pages }
}

const filters: Array<[string, Partial<DeliveryQuery>, (index: number) => boolean]> = [
  ['no filter', {}, () => true],
  ['a state that has an index', { status: 'failed' }, (i) => i % 5 === 0],
  ['several of them', { status: ['failed', 'retrying', 'cancelled'] }, (i) => i % 5 === 0],
  ['a state that has none', { status: 'succeeded' }, (i) => i % 5 !== 0],
  ['both kinds of states', { status: ['succeeded', 'failed'] }, () => true],
  ['a state that no row has', { status: 'pending' }, () => false],
  ['a class of status codes', { statusClass: '5xx' }, (i) => i % 5 === 0],
  ['a type of the oldest row only', { eventType: 'First' }, (i) => i === 0],
  ['tests', { test: 'true' }, (i) => i === 3],
  ['part of a URL, in any case', { q: 'old.EXAMPLE' }, (i) => i < 5],
  ['what no row has', { q: 'nowhere' }, () => false],
  ['an empty search', { q: '' }, () => true],
  ['one integration and a search', { integrationId: 'int_1', q: 'old.' }, (i) => i < 5 && !isStep(i)],
  ['the requests of a rule', { ruleId }, isStep],
  ['a rule and states', { ruleId, status: ['failed', 'retrying'] }, (i) => isStep(i) && i % 5 === 0],
  ['a rule and a search', { ruleId, q: 'old.' }, (i) => i === 2],
  ['a rule and one of its requests', { ruleId, integrationId: 'int_step2' }, (i) => i === 5 || i === 6],
  ['no such rule', { ruleId: 'rul_none' }, () => false],
  ['states and a search', { status: ['failed', 'retrying'], q: 'old.' }, (i) => i === 0],
  ['another integration', { integrationId: 'int_2', q: 'old.' }, () => false],
]

describe('a list of deliveries', () => {
  it.each(filters)('%s: all of them in order, without repeats, however far one search looks', async (_name, filter, pick) => {
    const wanted = mine(pick)
    for (const rows of [1, 2, 3, 7, 24, 10_000]) expect((await all(filter, { rows, ms: 0 })).ids).toEqual(wanted)
    expect((await all(filter, { rows: 3, ms: 60_000 })).ids).toEqual(wanted)
    expect((await all(filter)).ids).toEqual(wanted)
  })

  it('a search that finds nothing stops after its stretch and goes on from there', async () => {
    const first = await listDeliveries(workspaceId, { limit: 4, q: 'nowhere' }, { rows: 10, ms: 0 })
    expect([first.data, first.page.nextCursor]).toEqual([[], Buffer.from(mine(() => true)[9] ?? '').toString('base64url')])
    expect((await all({ q: 'nowhere' }, { rows: 10, ms: 0 })).pages).toBe(3)
  })

  it('an id is found by itself, by its event, and by its beginning', async () => {
    const { id, eventId } = made[20] ?? { id: '', eventId: '' }
    for (const q of [id, eventId, id.slice(0, -1), eventId.slice(0, -1)]) expect((await all({ q })).ids).toContain(id)
    expect((await all({ q: id })).ids).toEqual([id])
    expect((await all({ q: newId('dlv') })).ids).toEqual([])
  })
})
