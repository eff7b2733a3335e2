import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePerson, makeWorkspace, PASSWORD, postAuth, signInAs } from '@/app/api/testing/people'
import { TestBrowser } from '@/app/api/testing/test-browser'
import { GET as listKeys } from '@/app/api/v1/api-keys/route'
import { GET as readIntegration, PATCH as patchIntegration } from '@/app/api/v1/integrations/[id]/route'
import { POST as createIntegration } from '@/app/api/v1/integrations/route'
import { DELETE as revokeInvitation } from '@/app/api/v1/invitations/[id]/route'
import { POST as renewInvitation } from '@/app/api/v1/invitations/[id]/resend/route'
import { GET as listInvitations, POST as invite } from '@/app/api/v1/invitations/route'
import { GET as listMails } from '@/app/api/v1/mails/route'
import { GET as readWorkspace, PATCH as patchWorkspace } from '@/app/api/v1/workspace/route'
import { POST as switchWorkspace } from '@/app/api/v1/workspaces/[id]/switch/route'
import { GET as listWorkspaces, POST as createWorkspace } from '@/app/api/v1/workspaces/route'
import { POST as accept } from '@/app/api/invitation/route'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { DELETE as removeMember, PATCH as patchMember } from './[id]/route'
import { GET as listMembers } from './route'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const team = async () => {
  const workspaceId = await makeWorkspace()
  const owner = await makePerson(workspaceId, 'owner')
  return { workspaceId, owner, admin: await makePerson(workspaceId, 'admin'), viewer: await makePerson(workspaceId, 'viewer') }
}
const withKey = async (workspaceId: string, scopes: readonly Scope[] = apiKeyScopes) => {
  const { key } = await createApiKey({ workspaceId, name: 'k', scopes, createdBy: null })
  return { headers: { authorization: `Bearer ${key}` } }
}
const patch = (browser: TestBrowser, id: string, role: string) => browser.call(patchMember, { method: 'PATCH', params: { id }, body: { role } })
const remove = (browser: TestBrowser, id: string) => browser.call(removeMember, { method: 'DELETE', params: { id } })
const get = (browser: TestBrowser, handler: typeof listMembers, headers = {}) => browser.call(handler, { method: 'GET', headers })
const tokenOf = (json: Record<string, unknown>) => String(json.url).split('/').at(-1) ?? ''
const statuses = (answers: ReadonlyArray<{ status: number }>) => answers.map(({ status }) => status)

/** What the audit log has of members and invitations. */
const deedsIn = async (workspaceId: string) =>
  (await pool().query<{ action: string }>(`SELECT action FROM audit_entry WHERE workspace_id = $1 AND target_kind IN ('member', 'invitation') ORDER BY id`, [workspaceId])).rows.map(({ action }) => action)

it('roles reach as far as they should: members', async () => {
  const { workspaceId, owner, admin, viewer } = await team()
  const [asOwner, asAdmin, asViewer] = await Promise.all([owner, admin, viewer].map(({ email }) => signInAs(email))) as [TestBrowser, TestBrowser, TestBrowser]
  for (const browser of [asOwner, asAdmin, asViewer]) expect((await get(browser, listMembers)).json.data.map(({ role }) => role)).toEqual(['owner', 'admin', 'viewer'])
  expect(statuses([await patch(asViewer, viewer.memberId, 'admin'), await patch(asAdmin, admin.memberId, 'owner'), await patch(asAdmin, owner.memberId, 'viewer'), await remove(asAdmin, owner.memberId), await remove(asViewer, admin.memberId)])).toEqual([403, 403, 403, 403, 403])
  expect((await patch(asAdmin, viewer.memberId, 'admin')).json).toMatchObject({ role: 'admin', email: viewer.email })
  expect((await patch(asOwner, admin.memberId, 'owner')).status).toBe(200)
  expect((await patch(asOwner, owner.memberId, 'viewer')).status).toBe(200) // another is left
  expect((await patch(asAdmin, admin.memberId, 'admin')).json).toMatchObject({ code: 'conflict', detail: expect.stringContaining('last owner') })
  expect((await remove(asAdmin, admin.memberId)).status).toBe(409)
  expect(await deedsIn(workspaceId)).toEqual(['member.role_changed', 'member.role_changed', 'member.role_changed'])
})

