import { inTransaction } from '@/lib/db'
import type { PurgeBatch } from './purge'

/** How long an entry of the audit log stays at least; the database refuses to delete a younger one. */
export const AUDIT_DAYS = 365

const OLD = `
  DELETE FROM audit_entry WHERE id IN (
    SELECT id FROM audit_entry WHERE id > $1 AND id < $2 AND at < now() - interval '${AUDIT_DAYS} days' ORDER BY id LIMIT $3)
  RETURNING id`

/** Removes entries of the audit log that are past their time, in a transaction that says it may. */
export const purgeAudit: PurgeBatch = (pool, { after, before, limit }) =>
  inTransaction(async (tx) => {
    await tx.query(`SET LOCAL hookwright.audit_retention = 'on'`)
    const { rows } = await tx.query<{ id: string }>(OLD, [after, before, limit])
    const last = rows.map(({ id }) => id).sort().at(-1)
    return { after: last ?? after, found: rows.length, removed: { audit: rows.length } }
  }, pool)
