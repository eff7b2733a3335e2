import { afterAll, beforeAll, expect, it } from 'vitest'
import { POST as sendMail } from '@/app/api/v1/mails/[id]/send/route'
import { GET as listMails } from '@/app/api/v1/mails/route'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { queueMails } from '@/lib/mail/queue-mail'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const newKey = async (workspaceId: string, scopes: readonly Scope[] = apiKeyScopes) =>
  (await createApiKey({ workspaceId, name: 'k', scopes, createdBy: null })).key

const newWorkspace = async () => {
  const id = newId('ws')
  await prisma().workspace.create({ data: { id, name: 'Acme', slug: id } })
  return id
}

const asking = (key: string, path = '', method = 'GET') =>
  new Request(`http://localhost:3000/api/v1/mails${path}`, { method, headers: { authorization: `Bearer ${key}` } })
const list = async (key: string) => {
  const response = await listMails(asking(key), { params: Promise.resolve({}) })
  return { status: response.status, json: (await response.json()) as { data: Array<{ id: string }> } }
}

it('shows what was or would be mailed to who may see everything of that workspace', async () => {
  const [mine, other] = [await newWorkspace(), await newWorkspace()]
  const mail = { kind: 'disabled' as const, to: 'owner@example.org', subject: 'Off', text: 'It was switched off.' }
  await queueMails(pool(), async () => {}, [{ ...mail, workspaceId: mine, once: 'a' }, { ...mail, workspaceId: other, once: 'b' }])
  const key = await newKey(mine)
  const { status, json } = await list(key)
  expect([status, json.data]).toEqual([200, [{
    ...mail, id: expect.stringMatching(/^mail_/), status: 'queued', attempts: 0, error: null, createdAt: expect.stringMatching(/Z$/), sentAt: null,
  }]])
  expect((await list(await newKey(mine, ['deliveries:read', 'integrations:write']))).status).toBe(403)
  const [{ id = '' } = {}] = (await list(await newKey(other))).json.data
  const foreign = await sendMail(asking(key, `/${id}/send`, 'POST'), { params: Promise.resolve({ id }) })
  expect(foreign.status).toBe(404)
})

it('says that no mail server is set rather than queue in vain', async () => {
  const workspaceId = await newWorkspace()
  await queueMails(pool(), async () => {}, [{ workspaceId, kind: 'disabled', to: 'o@example.org', subject: 's', text: 't', once: 'c' }])
  await pool().query(`UPDATE mail SET status = 'kept'`)
  const key = await newKey(workspaceId)
  const [{ id = '' } = {}] = (await list(key)).json.data
  const answer = await sendMail(asking(key, `/${id}/send`, 'POST'), { params: Promise.resolve({ id }) })
  expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'conflict', detail: expect.stringContaining('SMTP_URL') }])
})
