import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { StartFailure } from './report-failure'

const PATIENCE_MS = 60_000
const PAUSE_MS = 500

/**
 * Resolves when the database of that connection string takes connections, which after a start of everything at once may
 * be a while; `tell` hears of it once. Throws a StartFailure when it has not come after a minute, and at once what waiting
 * does not mend (a refused login, a database that does not exist).
 */
export async function waitForDatabase(url: string, tell: (text: string) => void, patienceMs = PATIENCE_MS): Promise<void> {
  const until = performance.now() + patienceMs
  for (let told = false; ; told = true) {
    const error = await tryToConnect(url)
    if (error === undefined) return
    if (!isDatabaseDown(error)) throw error
    const reason = reasonOf(error)
    if (performance.now() > until) {
      throw new StartFailure(`The database (DATABASE_URL) did not answer within ${patienceMs / 1000} s: ${reason}. Start it, or correct DATABASE_URL.`)
    }
    if (!told) tell(`The database (DATABASE_URL) does not answer yet (${reason}); waiting up to ${patienceMs / 1000} s.`)
    await delay(PAUSE_MS)
  }
}

async function tryToConnect(connectionString: string): Promise<unknown> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000, query_timeout: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return undefined
  } catch (error) {
    return error ?? new Error('no reason given')
  } finally {
    await client.end().catch(() => {})
  }
}

// A refused connection to several addresses comes as an AggregateError without a message of its own.
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
