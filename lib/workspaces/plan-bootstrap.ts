import { createHash } from 'node:crypto'
import pg from 'pg'

interface State {
  has_user: boolean
  has_key: boolean
}

const STATE = `SELECT EXISTS (SELECT 1 FROM "user") AS has_user, EXISTS (SELECT 1 FROM api_key WHERE hash = $1) AS has_key`

/**
 * What the first start still has to do, by one query: an ordinary start finds nothing and need not load the sign-in
 * library for it, which takes longer than all else.
 */
export async function planBootstrap(
  databaseUrl: string, given: { adminEmail: string | undefined; bootstrapKey: string | undefined },
): Promise<{ isNeeded: boolean; hasOwner: boolean }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const hash = createHash('sha256').update(given.bootstrapKey ?? '').digest()
    const { rows: [state] } = await client.query<State>(STATE, [hash])
    const hasOwner = state?.has_user ?? false
    const makesOwner = !hasOwner && given.adminEmail !== undefined
    const makesKey = given.bootstrapKey !== undefined && !state?.has_key
    return { isNeeded: makesOwner || makesKey, hasOwner }
  } finally {
    await client.end()
  }
}
