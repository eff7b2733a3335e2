import type { SecretPlace } from '@/lib/security/secret-box'

/**
 * Every column that holds sealed secrets. What seals takes its place from here, and the change of encryption keys and
 * the check at start go through this list: a column that is not in it cannot be written. Each table has `id` and
 * `workspace_id`.
 */
export const SEALED_COLUMNS = [
  { table: 'integration', column: 'secrets' },
  { table: 'integration_draft', column: 'secrets' },
  { table: 'mail', column: 'secret_link' },
] as const

export type SealedTable = (typeof SEALED_COLUMNS)[number]['table']

const columnOf: Record<SealedTable, string> = { integration: 'secrets', integration_draft: 'secrets', mail: 'secret_link' }

/** Where the secrets of a row are sealed to; a mail that concerns a person is in no workspace. */
export const sealedPlace = (table: SealedTable, row: { id: string; workspaceId: string | null }): SecretPlace =>
  ({ table, column: columnOf[table], row: row.id, workspace: row.workspaceId ?? '' })

// What a box has besides the id of its key: see secret-box.ts.
const BOX_BYTES = 90

/** SQL for the id of the key that a box is wrapped with, as bytes; null for what is no box. */
export const keyIdOf = (column: string): string => `CASE WHEN octet_length(${column}) > 2 THEN
  CASE WHEN get_byte(${column}, 0) = 1 AND octet_length(${column}) >= ${BOX_BYTES} + get_byte(${column}, 1)
    THEN substring(${column} FROM 3 FOR get_byte(${column}, 1)) END END`
