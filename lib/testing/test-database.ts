import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { runOnServer } from '@/lib/postgres/run-on-server'
import { withDatabase } from '@/lib/postgres/start-postgres'

export type TestDatabase = { url: string; drop(): Promise<void> }

/** A fresh, migrated database of its own for one test file; `drop` it in `afterAll`, also with connections still open. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { serverUrl, template } = inject('testPostgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOnServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  return {
    url: withDatabase(serverUrl, name),
    drop: () => runOnServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}
