import type { AuditAction, TargetKind } from '@/lib/contracts/audit'
import type { Queryable } from '@/lib/db'
import { newId } from '@/lib/ids'
import type { Acting } from './acting'
import { shortenUserAgent } from './shorten-user-agent'

/** What was done. */
export interface Deed {
  action: AuditAction
  /** What it was done to, as it is called at this time. */
  target?: { kind: TargetKind; id: string | null; label: string }
  /** Names of what was changed ("destination.url", "destination.headers.X-Team"), never values. */
  fields?: readonly string[]
}

const INSERT = `
  INSERT INTO audit_entry (id, workspace_id, actor_kind, actor_id, actor_label, action, target_kind, target_id, target_label, fields,
    address, user_agent, request_id, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, to_timestamp($14::float8 / 1000))`

const MOST_CHARS = 300
const MOST_FIELDS = 200

// A character that would be cut in half is left out; Postgres text cannot hold U+0000.
const cut = (text: string): string => text.replaceAll('\u0000', '').slice(0, MOST_CHARS).replace(/[\ud800-\udbff]$/, '')

/**
 * Writes an entry of the audit log. `tx` is the transaction of the effect, so that neither is there without the other:
 * a client of `inTransaction`, `withinPrisma(tx)` within Prisma's, or `pool()` for what has no effect in the database (a
 * refused login). `acting` is a request's caller, or `bySystem(workspaceId)`.
 *
 *     await recordAudit(tx, caller, { action: 'api_key.revoked', target: { kind: 'api_key', id, label: name } })
 */
export async function recordAudit(tx: Queryable, acting: Acting, { action, target, fields = [] }: Deed, now = Date.now()): Promise<void> {
  const { workspaceId, actor, origin } = acting
  await tx.query(INSERT, [
    newId('aud'), workspaceId, actor.kind, actor.id, cut(actor.label), action,
    target?.kind ?? null, target?.id ?? null, target ? cut(target.label) : null, fields.slice(0, MOST_FIELDS).map(cut),
    origin.address, shortenUserAgent(origin.userAgent), origin.requestId, now,
  ])
}
