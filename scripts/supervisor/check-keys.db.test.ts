import { afterAll, beforeAll, expect, it } from 'vitest'
import { bySystem } from '@/lib/audit/acting'
import { integrationInput } from '@/lib/contracts/integration'
import { closeDb, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { checkKeys } from './check-keys'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  const workspaceId = newId('ws')
  await prisma().workspace.create({ data: { id: workspaceId, name: 'Acme', slug: workspaceId } })
  const input = { type: 'webhook', name: 'x', triggers: [{ type: 'DataLeakPublished' }], destination: { url: 'https://example.com/' } }
  await createIntegration(bySystem(workspaceId), integrationInput.parse(input)) // under the key "test" of vitest.config.ts
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const key = (id: string) => `${id}:${Buffer.alloc(32, 7).toString('base64')}`
const check = (ENCRYPTION_KEYS: string) => checkKeys({ DATABASE_URL: database.url, ENCRYPTION_KEYS })

it('refuses a start that lacks a key which a row needs, with its name', async () => {
  await expect(check(key('new'))).rejects.toThrow(/lacks the key "test", with which the secrets of 1 row are/)
})

it('takes one that has it, current or not', async () => {
  await check(key('test'))
  await check(`${key('new')},${key('test')}`)
})
