import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDb, inTransaction, pool, prisma, useDatabase, withinPrisma } from '@/lib/db'
import { newId } from '@/lib/ids'
import { applyRetention } from '@/lib/retention/apply-retention'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { bySystem, originOf, personActor, type Acting } from './acting'
import { recordAudit } from './record-audit'

const DAY_MS = 24 * 3600 * 1000
const person = { id: 'usr_1', name: 'Ada', email: 'ada@acme.test' }
const headers = (address: string) => new Headers({ 'x-forwarded-for': address, 'user-agent': 'curl/8.5.0' })
const ada = (workspaceId: string): Acting =>
  ({ workspaceId, actor: personActor(person), origin: originOf(headers('203.0.113.9'), 'req_1') })

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const entries = async (workspaceId: string) =>
  (await pool().query<Record<string, unknown>>('SELECT * FROM audit_entry WHERE workspace_id = $1 ORDER BY id', [workspaceId])).rows

it('says who did what to what, when and from where', async () => {
  const workspaceId = newId('ws')
  const target = { kind: 'integration', id: 'int_1', label: 'SIEM' } as const
  await recordAudit(pool(), ada(workspaceId), { action: 'integration.updated', target, fields: ['name', 'destination.url'] }, 1_700_000_000_123)
  await recordAudit(pool(), bySystem(workspaceId), { action: 'integration.disabled', target })
  const [byAda, bySelf] = await entries(workspaceId)
  expect(byAda).toMatchObject({
    actor_kind: 'person', actor_id: 'usr_1', actor_label: 'Ada (ada@acme.test)', action: 'integration.updated',
    target_kind: 'integration', target_id: 'int_1', target_label: 'SIEM', fields: ['name', 'destination.url'],
    address: '203.0.113.9', user_agent: 'curl/8.5.0', request_id: 'req_1', at: new Date(1_700_000_000_123),
  })
  expect(bySelf).toMatchObject({ actor_kind: 'system', actor_id: null, actor_label: 'Hookwright', address: null, user_agent: null, fields: [] })
})

it('is there when its effect is and gone when it is not, within both kinds of transaction', async () => {
  const workspaceId = newId('ws')
  const deed = { action: 'api_key.revoked' } as const
  await inTransaction((tx) => recordAudit(tx, ada(workspaceId), deed))
  await prisma().$transaction((tx) => recordAudit(withinPrisma(tx), ada(workspaceId), { ...deed, fields: ['a', 'b'] }))
  const fail = async (work: Promise<void>) => work.then(() => Promise.reject(new Error('no effect')))
  await expect(inTransaction((tx) => fail(recordAudit(tx, ada(workspaceId), deed)))).rejects.toThrow('no effect')
  await expect(prisma().$transaction((tx) => fail(recordAudit(withinPrisma(tx), ada(workspaceId), deed)))).rejects.toThrow('no effect')
  expect((await entries(workspaceId)).map(({ fields }) => fields)).toEqual([[], ['a', 'b']])
})

it('takes labels of any length and characters', async () => {
  const workspaceId = newId('ws')
  await recordAudit(pool(), bySystem(workspaceId), {
    action: 'member.invited', target: { kind: 'member', id: null, label: `a\u0000b${'😀'.repeat(300)}` },
  })
  const [entry] = await entries(workspaceId)
  expect(String(entry?.target_label).isWellFormed()).toBe(true)
  expect(String(entry?.target_label)).toMatch(/^ab(😀){149}$/u)
})

it.each(['not an address', '203.0.113.9:80', ''])('does not believe the address %j', (address) => {
  expect(originOf(new Headers({ 'x-forwarded-for': address }), null).address).toBeNull()
})

it('cannot be changed or emptied, not even by the owner of the table', async () => {
  const workspaceId = newId('ws')
  await recordAudit(pool(), ada(workspaceId), { action: 'api_key.revoked' })
  for (const statement of [`UPDATE audit_entry SET actor_label = 'x'`, 'DELETE FROM audit_entry', 'TRUNCATE audit_entry',
    `SET LOCAL hookwright.audit_retention = 'on'; DELETE FROM audit_entry WHERE workspace_id = '${workspaceId}'`]) {
    await expect(pool().query(statement), statement).rejects.toMatchObject({ code: '42501', message: /append-only/ })
  }
  expect(await entries(workspaceId)).toHaveLength(1)
})

it('lets entries go after a year, or after RETENTION_DAYS where that is longer', async () => {
  const workspaceId = newId('ws')
  const insert = (days: number, id: string) => pool().query(
    `INSERT INTO audit_entry (id, workspace_id, actor_kind, actor_label, action, at) VALUES ($1, $2, 'system', 'x', 'mail.resent', $3)`,
    [id, workspaceId, new Date(Date.now() - days * DAY_MS)],
  )
  await insert(366, 'aud_0000000001AAAAAAAAAAAAAAAA')
  await insert(401, 'aud_0000000002AAAAAAAAAAAAAAAA')
  await insert(364, 'aud_0000000003AAAAAAAAAAAAAAAA')
  await expect(pool().query('DELETE FROM audit_entry WHERE workspace_id = $1', [workspaceId])).rejects.toThrow(/append-only/)
  const run = () => applyRetention({ pool: pool(), now: () => Date.now() }, { days: 90, bodyDays: 30, budgetMs: 10_000, restFactor: 0 })
  expect((await run()).removed).toEqual({ audit: 2 })
  expect((await entries(workspaceId)).map(({ id }) => id)).toEqual(['aud_0000000003AAAAAAAAAAAAAAAA'])
})
