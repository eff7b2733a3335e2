import type pg from 'pg'
import { inTransaction } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { PROBE_DELAYS_MS } from './breaker'
import { drainMessage } from './record-health'

// The wait after the probe that is taken here: as if it failed.
const TAKE = `
  UPDATE integration_gate SET probes = least(probes + 1, 1000),
    probe_at = now() + ($2::float8[])[least(probes + 2, ${PROBE_DELAYS_MS.length})] * interval '1 millisecond'
  WHERE integration_id = $1 AND opened_at IS NOT NULL AND probe_at <= now()
  RETURNING extract(epoch FROM probe_at)::float8 * 1000 AS probe_at`

/**
 * Takes the probe of an open breaker if one is due: true for one worker only. The one after it is ordered in the same
 * transaction, so that a worker that dies with the probe stops nothing.
 */
export async function takeProbe(pool: pg.Pool, dispatch: Dispatch, integrationId: string): Promise<boolean> {
  return inTransaction(async (tx) => {
    const { rows: [row] } = await tx.query<{ probe_at: number }>({
      name: 'take_probe', text: TAKE, values: [integrationId, PROBE_DELAYS_MS],
    })
    if (!row) return false
    await dispatch(tx, [drainMessage(integrationId, `probe.${row.probe_at}`, row.probe_at)])
    return true
  }, pool)
}
