import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callRoute, type RouteCall } from '@/app/api/v1/testing/call-route'
import { exampleBody } from '@/app/api/v1/testing/examples'
import { listRoutes } from '@/app/api/v1/testing/list-routes'
import { makeTenant, type Tenant } from '@/app/api/v1/testing/make-tenant'
import { bySystem } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { createApiKey } from '@/lib/auth/api-keys'
import type { AuditAction, AuditEntryView } from '@/lib/contracts/audit'
import { closeDb, inTransaction, pool, useDatabase } from '@/lib/db'
import { switchOffGone } from '@/lib/integrations/switch-off-gone'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

let database: TestDatabase
let tenant: Tenant
const routes = await listRoutes()

const call = async (name: string, options: RouteCall = {}) => {
  const route = routes.find((one) => one.name === name) ?? expect.unreachable(`no route ${name}`)
  const headers = { ...tenant.byKey, 'x-forwarded-for': '203.0.113.9', 'user-agent': 'curl/8.5.0', ...options.headers }
  const answered = await callRoute(route, { ...options, headers })
  expect([name, answered.status < 300, answered.text]).toEqual([name, true, answered.text])
  return answered
}
const id = (kind: string) => ({ params: { id: tenant.ids[kind] ?? '' } })
const body = (route: string) => ({ body: exampleBody(routes.find(({ name }) => name === route) ?? expect.unreachable(route)) })
const read = async (query = '', headers: Record<string, string> = {}) =>
  JSON.parse((await call('GET /audit-log', { query, headers })).text) as { data: AuditEntryView[]; page: { nextCursor: string | null } }
const entries = async (query = '') => (await read(query)).data

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
let tenants = 0
beforeEach(async () => {
  tenant = await makeTenant(`Tenant${++tenants}`)
})

const integrations = id.bind(null, 'integrations')
const key = () => ({ params: { key: tenant.ids['event-types'] ?? '' } })
const restart = async () => {
  await call('POST /integrations/[id]/disable', integrations())
  return call('POST /integrations/[id]/enable', { ...integrations(), body: { replaySkipped: { since: new Date(Date.now() - 60_000).toISOString() } } })
}
const asReplay = () => pool().query(`UPDATE operation SET kind = 'replay_skipped' WHERE workspace_id = $1`, [tenant.workspaceId])

// How each comes about that a route names; another one fails the first test.
const deeds: Partial<Record<AuditAction, () => Promise<unknown>>> = {
  'api_key.created': () => call('POST /api-keys', body('POST /api-keys')),
  'api_key.revoked': () => call('DELETE /api-keys/[id]', id('api-keys')),
  'bulk_resend.started': () => call('POST /bulk-resends', { body: { filter: { status: ['failed'] }, body: 'original' } }),
  'bulk_resend.cancelled': () => call('DELETE /bulk-resends/[id]', id('bulk-resends')),
  'replay.started': restart,
  'replay.cancelled': () => asReplay().then(() => call('DELETE /bulk-resends/[id]', id('bulk-resends'))),
  'delivery.resent': () => call('POST /deliveries/[id]/resend', id('deliveries')),
  'delivery.cancelled': () => call('POST /deliveries/[id]/resend', id('deliveries')).then(() => call('POST /deliveries/[id]/cancel', id('deliveries'))),
  'integration.created': () => call('POST /integrations', body('POST /integrations')),
  'integration.cloned': () => call('POST /integrations/[id]/clone', integrations()),
  'integration.updated': () => call('PATCH /integrations/[id]', { ...integrations(), body: { name: 'SOC', destination: { headers: [{ name: 'X-Team', value: 'blue' }] } } }),
  'integration.enabled': restart,
  'integration.disabled': () => call('POST /integrations/[id]/disable', integrations()),
  'integration.deleted': () => call('DELETE /integrations/[id]', integrations()),
  'integration.secret_rotated': () => call('POST /integrations/[id]/rotate-secret', integrations()),
  'integration.tested': () => call('POST /integrations/test', body('POST /integrations/test')),
  'rule.created': () => call('POST /rules', body('POST /rules')),
  'rule.updated': () => call('PATCH /rules/[id]', { ...id('rules'), body: { name: 'Vendors that fall' } }),
  'rule.disabled': () => call('POST /rules/[id]/disable', id('rules')),
  'rule.enabled': () => call('POST /rules/[id]/disable', id('rules')).then(() => call('POST /rules/[id]/enable', id('rules'))),
  'rule.tested': () => call('POST /rules/[id]/test', id('rules')),
  'rule.deleted': () => call('DELETE /rules/[id]', id('rules')),
  'event_type.created': () => call('POST /event-types', body('POST /event-types')),
  'event_type.updated': () => call('PATCH /event-types/[key]', { ...key(), body: { label: 'Another' } }),
  'event_type.deleted': () => call('DELETE /event-types/[key]', key()),
  'inbox.updated': () => call('PATCH /inbox', body('PATCH /inbox')),
  'inbox.token_renewed': () => call('POST /inbox/token'),
  'inbox.cleared': () => call('DELETE /inbox/requests'),
}
// The first needs a mail server, see lib/mail/send-mail.db.test.ts; the others are done by people, not by keys: see the
// tests of members and of /api/auth.
const elsewhere: AuditAction[] = [
  'mail.resent', 'account.password_changed', 'session.revoked', 'member.invited', 'member.role_changed', 'member.removed',
  'invitation.revoked', 'workspace.created', 'workspace.updated',
]
const namedBy = (audit: (typeof routes)[number]['spec']['audit']): AuditAction[] =>
  audit === undefined ? [] : typeof audit === 'string' ? [audit] : 'none' in audit ? [] : [...audit]