it('of two owners who leave at once, one stays', async () => {
  for (let round = 0; round < 3; round++) {
    const workspaceId = await makeWorkspace()
    const people = await Promise.all([makePerson(workspaceId, 'owner'), makePerson(workspaceId, 'owner')])
    const browsers = await Promise.all(people.map(({ email }) => signInAs(email)))
    const answers = await Promise.all(browsers.map((browser, index) => remove(browser, people[index]?.memberId ?? '')))
    expect(statuses(answers).sort()).toEqual([204, 409])
    expect(await prisma().member.count({ where: { workspaceId, role: 'owner' } })).toBe(1)
  }
})

it('who is removed is out with the next request, and notices go to somebody who is there', async () => {
  const { workspaceId, owner, admin } = await team()
  const [asOwner, asAdmin] = [await signInAs(owner.email), await signInAs(admin.email)]
  const made = await asAdmin.call(createIntegration, { body: integrationInput({ ownerEmail: admin.email }) })
  expect((await get(asAdmin, listMembers)).status).toBe(200)
  expect((await remove(asOwner, admin.memberId)).status).toBe(204)
  expect((await get(asAdmin, listMembers)).status).toBe(401)
  expect((await asOwner.call(readIntegration, { method: 'GET', params: { id: String(made.json.id) } })).json).toMatchObject({ ownerEmail: null })
  expect(await deedsIn(workspaceId)).toEqual(['member.removed'])
  const key = await withKey(workspaceId)
  expect((await new TestBrowser().call(removeMember, { method: 'DELETE', params: { id: owner.memberId }, ...key })).status).toBe(403)
})

const integrationInput = (more: object = {}) => ({
  type: 'webhook', name: 'SIEM', triggers: [{ type: 'CustomerCSTARUnderThreshold' }], ...more,
  destination: {
    url: 'https://hooks.example.com/services/T0AbCdEf12/Zx9Yw8Vu7Ts6Rq5Po4Nm3L?api_key=hunter2&lang=en',
    params: [{ name: 'token', value: 'tiger' }, { name: 'team', value: 'blue' }],
    headers: [{ name: 'X-Team', value: 'blue', secret: false }, { name: 'X-Auth-Token', value: 'lion', secret: false }],
  },
})

it('viewers look and change nothing, and see no tokens in addresses', async () => {
  const { owner, viewer, workspaceId } = await team()
  const [asOwner, asViewer] = [await signInAs(owner.email), await signInAs(viewer.email)]
  const id = String((await asOwner.call(createIntegration, { body: integrationInput() })).json.id)
  expect(statuses([
    await asViewer.call(createIntegration, { body: integrationInput() }),
    await asViewer.call(patchIntegration, { method: 'PATCH', params: { id }, body: { name: 'x' } }),
    await asViewer.call(patchWorkspace, { method: 'PATCH', body: { name: 'x' } }),
    await asViewer.call(invite, { body: { email: 'a@b.example' } }),
    await get(asViewer, listKeys), await get(asViewer, listInvitations), await get(asViewer, listMails),
  ])).toEqual([403, 403, 403, 403, 403, 403, 403])
  const read = async (browser: TestBrowser, headers = {}) => JSON.stringify((await browser.call(readIntegration, { method: 'GET', params: { id }, headers })).json.destination)
  const seen = await read(asViewer)
  for (const secret of ['Zx9Yw8', 'hunter2', 'tiger', 'lion']) expect(seen).not.toContain(secret)
  for (const plain of ['hooks.example.com', 'lang=en', 'blue']) expect(seen).toContain(plain)
  expect(await read(asOwner)).toContain('Zx9Yw8Vu7Ts6Rq5Po4Nm3L?api_key=hunter2')
  expect(await read(new TestBrowser(), (await withKey(workspaceId, ['integrations:read'])).headers)).not.toContain('hunter2')
})

