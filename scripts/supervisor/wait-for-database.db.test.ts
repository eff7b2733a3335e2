import { afterAll, beforeAll, expect, it } from 'vitest'
import { startProxy, type DatabaseProxy } from '@/lib/testing/start-proxy'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'
import { StartFailure } from './report-failure'
import { waitForDatabase } from './wait-for-database'

let database: TestDatabase
let proxy: DatabaseProxy
beforeAll(async () => {
  database = await createTestDatabase()
  proxy = await startProxy(database.url)
})
afterAll(async () => {
  await proxy.close()
  await database.drop()
})

it('goes on as soon as the database answers, and says once that it waits', async () => {
  const said: string[] = []
  await waitForDatabase(proxy.url, (text) => said.push(text))
  expect(said).toEqual([])
  proxy.cut()
  const waiting = waitForDatabase(proxy.url, (text) => {
    said.push(text)
    // Not before the second try has failed too.
    setTimeout(() => proxy.open(), 700)
  })
  await waiting
  expect(said).toEqual([expect.stringMatching(/^The database \(DATABASE_URL\) does not answer yet \(.+\); waiting up to 60 s\.$/)])
})

it('gives up with the setting\'s name when its time is over', async () => {
  const attempt = waitForDatabase('postgresql://nobody@127.0.0.1:1/none', () => {}, 600)
  await expect(attempt).rejects.toThrow(StartFailure)
  await expect(attempt).rejects.toThrow(/DATABASE_URL.*0\.6 s: .*ECONNREFUSED/)
})

it('does not wait for what waiting does not mend', async () => {
  const missing = new URL(database.url)
  missing.pathname = '/is_not_there'
  const said: string[] = []
  await expect(waitForDatabase(missing.href, (text) => said.push(text))).rejects.toThrow('does not exist')
  expect(said).toEqual([])
})
