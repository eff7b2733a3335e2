import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { drainMessage } from './record-health'

const RESET = `
  UPDATE integration_gate g SET failures = 0, failing_since = NULL, last_failed_at = NULL, last_error = NULL, warned_at = NULL,
    opened_at = NULL, probes = 0, probe_at = NULL
  FROM integration_gate b WHERE g.integration_id = $1 AND b.integration_id = g.integration_id AND g.failures > 0
  RETURNING b.opened_at IS NOT NULL AS was_open`

/**
 * Forgets the failures of an integration that was switched on again or has another destination now: they say nothing
 * any more. What waited for the breaker follows at once.
 */
export async function resetGate(db: Queryable, dispatch: Dispatch, integrationId: string): Promise<void> {
  const { rows: [row] } = await db.query<{ was_open: boolean }>(RESET, [integrationId])
  if (row?.was_open) await dispatch(db, [drainMessage(integrationId, `reset.${Date.now()}`)])
}
