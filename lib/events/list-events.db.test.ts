import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditQuery } from '@/lib/contracts/audit'
import type { EventQuery } from '@/lib/contracts/event'
import type { Page } from '@/lib/contracts/paging'
import type { ExecutionQuery } from '@/lib/contracts/rule'
import { listAudit } from '@/lib/audit/list-audit'
import { closeDb, prisma, useDatabase } from '@/lib/db'
import { firstIdAt, newId } from '@/lib/ids'
import type { Patience } from '@/lib/http/search-stretches'
import { listExecutions } from '@/lib/rules/read-executions'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { listEvents } from './list-events'

// The lists that search for what no index knows, in histories of 25: every row once, in order, however far one search looks.

const ROWS = 25
let database: TestDatabase
const workspaceId = newId('ws')
const ruleId = newId('rul')
const [events, entries, executions]: [string[], string[], string[]] = [[], [], []] // oldest first
const spellings = ['Bücher.Example', 'xn--bcher-kva.example', 'other.example', null]
const START = Date.parse('2026-01-01T00:00:00Z')

// Of that time; newId never goes back.
const idAt = (kind: 'evt' | 'aud' | 'rex', at: number) => `${firstIdAt(kind, at)}${'0'.repeat(16)}`

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  await prisma().workspace.create({ data: { id: workspaceId, name: 'W', slug: workspaceId } })
  await prisma().rule.create({ data: { id: ruleId, workspaceId, name: 'R', enabled: true, event: { kind: 'breach' }, scope: { kind: 'mine' }, policy: { profile: 'scorecard' } } })
  for (let i = 0; i < ROWS; i++) {
    const at = START + i * 60_000
    const [event, entry, execution] = [idAt('evt', at), idAt('aud', at), idAt('rex', at)]
    events.push(event)
    entries.push(entry)
    executions.push(execution)
    await prisma().event.create({
      data: {
        id: event, workspaceId: i === 12 ? 'ws_other' : workspaceId, type: i % 5 === 0 ? 'Rare' : 'T', description: '', occurredAt: '', context: {},
        scorecard: spellings[i % 4] ?? null,
      },
    })
    await prisma().auditEntry.create({
      data: {
        id: entry, workspaceId, at: new Date(at), actorKind: i % 5 === 0 ? 'key' : 'person', actorId: `actor_${i % 5}`, actorLabel: '', fields: [],
        action: i < 3 ? 'member.removed' : 'integration.updated', targetId: `int_${i % 2}`,
      },
    })
    await prisma().ruleExecution.create({
      data: { id: execution, workspaceId, ruleId, eventId: event, test: i === 1, status: i % 5 === 0 ? 'failed' : 'succeeded', steps: [] },
    })
  }
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

type List = (query: { limit: number; cursor?: string }, patience?: Patience) => Promise<Page<{ id: string }>>
const all = async (list: List, patience?: Patience) => {
  const ids: string[] = []
  for (let cursor: string | undefined; ;) {
    const { data, page } = await list({ limit: 4, ...(cursor !== undefined && { cursor }) }, patience)
    ids.push(...data.map(({ id }) => id))
    if (page.nextCursor === null) return ids
    cursor = page.nextCursor
  }
}
const expectAll = async (list: List, wanted: string[]) => {
  for (const rows of [1, 3, 24, 10_000]) expect(await all(list, { rows, ms: 0 })).toEqual(wanted)
  for (const patience of [{ rows: 3, ms: 60_000 }, undefined]) expect(await all(list, patience)).toEqual(wanted)
}
const minute = (i: number) => new Date(START + i * 60_000).toISOString()
const picked = (ids: string[], pick: (i: number) => boolean) => ids.filter((_, i) => pick(i)).reverse()

const eventCases: Array<[string, Partial<EventQuery>, (i: number) => boolean]> = [
  ['no filter', {}, () => true],
  ['a type', { type: 'Rare' }, (i) => i % 5 === 0],
  ['a type that never came', { type: 'None' }, () => false],
  ['a scorecard, however it is written', { scorecard: 'BÜCHER.example' }, (i) => i % 4 < 2],
  ['in its normal form', { scorecard: 'xn--bcher-kva.example' }, (i) => i % 4 === 1],
  ['a scorecard that never came', { scorecard: 'none.example' }, () => false],
  ['scorecard and type', { scorecard: 'Bücher.example', type: 'Rare' }, (i) => i % 4 < 2 && i % 5 === 0],
  ['scorecard and time', { scorecard: 'Bücher.example', since: minute(3), until: minute(20) }, (i) => i % 4 < 2 && i >= 3 && i < 20],
  ['type and time', { type: 'T', since: minute(3), until: minute(20) }, (i) => i % 5 !== 0 && i >= 3 && i < 20],
]
const auditCases: Array<[string, Partial<AuditQuery>, (i: number) => boolean]> = [
  ['a kind of actor', { actor: 'key' }, (i) => i % 5 === 0],
  ['one actor and one target', { actor: 'actor_3', target: 'int_1' }, (i) => i % 5 === 3 && i % 2 === 1],
  ['actions', { action: ['member.removed', 'member.joined'] }, (i) => i < 3],
  ['actor and time', { actor: 'person', since: minute(3), until: minute(20) }, (i) => i % 5 !== 0 && i >= 3 && i < 20],
  ['time', { since: minute(3), until: minute(20) }, (i) => i >= 3 && i < 20],
]
const executionCases: Array<[string, Partial<ExecutionQuery>, (i: number) => boolean]> = [
  ['no filter', {}, () => true],
  ['states', { status: ['failed', 'running'] }, (i) => i % 5 === 0],
  ['trials', { test: 'true' }, (i) => i === 1],
]

describe('lists that search', () => {
  it.each(eventCases)('events by %s', (_, query, pick) =>
    expectAll((page, patience) => listEvents(workspaceId, { ...query, ...page }, patience), picked(events, (i) => i !== 12 && pick(i))))
  it.each(auditCases)('the audit log by %s', (_, query, pick) =>
    expectAll((page, patience) => listAudit(workspaceId, { ...query, ...page }, patience), picked(entries, pick)))
  it.each(executionCases)('executions by %s', (_, query, pick) =>
    expectAll((page, patience) => listExecutions(workspaceId, ruleId, { ...query, ...page }, patience), picked(executions, pick)))
})
