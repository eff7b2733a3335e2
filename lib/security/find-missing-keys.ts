import type { Queryable } from '@/lib/db'
import { keyIdOf, SEALED_COLUMNS } from '@/lib/security/sealed-columns'

export interface MissingKey {
  keyId: string
  /** How many rows need it. */
  rows: number
}

// The box starts with the key's id, so that no secret is opened; 100 000 rows take half a second.
const USED = `
  SELECT key_id, sum(rows)::float8 AS rows FROM (
    ${SEALED_COLUMNS.map(({ table, column }) =>
      `SELECT ${keyIdOf(column)} AS key_id, count(*) AS rows FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1`).join(' UNION ALL ')}
  ) AS used WHERE key_id IS NOT NULL GROUP BY key_id`

/** The encryption keys that stored secrets need and that are not there. */
export async function findMissingKeys(db: Queryable, keyIds: readonly string[]): Promise<MissingKey[]> {
  const { rows } = await db.query<{ key_id: Buffer; rows: number }>(USED)
  return rows
    .map((row) => ({ keyId: row.key_id.toString(), rows: row.rows }))
    .filter(({ keyId }) => !keyIds.includes(keyId))
    .sort((a, b) => b.rows - a.rows)
}

/** What a start says that lacks keys. */
export const sayMissingKeys = (missing: readonly MissingKey[]): string =>
  missing.map(({ keyId, rows }) => `ENCRYPTION_KEYS lacks the key "${keyId}", with which the secrets of ${rows} ${rows === 1 ? 'row' : 'rows'} are encrypted.`).join('\n')
    + '\nPut it back behind the current key; how keys are changed stands in docs/operations.md.'
