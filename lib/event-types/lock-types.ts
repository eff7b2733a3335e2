import { findEventType } from '@/lib/catalogue/find-event-type'
import type { Queryable } from '@/lib/db'
import { invalid } from '@/lib/errors'

/**
 * Holds the own event types of an integration's triggers until its transaction is over, before it touches anything else:
 * none of them is deleted meanwhile, and a change of a default template sees this integration. 422 for one that is gone.
 */
export async function lockTypes(tx: Queryable, workspaceId: string, keys: readonly string[]): Promise<void> {
  const own = [...new Set(keys.filter((key) => !findEventType(key)))]
  if (own.length === 0) return
  const { rowCount } = await tx.query('SELECT 1 FROM event_type WHERE workspace_id = $1 AND key = ANY($2) ORDER BY key FOR SHARE', [workspaceId, own])
  if (rowCount !== own.length) throw invalid([{ pointer: '/triggers', code: 'unknown_type', message: 'An event type was deleted in the meantime' }])
}
