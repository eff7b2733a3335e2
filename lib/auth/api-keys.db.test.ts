import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDb, pool, prisma, useDatabase } from '@/lib/db'
import { newId } from '@/lib/ids'
import { startProxy } from '@/lib/testing/start-proxy'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { createApiKey, findKeyOwner } from './api-keys'

let database: TestDatabase
const workspaceId = newId('ws')
const newKey = async () => (await createApiKey({ workspaceId, name: 'k', scopes: ['events:write'], createdBy: null })).key

beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
  await prisma().workspace.create({ data: { id: workspaceId, name: 'W', slug: workspaceId } })
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

it('a key that another process revoked is refused within a second', async () => {
  const key = await newKey()
  const now = Date.now()
  expect(await findKeyOwner(key, now)).toMatchObject({ workspaceId })
  await pool().query('UPDATE api_key SET revoked_at = now()')
  expect(await findKeyOwner(key, now + 999)).toBeNull()
})

it('a key made after it was first tried is known within a second', async () => {
  const key = `hw_${'x'.repeat(40)}`
  const now = Date.now()
  expect(await findKeyOwner(key, now)).toBeNull()
  await createApiKey({ workspaceId, name: 'k', scopes: ['events:write'], createdBy: null, key })
  expect(await findKeyOwner(key, now + 999)).toMatchObject({ workspaceId })
})

it('a lookup that failed is not kept', async () => {
  const key = await newKey()
  const proxy = await startProxy(database.url)
  await useDatabase(proxy.url)
  proxy.cut()
  const now = Date.now()
  await expect(findKeyOwner(key, now)).rejects.toThrow()
  proxy.open()
  expect(await findKeyOwner(key, now)).toMatchObject({ workspaceId })
  await useDatabase(database.url)
  await proxy.close()
})
