import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { env } from '@/lib/env'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { setUpToken } from '@/lib/workspaces/set-up-token'
import { POST } from './route'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const setUp = (changes: object = {}) => POST(new Request('http://localhost:3000/api/setup', {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', 'x-forwarded-for': '203.0.113.9' },
  body: JSON.stringify({
    token: setUpToken(env().APP_SECRET), name: 'Ada', email: 'Ada@example.com', password: 'a good password', workspaceName: 'Acme', ...changes,
  }),
}))

it('only who has the printed link makes the first owner, once, and the audit log begins with that', async () => {
  expect((await setUp({ token: 'guessed' })).status).toBe(403)
  const [first, second] = await Promise.all([setUp(), setUp({ email: 'eve@example.com' })])
  expect([first.status, second.status].sort()).toEqual([201, 409])
  expect((await setUp()).status).toBe(409)
  const { rows } = await pool().query('SELECT action, actor_kind, target_label, address FROM audit_entry ORDER BY id')
  expect(rows).toEqual([
    { action: 'workspace.created', actor_kind: 'person', target_label: 'Acme', address: '203.0.113.9' },
    { action: 'member.joined', actor_kind: 'person', target_label: expect.stringMatching(/^Ada \(.+@example\.com\)$/), address: '203.0.113.9' },
  ])
})
