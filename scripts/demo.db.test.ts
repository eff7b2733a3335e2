import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDb, pool, useDatabase } from '@/lib/db'
import { findProjectRoot } from '@/lib/project-root'
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

const run = (...options: string[]): Promise<{ code: number | null; text: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts', ...options], {
      cwd: findProjectRoot(), env: { ...process.env, DATABASE_URL: database.url }, stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { text += chunk.toString() })
    child.once('close', (code) => resolve({ code, text }))
  })

it('npm run demo makes an owner where there is none, fills once, and refuses clearly afterwards', async () => {
  const first = await run('--deliveries', '200')
  expect(first.text).toMatch(/"Northwind Traders" has 6 integrations, 1 rule, 2\d\d deliveries .*Sign in as {2}owner@northwind\.example\n {2}Password {4}\S{16}\n/s)
  expect(first.code).toBe(0)
  const count = async () => (await pool().query('SELECT 1 FROM delivery')).rowCount
  const before = await count()
  const again = await run('--deliveries', '200')
  expect(again.text).toContain('"Northwind Traders" holds 6 integrations, 27 scorecards, events already')
  expect([again.code, await count()]).toEqual([1, before])
})