describe('what is done', () => {
  it('every action that a route names is tried here', () => {
    const named = new Set(routes.flatMap(({ spec }) => namedBy(spec.audit)))
    expect([...Object.keys(deeds), ...elsewhere].sort()).toEqual([...named].sort())
  })

  it.each(Object.entries(deeds))('%s is told with who, from where and to what', async (action, act) => {
    await act()
    const [entry, ...more] = (await entries()).filter((one) => one.action === action && one.actor.kind !== 'system')
    expect(more).toEqual([])
    expect(entry).toMatchObject({ actor: { kind: 'key', label: 'main' }, address: '203.0.113.9', userAgent: 'curl/8.5.0' })
    expect(entry?.requestId).toMatch(/^req_/)
    expect(entry?.target?.label).not.toBe('')
  })

  it('a person is told by name and address, whichever way they call', async () => {
    await call('POST /integrations/[id]/disable', { ...integrations(), headers: { ...tenant.bySession, authorization: '' } })
    const [entry] = await entries()
    expect(entry?.actor).toMatchObject({ kind: 'person', label: expect.stringContaining(`(${tenant.email})`) as string })
  })

  it('what people do to their workspaces and invitations is told there', async () => {
    const asPerson = { ...tenant.bySession, authorization: '' }
    await call('PATCH /workspace', { body: { name: 'Renamed' }, headers: asPerson })
    await call('DELETE /invitations/[id]', { ...id('invitations'), headers: asPerson })
    const made = JSON.parse((await call('POST /workspaces', { body: { name: 'Second' }, headers: asPerson })).text) as { id: string }
    expect((await entries('?actor=person')).map(({ action, fields }) => [action, fields])).toEqual([
      ['invitation.revoked', []], ['workspace.updated', ['name']],
    ])
    const { rows } = await pool().query('SELECT action, target_label, address FROM audit_entry WHERE workspace_id = $1', [made.id])
    expect(rows).toEqual([{ action: 'workspace.created', target_label: 'Second', address: '203.0.113.9' }])
  })

  it('fields are named, values are not, and what changes nothing is not told', async () => {
    await deeds['integration.updated']?.()
    await call('PATCH /integrations/[id]', { ...integrations(), body: { name: 'SOC' } })
    const updates = await entries('?action=integration.updated')
    expect(updates.map(({ fields }) => fields)).toEqual([['name', 'destination.headers.X-Team']])
    expect(JSON.stringify(updates)).not.toContain('blue')
  })

  it('switching on what is on, twice at once, and cancelling what is over is done once', async () => {
    const off = () => call('POST /integrations/[id]/disable', integrations())
    await Promise.all([off(), off(), off()])
    await off()
    await call('DELETE /bulk-resends/[id]', id('bulk-resends'))
    await call('DELETE /bulk-resends/[id]', id('bulk-resends'))
    expect((await entries('?actor=key')).map(({ action }) => action)).toEqual(['bulk_resend.cancelled', 'integration.disabled'])
  })

  it('a replayed Idempotency-Key is not a second deed, and what was refused is none', async () => {
    const once = { ...body('POST /integrations'), headers: { 'idempotency-key': 'once' } }
    await call('POST /integrations', once)
    await call('POST /integrations', once)
    const patch = routes.find(({ name }) => name === 'PATCH /integrations/[id]') ?? expect.unreachable()
    expect((await callRoute(patch, { ...integrations(), body: { name: '' }, headers: tenant.byKey })).status).toBe(422)
    expect(await entries('?actor=key')).toHaveLength(1)
  })

  it('what Hookwright does by itself is told too', async () => {
    await inTransaction((tx) => switchOffGone(tx, async () => {}, [tenant.ids.integrations ?? '']))
    expect(await entries('?action=integration.disabled')).toMatchObject([
      { actor: { kind: 'system', label: 'Hookwright' }, target: { kind: 'integration', id: tenant.ids.integrations, label: 'SIEM' }, address: null },
    ])
  })
})

