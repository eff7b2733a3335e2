import type pg from 'pg'
import { bySystem } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction, type Queryable } from '@/lib/db'
import { wordFailure } from '@/lib/contracts/error-words'
import { cancelWaiting } from '@/lib/deliveries/cancel-waiting'
import type { Dispatch } from '@/lib/dispatch'
import { failingNotice, warningNotice } from './notice-mails'
import { queueNotices, type NoticeOrder } from './queue-notices'

/** Only failures for so long, and at least so many: the integration is switched off; a warning comes before (delivery.md). */
export const PATIENCE = { failures: 5, disableAfter: '5 days', warnAfter: '4 days', noticeOf: '1 day' }

interface FailingRow {
  id: string
  last_error: string | null
  failing_since: Date
}

// Rules are never switched off. It takes a failure at the end of that time too: a receiver that nobody called for days has not failed for days.
const FAILING = `i.id = g.integration_id AND i.enabled AND i.deleted_at IS NULL AND i.rule_id IS NULL AND g.failures >= ${PATIENCE.failures}`

// Locked by id, as those who record attempts do: they wait for each other, never in a circle.
const WARN = `
  WITH due AS (
    SELECT g.integration_id FROM integration_gate g JOIN integration i ON ${FAILING}
    WHERE g.failing_since IS NOT NULL AND g.warned_at IS NULL
      AND g.last_failed_at - g.failing_since >= interval '${PATIENCE.warnAfter}'
    ORDER BY g.integration_id FOR UPDATE OF g
  )
  UPDATE integration_gate g SET warned_at = now() FROM due WHERE g.integration_id = due.integration_id
  RETURNING g.integration_id AS id, g.last_error, g.failing_since`

const DISABLE = `
  UPDATE integration i SET enabled = false, disabled_by = 'system', disabled_at = now(), version = version + 1, updated_at = now(),
    disabled_reason = 'Only failures for 5 days: ' || coalesce(g.last_error, 'no answer')
  FROM integration_gate g
  WHERE ${FAILING} AND g.failing_since IS NOT NULL AND g.warned_at <= now() - interval '${PATIENCE.noticeOf}'
    AND g.last_failed_at - g.failing_since >= interval '${PATIENCE.disableAfter}'
  RETURNING i.id, i.workspace_id, i.name, g.last_error, g.failing_since`

const orders = (what: string, rows: readonly FailingRow[]): NoticeOrder[] => rows.map((row) => ({
  integrationId: row.id, reason: wordFailure(row.last_error), once: `${what} ${row.id} ${row.failing_since.getTime()}`,
}))

const warn = async (tx: Queryable, dispatch: Dispatch): Promise<void> => {
  const { rows } = await tx.query<FailingRow>(WARN)
  await queueNotices(tx, dispatch, 'disable_warning', orders('warning', rows), warningNotice)
}

const disable = async (tx: Queryable, dispatch: Dispatch): Promise<string[]> => {
  const { rows } = await tx.query<FailingRow & { workspace_id: string; name: string }>(DISABLE)
  for (const { id, name, workspace_id: workspaceId } of rows) {
    await recordAudit(tx, bySystem(workspaceId), { action: 'integration.disabled', target: { kind: 'integration', id, label: name } })
  }
  await queueNotices(tx, dispatch, 'disabled', orders('failing', rows), failingNotice)
  return rows.map(({ id }) => id)
}

/**
 * Switches off the integrations whose every attempt has failed for five days, and tells their owners: once a day before
 * and once at the time. Returns the ids of those that were switched off; what waited of them is cancelled.
 */
export async function disableFailing(pool: pg.Pool, dispatch: Dispatch): Promise<string[]> {
  const disabled = await inTransaction(async (tx) => {
    await warn(tx, dispatch)
    return disable(tx, dispatch)
  }, pool)
  for (const id of disabled) await cancelWaiting(pool, id)
  return disabled
}
