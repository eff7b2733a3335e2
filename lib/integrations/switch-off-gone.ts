import { bySystem } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { goneNotice } from './notice-mails'
import { queueNotices } from './queue-notices'

const SWITCH_OFF = `
  UPDATE integration SET enabled = false, disabled_by = 'system', disabled_reason = '410 Gone', disabled_at = now(),
    version = version + 1, updated_at = now()
  WHERE id = ANY($1) AND enabled AND rule_id IS NULL RETURNING id, version, workspace_id, name`

/** Switches off the integrations whose receivers answered 410 and tells their owners, in the caller's transaction. */
export async function switchOffGone(tx: Queryable, dispatch: Dispatch, integrationIds: readonly string[]): Promise<void> {
  if (integrationIds.length === 0) return
  const { rows } = await tx.query<{ id: string; version: number; workspace_id: string; name: string }>(SWITCH_OFF, [[...new Set(integrationIds)].sort()])
  for (const { id, name, workspace_id: workspaceId } of rows) {
    await recordAudit(tx, bySystem(workspaceId), { action: 'integration.disabled', target: { kind: 'integration', id, label: name } })
  }
  const orders = rows.map(({ id, version }) => ({ integrationId: id, reason: '410 Gone', once: `disabled ${id} ${version}` }))
  await queueNotices(tx, dispatch, 'disabled', orders, goneNotice)
}
