import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDb, pool, useDatabase } from '@/lib/db'
import type { Message } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { IngestQueue, type EventRow } from './ingest-queue'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
beforeEach(() => pool().query('TRUNCATE event'))
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const workspaceId = newId('ws')
const row = (extra: Partial<EventRow> = {}): EventRow => ({
  id: newId('evt'), workspaceId, type: 'T', description: 'd', occurredAt: '2026-01-01T00:00:00Z', context: '{}', scorecard: null, externalId: null, ...extra,
})
const stored = async (): Promise<string[]> => {
  const { rows } = await pool().query<{ id: string }>('SELECT id FROM event ORDER BY number')
  return rows.map(({ id }) => id)
}
const idsOf = (messages: Message[]): unknown[] => messages.flatMap(({ data }) => data.eventIds)

/** A queue whose messages are noted; each commit waits at its message while `held`. */
const startQueue = () => {
  const commits: unknown[][] = []
  const gates: Array<() => void> = []
  const state = { held: false }
  const queue = new IngestQueue(async (_tx, messages) => {
    commits.push(idsOf(messages))
    if (state.held) await new Promise<void>((resolve) => gates.push(resolve))
  })
  const release = () => {
    state.held = false
    gates.splice(0).forEach((open) => open())
  }
  return { queue, commits, release, hold: () => (state.held = true) }
}

describe('the ingest queue', () => {
  it('answers only after the COMMIT (I1)', async () => {
    const { queue, commits, hold, release } = startQueue()
    hold()
    const one = row()
    let answered = false
    const adding = queue.add([one]).finally(() => (answered = true))
    await expect.poll(() => commits.length).toBe(1)
    expect([await stored(), answered]).toEqual([[], false])
    release()
    expect(await adding).toEqual([{ id: one.id, type: 'T', status: 'accepted' }])
    expect(await stored()).toEqual([one.id])
  })

  it('a row that Postgres refuses fails only its own request', async () => {
    const { queue } = startQueue()
    const good = [row(), row(), row()]
    const bad = row({ context: '{' })
    const results = await Promise.allSettled([queue.add([good[0] ?? row()]), queue.add([row(), bad]), queue.add(good.slice(1))])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await stored()).toEqual(good.map(({ id }) => id))
  })

  it('an answer that cannot be recorded fails only its own request', async () => {
    const { queue } = startQueue()
    const good = row()
    const results = await Promise.allSettled([queue.add([good]), queue.add([row()], () => Promise.reject(new Error('lapsed')))])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await stored()).toEqual([good.id])
  })

  it('events whose message cannot be stored are not stored either', async () => {
    const queue = new IngestQueue(() => Promise.reject(new Error('no room')))
    await expect(queue.add([row()])).rejects.toThrow('no room')
    expect(await stored()).toEqual([])
  })

  it('requests of one moment share a commit, in the order they came', async () => {
    const { queue, commits } = startQueue()
    const rows = Array.from({ length: 200 }, () => row())
    await Promise.all(rows.map((one) => queue.add([one])))
    expect(commits).toEqual([rows.map(({ id }) => id)])
    expect(await stored()).toEqual(rows.map(({ id }) => id))
  })

  it('a second commit begins beside the first once as many requests wait for it', async () => {
    const { queue, commits, hold, release } = startQueue()
    hold()
    const rows = Array.from({ length: 6 }, () => row())
    const ids = rows.map(({ id }) => id)
    const adding = rows.slice(0, 3).map((one) => queue.add([one]))
    await expect.poll(() => commits).toEqual([ids.slice(0, 3)])
    for (const one of rows.slice(3)) {
      adding.push(queue.add([one]))
      await nextTurn()
    }
    await expect.poll(() => commits).toEqual([ids.slice(0, 3), ids.slice(3)])
    release()
    await Promise.all(adding)
  })

  it('what waits behind two commits is taken when either ends', async () => {
    const { queue, commits, hold, release } = startQueue()
    hold()
    const rows = Array.from({ length: 4 }, () => row())
    const adding = []
    for (const [index, one] of rows.slice(0, 2).entries()) {
      adding.push(queue.add([one]))
      await expect.poll(() => commits.length).toBe(index + 1)
    }
    adding.push(...rows.slice(2).map((one) => queue.add([one])))
    release()
    await Promise.all(adding)
    expect(commits[2]).toEqual(rows.slice(2).map(({ id }) => id))
  })
})
