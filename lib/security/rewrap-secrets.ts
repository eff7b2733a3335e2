import type { Queryable } from '@/lib/db'
import type { SecretBox } from '@/lib/security/secret-box'
import { keyIdOf, SEALED_COLUMNS, sealedPlace } from '@/lib/security/sealed-columns'

type SealedColumn = (typeof SEALED_COLUMNS)[number]

interface SealedRow {
  id: string
  workspace_id: string | null
  sealed: Buffer
}

/** A row that could not be re-wrapped, and why: its key is not there, or its bytes are not those of this row. */
export interface LeftRow {
  table: string
  id: string
  reason: string
}

export interface RewrapReport {
  rewrapped: number
  /** Rows under another than the current key when all was done. */
  remaining: number
  left: LeftRow[]
}

export interface RewrapOptions {
  currentKeyId: string
  onProgress(progress: { table: string; rewrapped: number; left: number }): void
  batch?: number
}

const BATCH = 500
// A row that is written between reading and writing stays as it is; it is looked at again.
const MAX_PASSES = 3

const isOld = (column: string): string => `${column} IS NOT NULL AND (${keyIdOf(column)}) IS DISTINCT FROM $1`

const readBatch = async (db: Queryable, { table, column }: SealedColumn, key: Buffer, after: string, limit: number): Promise<SealedRow[]> => {
  const text = `SELECT id, workspace_id, ${column} AS sealed FROM ${table} WHERE ${isOld(column)} AND id > $2 ORDER BY id LIMIT $3`
  return (await db.query<SealedRow>(text, [key, after, limit])).rows
}

type Rewrapped = { id: string; old: Buffer; fresh: Buffer }

// The version of a row stays: what it says has not changed. Guarded, so that a change of that moment is not undone.
const writeBatch = async (db: Queryable, { table, column }: SealedColumn, rows: readonly Rewrapped[]): Promise<number> => {
  if (rows.length === 0) return 0
  const text = `UPDATE ${table} t SET ${column} = n.fresh FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS n(id, old, fresh)
    WHERE t.id = n.id AND t.${column} = n.old`
  const values = [rows.map(({ id }) => id), rows.map(({ old }) => old), rows.map(({ fresh }) => fresh)]
  return (await db.query(text, values)).rowCount ?? 0
}

const rewrapRow = (box: SecretBox, { table }: SealedColumn, row: SealedRow): Rewrapped | LeftRow => {
  try {
    const fresh = Buffer.from(box.rewrap(row.sealed, sealedPlace(table, { id: row.id, workspaceId: row.workspace_id })))
    return { id: row.id, old: row.sealed, fresh }
  } catch (error) {
    return { table, id: row.id, reason: error instanceof Error ? error.message : 'unknown' }
  }
}

const pass = async (db: Queryable, box: SecretBox, place: SealedColumn, options: RewrapOptions): Promise<{ rewrapped: number; left: LeftRow[]; missed: number }> => {
  const { batch = BATCH } = options
  const key = Buffer.from(options.currentKeyId)
  const sum = { rewrapped: 0, left: [] as LeftRow[], missed: 0 }
  for (let after = ''; ;) {
    const rows = await readBatch(db, place, key, after, batch)
    const tried = rows.map((row) => rewrapRow(box, place, row))
    const ready = tried.filter((one) => 'fresh' in one)
    const written = await writeBatch(db, place, ready)
    sum.rewrapped += written
    sum.missed += ready.length - written
    sum.left.push(...tried.filter((one) => 'reason' in one))
    if (rows.length > 0) options.onProgress({ table: place.table, rewrapped: sum.rewrapped, left: sum.left.length })
    after = rows.at(-1)?.id ?? after
    if (rows.length < batch) return sum
  }
}

const countOld = async (db: Queryable, { table, column }: SealedColumn, key: Buffer): Promise<number> => {
  const { rows } = await db.query<{ old: number }>(`SELECT count(*)::float8 AS old FROM ${table} WHERE ${isOld(column)}`, [key])
  return rows[0]?.old ?? 0
}

/**
 * Wraps the data keys of all secrets with the current encryption key; the secrets themselves are not touched. May be
 * broken off and run again at any time, also while the product works: what is done is not read again.
 */
export async function rewrapSecrets(db: Queryable, box: SecretBox, options: RewrapOptions): Promise<RewrapReport> {
  const report: RewrapReport = { rewrapped: 0, remaining: 0, left: [] }
  for (const place of SEALED_COLUMNS) {
    for (let passes = 1; passes <= MAX_PASSES; passes++) {
      const { rewrapped, left, missed } = await pass(db, box, place, options)
      report.rewrapped += rewrapped
      if (missed > 0 && passes < MAX_PASSES) continue
      report.left.push(...left)
      break
    }
    report.remaining += await countOld(db, place, Buffer.from(options.currentKeyId))
  }
  return report
}