it('a key administers members with the scope admin only, counts as an admin, and is no person', async () => {
  const { workspaceId, viewer, owner } = await team()
  const browser = new TestBrowser()
  const [weak, strong] = [await withKey(workspaceId, ['integrations:read', 'integrations:write']), await withKey(workspaceId)]
  expect(statuses([await browser.call(listMembers, { method: 'GET', ...weak }), await browser.call(listMembers, { method: 'GET', ...strong })])).toEqual([403, 200])
  const roleBy = (key: typeof weak, id: string, role: string) => browser.call(patchMember, { method: 'PATCH', params: { id }, body: { role }, ...key })
  expect(statuses([await roleBy(weak, viewer.memberId, 'admin'), await roleBy(strong, viewer.memberId, 'admin'), await roleBy(strong, viewer.memberId, 'owner'), await roleBy(strong, owner.memberId, 'admin')])).toEqual([403, 200, 403, 403])
  expect((await browser.call(listWorkspaces, { method: 'GET', ...strong })).json).toMatchObject({ status: 404, detail: expect.stringContaining('people who are signed in') })
})

it('an invitation makes somebody new a member, once, for that address and for a week', async () => {
  const { workspaceId, admin } = await team()
  const asAdmin = await signInAs(admin.email)
  expect((await asAdmin.call(invite, { body: { email: 'boss@acme.example', role: 'owner' } })).status).toBe(403)
  const made = await asAdmin.call(invite, { body: { email: 'New.Person@acme.example', role: 'viewer' } })
  expect([made.status, made.json]).toMatchObject([201, { email: 'new.person@acme.example', role: 'viewer', status: 'pending', mailed: false }])
  const { rows: [row] } = await pool().query('SELECT i.*, m.text, m.secret_link FROM invitation i JOIN mail m ON m."to" = i.email WHERE i.id = $1', [made.json.id])
  const token = tokenOf(made.json)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(JSON.stringify(row)).not.toContain(token)
  expect(JSON.stringify((await get(asAdmin, listMails)).json)).toContain('only in the mail itself')
  expect((await asAdmin.call(invite, { body: { email: 'new.person@acme.example' } })).status).toBe(409)

  const newcomer = new TestBrowser()
  const body = { token, name: 'New Person', password: 'a good password' }
  expect((await newcomer.call(accept, { body: { ...body, password: 'short' } })).status).toBe(422)
  expect((await asAdmin.call(accept, { body: { token } })).json).toMatchObject({ status: 403, detail: expect.stringContaining('new.person@acme.example') })
  const answers = await Promise.all([newcomer.call(accept, { body }), newcomer.call(accept, { body })])
  expect(statuses(answers).sort()).toEqual([200, 404])
  expect((await postAuth(newcomer, '/sign-in/email', { email: 'new.person@acme.example', password: 'a good password' })).status).toBe(200)
  expect((await get(newcomer, readWorkspace)).json).toMatchObject({ id: workspaceId })
  expect(await deedsIn(workspaceId)).toEqual(['member.invited', 'member.joined'])
  expect((await asAdmin.call(invite, { body: { email: 'new.person@acme.example' } })).json).toMatchObject({ status: 409, detail: expect.stringContaining('member') })
})

it('an old, renewed or revoked link makes nobody a member', async () => {
  const { owner, admin } = await team()
  const [asOwner, asAdmin] = [await signInAs(owner.email), await signInAs(admin.email)]
  const tryIt = (token: string) => new TestBrowser().call(accept, { body: { token, name: 'x', password: 'a good password' } })
  const made = await asOwner.call(invite, { body: { email: 'late@acme.example', role: 'owner' } })
  const params = { id: String(made.json.id) }
  expect(statuses([await asAdmin.call(renewInvitation, { params }), await asAdmin.call(revokeInvitation, { method: 'DELETE', params })])).toEqual([403, 403])
  await pool().query(`UPDATE invitation SET expires_at = now() - interval '1 second' WHERE id = $1`, [params.id])
  expect((await tryIt(tokenOf(made.json))).status).toBe(404)
  expect((await get(asOwner, listInvitations)).json.data).toMatchObject([{ status: 'expired' }])
  const renewed = await asOwner.call(renewInvitation, { params })
  expect([(await tryIt(tokenOf(made.json))).status, renewed.json]).toMatchObject([404, { status: 'pending' }])
  expect((await asOwner.call(revokeInvitation, { method: 'DELETE', params })).status).toBe(204)
  expect([(await tryIt(tokenOf(renewed.json))).status, (await get(asOwner, listInvitations)).json.data]).toEqual([404, []])
})