describe('GET /audit-log', () => {
  it('is for keys of scope admin and for owners and admins', async () => {
    const { key } = await createApiKey({ workspaceId: tenant.workspaceId, name: 'k', scopes: ['integrations:write', 'deliveries:write'], createdBy: null })
    const route = routes.find(({ name }) => name === 'GET /audit-log') ?? expect.unreachable()
    expect((await callRoute(route, { headers: { authorization: `Bearer ${key}` } })).status).toBe(403)
    expect((await callRoute(route, { headers: tenant.bySession })).status).toBe(200)
    await pool().query(`UPDATE member SET role = 'viewer' WHERE workspace_id = $1`, [tenant.workspaceId])
    expect((await callRoute(route, { headers: tenant.bySession })).status).toBe(403)
  })

  it('filters by actor, action, target and time, and pages without gaps or repeats', async () => {
    const target = (n: number) => ({ kind: 'integration', id: `int_${n}`, label: `I${n}` }) as const
    const start = Date.parse('2026-01-01T00:00:00Z')
    const person = { workspaceId: tenant.workspaceId, actor: { kind: 'person', id: 'usr_1', label: 'Ada' }, origin: bySystem('').origin } as const
    for (let n = 0; n < 7; n++) {
      const acting = n % 2 === 0 ? person : bySystem(tenant.workspaceId)
      await recordAudit(pool(), acting, { action: n < 4 ? 'integration.tested' : 'integration.updated', target: target(n) }, start + n * 1000)
    }
    const labels = async (query: string) => (await entries(`${query}&until=2026-02-01T00:00:00Z`)).map(({ target: to }) => to?.label).join(' ')
    expect(await labels('?')).toBe('I6 I5 I4 I3 I2 I1 I0')
    expect(await labels('?actor=person')).toBe('I6 I4 I2 I0')
    expect(await labels('?actor=usr_1&action=integration.updated')).toBe('I6 I4')
    expect(await labels('?action=integration.tested&action=integration.updated&target=int_3')).toBe('I3')
    expect(await labels('?since=2026-01-01T00:00:02Z')).toBe('I6 I5 I4 I3 I2')
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await read(`?limit=2&until=2026-02-01T00:00:00Z${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.data.map(({ target: to }) => to?.label ?? ''))
      cursor = page.page.nextCursor
    }
    expect(seen.join(' ')).toBe('I6 I5 I4 I3 I2 I1 I0')
  })

  it('is there as CSV, with formulas neutralised', async () => {
    const target = { kind: 'integration', id: 'int_1', label: '=HYPERLINK("http://x")' } as const
    await recordAudit(pool(), bySystem(tenant.workspaceId), { action: 'integration.updated', target, fields: ['name', 'policy'] })
    const { text, headers } = await call('GET /audit-log', { query: '?limit=1', headers: { accept: 'text/csv' } })
    const [head, row] = text.split('\r\n')
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('x-next-cursor')).not.toBeNull()
    expect(head).toBe('id,at,actorKind,actorId,actor,action,targetKind,targetId,target,fields,address,userAgent,requestId')
    expect(row).toMatch(/^aud_\w+,[^,]+,system,,Hookwright,integration\.updated,integration,int_1,"'=HYPERLINK\(""http:\/\/x""\)",name policy,,,$/)
  })

  it('a workspace sees its own only', async () => {
    await deeds['integration.updated']?.()
    const mine = tenant
    tenant = await makeTenant('Other')
    expect((await entries()).filter(({ target }) => Object.values(mine.ids).includes(target?.id ?? ''))).toEqual([])
  })
})
