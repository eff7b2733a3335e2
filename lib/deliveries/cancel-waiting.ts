import type { Queryable } from '@/lib/db'
import { countCancelled } from '@/lib/metrics/count-attempt'

const BATCH = 5000
const MAX_BATCHES = 20 // beyond, the sweep goes on: nothing leaves of an integration that is off

// A resend by hand that waits goes back to what the delivery was. Nothing of an integration that is on again meanwhile:
// what came since then is to be sent.
const CANCEL = `
  UPDATE delivery SET
    status = CASE WHEN resume_status IN ('succeeded', 'failed', 'cancelled') THEN resume_status ELSE 'cancelled'::delivery_status END,
    finished_at = CASE WHEN resume_status IN ('succeeded', 'failed', 'cancelled') THEN finished_at ELSE now() END,
    next_attempt_at = NULL, resume_status = NULL
  WHERE id IN (
    SELECT id FROM delivery WHERE integration_id = $1 AND (status = 'pending' OR status = 'retrying')
      AND NOT EXISTS (SELECT 1 FROM integration WHERE id = $1 AND enabled AND deleted_at IS NULL)
    LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  )`

/**
 * Cancels what has not left yet of an integration that is switched off or deleted (I9); a request in flight finishes.
 * To be called after the switch is committed: from then on nothing is claimed, so that this may take several statements.
 */
export async function cancelWaiting(db: Queryable, integrationId: string): Promise<void> {
  for (let i = 0; i < MAX_BATCHES; i++) {
    const { rowCount } = await db.query(CANCEL, [integrationId])
    countCancelled(rowCount ?? 0)
    if ((rowCount ?? 0) < BATCH) return
  }
}