it('a person of another workspace accepts signed in, has both then, and each tab stays where it is', async () => {
  const [first, second] = [await team(), await team()]
  const asViewer = await signInAs(first.viewer.email)
  const asOwner = await signInAs(second.owner.email)
  const made = await asOwner.call(invite, { body: { email: first.viewer.email, role: 'admin' } })
  const token = tokenOf(made.json)
  expect((await new TestBrowser().call(accept, { body: { token, name: 'x', password: PASSWORD } })).status).toBe(409)
  expect((await asViewer.call(accept, { body: { token } })).json).toMatchObject({ workspaceId: second.workspaceId })
  expect((await get(asViewer, listWorkspaces)).json.data).toMatchObject([{ id: first.workspaceId, role: 'viewer' }, { id: second.workspaceId, role: 'admin' }])
  expect((await get(asViewer, readWorkspace)).json).toMatchObject({ id: second.workspaceId })
  // The tab that shows the first workspace still writes there, with the role of there.
  const tab = { 'x-workspace': first.workspaceId }
  expect((await get(asViewer, readWorkspace, tab)).json).toMatchObject({ id: first.workspaceId })
  expect((await asViewer.call(patchWorkspace, { method: 'PATCH', body: { name: 'x' }, headers: tab })).status).toBe(403)
  expect((await get(asViewer, readWorkspace, { 'x-workspace': await makeWorkspace() })).status).toBe(401)
  expect((await asViewer.call(switchWorkspace, { params: { id: await makeWorkspace() } })).status).toBe(404)
  expect((await asViewer.call(switchWorkspace, { params: { id: first.workspaceId } })).status).toBe(204)
  const membership = await prisma().member.findFirstOrThrow({ where: { workspaceId: second.workspaceId, userId: first.viewer.userId } })
  expect((await patch(asViewer, membership.id, 'viewer')).status).toBe(404) // of the other workspace (I10)
  expect((await remove(asOwner, membership.id)).status).toBe(204)
  expect((await get(asViewer, readWorkspace, { 'x-workspace': second.workspaceId })).status).toBe(401)
})

it('whoever makes a workspace owns it, and its settings take what they may', async () => {
  const { viewer } = await team()
  const browser = await signInAs(viewer.email)
  const made = await browser.call(createWorkspace, { body: { name: ' Umbrella ' } })
  expect([made.status, made.json]).toMatchObject([201, { name: 'Umbrella', role: 'owner', current: true }])
  expect((await get(browser, readWorkspace)).json).toMatchObject({ name: 'Umbrella', scoreMax: 1000, retention: { days: null, bodyDays: null }, retentionLimits: { days: 90, bodyDays: 30 } })
  const change = (body: unknown) => browser.call(patchWorkspace, { method: 'PATCH', body })
  expect((await change({ scoreMax: 850, retention: { days: 10 } })).json).toMatchObject({ name: 'Umbrella', scoreMax: 850, retention: { days: 10, bodyDays: null } })
  expect((await change({ retention: { days: null, bodyDays: 30 } })).json).toMatchObject({ retention: { days: null, bodyDays: 30 } })
  const bad = [{ retention: { days: 91 } }, { retention: { bodyDays: 31 } }, { scoreMax: 0 }, { scoreMax: 1_000_001 }, { scoreMax: 1.5 }, { name: ' ' }, { nmae: 'x' }]
  for (const body of bad) expect((await change(body)).status).toBe(422)
})
