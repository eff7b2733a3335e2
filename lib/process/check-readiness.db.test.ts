import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { startProxy } from '@/lib/testing/start-proxy'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { checkReadiness } from './check-readiness'
import { keepHeartbeat } from './keep-heartbeat'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await useDatabase(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
beforeEach(() => pool().query('DELETE FROM worker'))

const beatAgo = (interval: string, id = 'wrk_1') =>
  pool().query('INSERT INTO worker (id, heartbeat_at) VALUES ($1, now() - $2::interval)', [id, interval])

it('is ready while any worker has given a sign of life within 30 seconds', async () => {
  await beatAgo('10 hours', 'wrk_0')
  await beatAgo('29 seconds')
  const readiness = await checkReadiness()
  expect(readiness).toMatchObject({ status: 'ok', database: 'ok', migrations: 'ok', worker: 'ok', problems: [] })
  expect(readiness.workerHeartbeatAgeSeconds).toBeGreaterThanOrEqual(29)
})

it('says for how long no worker has given one', async () => {
  await beatAgo('31 seconds')
  expect(await checkReadiness()).toMatchObject({
    status: 'failing', database: 'ok', worker: 'failing',
    problems: [expect.stringMatching(/^No worker has given a sign of life for 3\d seconds/)],
  })
})

it('is not ready before the first worker, nor while migrations are missing', async () => {
  expect(await checkReadiness()).toMatchObject({ status: 'failing', worker: 'failing', workerHeartbeatAgeSeconds: null })
  await beatAgo('1 second')
  const { rows } = await pool().query('SELECT * FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1')
  await pool().query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = $1', [rows[0]?.id])
  expect(await checkReadiness()).toMatchObject({
    status: 'failing', migrations: 'failing', worker: 'ok', problems: [expect.stringMatching(/lacks 1 of/)],
  })
  await pool().query('UPDATE _prisma_migrations SET rolled_back_at = NULL WHERE id = $1', [rows[0]?.id])
  expect((await checkReadiness()).status).toBe('ok')
})

it('hears a heartbeat, and still knows its age after a stop', async () => {
  const heartbeat = keepHeartbeat('wrk_2')
  await expect.poll(async () => (await checkReadiness()).status).toBe('ok')
  heartbeat.stop()
  expect((await checkReadiness()).workerHeartbeatAgeSeconds).toBeLessThan(5)
})

it('says when the database cannot be reached, and is ready again when it can', async () => {
  await beatAgo('1 second')
  const proxy = await startProxy(database.url)
  await useDatabase(proxy.url)
  expect((await checkReadiness()).status).toBe('ok')
  proxy.cut()
  expect(await checkReadiness()).toMatchObject({
    status: 'failing', database: 'failing', migrations: 'failing', worker: 'failing', problems: ['The database cannot be reached'],
  })
  proxy.open()
  await expect.poll(async () => (await checkReadiness()).status).toBe('ok')
  await useDatabase(database.url)
  await proxy.close()
})
