import pg from 'pg'
import { withDatabase } from '@/lib/postgres/start-postgres'

/** Runs one statement outside any database of ours, as CREATE and DROP DATABASE need. */
export async function runOnServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(serverUrl, 'postgres') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
