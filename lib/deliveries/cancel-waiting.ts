import type { Queryable } from '@/lib/db'

/**
 * Cancels what has not left yet of an integration that is switched off or deleted (I9). A request in flight finishes;
 * a resend by hand that waits goes back to what the delivery was.
 */
export async function cancelWaiting(tx: Queryable, integrationId: string): Promise<void> {
  await tx.query(
    `UPDATE delivery SET status = 'cancelled', next_attempt_at = NULL, resume_status = NULL, waiting_for = NULL, finished_at = now()
     WHERE integration_id = $1 AND status IN ('pending', 'retrying')
       AND coalesce(resume_status, status) IN ('pending', 'retrying')`,
    [integrationId],
  )
  await tx.query(
    `UPDATE delivery SET status = resume_status, resume_status = NULL, waiting_for = NULL
     WHERE integration_id = $1 AND status = 'pending' AND resume_status IS NOT NULL`,
    [integrationId],
  )
}
