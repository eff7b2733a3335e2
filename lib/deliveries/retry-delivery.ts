import type pg from 'pg'
import type { DeliverySender } from './delivery-sender'
import { waitPatiently } from './wait-patiently'

const MOST_EARLY_MS = 10_000

const EARLY = `
  SELECT integration_id,
    CASE WHEN resume_status IS NULL THEN extract(epoch FROM next_attempt_at - clock_timestamp())::float8 * 1000 END AS early_ms
  FROM delivery WHERE id = $1 AND attempt_count = $2 AND status IN ('pending', 'retrying')`

/**
 * The next attempt of a delivery, if it is still the one meant: the row decides, by its status and number of attempts.
 * Returns when it is through or after a quarter of a second; it then goes on in its lane.
 */
export async function retryDelivery(
  deps: { pool: pg.Pool; sender: DeliverySender }, message: { deliveryId: string; attempt: number },
): Promise<void> {
  const { rows: [row] } = await deps.pool.query<{ integration_id: string | null; early_ms: number | null }>({
    name: 'delivery_to_retry',
    text: EARLY,
    values: [message.deliveryId, message.attempt],
  })
  const integrationId = row?.integration_id
  if (!integrationId) return
  // The database's clock decides (I6): a message that woke a moment early waits for it.
  const earlyMs = Math.ceil(row.early_ms ?? 0)
  if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(earlyMs, MOST_EARLY_MS)))
  await waitPatiently(new Promise<void>((done) => deps.sender.offer([{ ...message, integrationId, done }])))
}
