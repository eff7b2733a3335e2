import pg from 'pg'
import { findMissingKeys, sayMissingKeys } from '@/lib/security/find-missing-keys'
import { parseEncryptionKeys } from '@/lib/security/parse-encryption-keys'
import { StartFailure } from './report-failure'

/** Refuses a start that could not open what is stored: its deliveries would all fail, and edits would lose secrets. */
export async function checkKeys({ DATABASE_URL, ENCRYPTION_KEYS }: { DATABASE_URL: string; ENCRYPTION_KEYS: string }): Promise<void> {
  const parsed = parseEncryptionKeys(ENCRYPTION_KEYS)
  if (!parsed.ok) throw new StartFailure(`ENCRYPTION_KEYS ${parsed.message}`)
  const client = new pg.Client({ connectionString: DATABASE_URL })
  await client.connect()
  try {
    const missing = await findMissingKeys(client, parsed.keys.map(({ id }) => id))
    if (missing.length > 0) throw new StartFailure(sayMissingKeys(missing))
  } finally {
    await client.end()
  }
}
