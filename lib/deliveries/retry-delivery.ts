import type pg from 'pg'
import type { DeliverySender } from './delivery-sender'

const PATIENCE_MS = 250

/**
 * The next attempt of a delivery, if it is still the one meant: the row decides, by its status and number of attempts.
 * Returns when it is through or after a quarter of a second; it then goes on in its lane.
 */
export async function retryDelivery(
  deps: { pool: pg.Pool; sender: DeliverySender }, message: { deliveryId: string; attempt: number },
): Promise<void> {
  const { rows: [row] } = await deps.pool.query<{ integration_id: string | null }>({
    name: 'delivery_to_retry',
    text: `SELECT integration_id FROM delivery WHERE id = $1 AND attempt_count = $2 AND status IN ('pending', 'retrying')`,
    values: [message.deliveryId, message.attempt],
  })
  const integrationId = row?.integration_id
  if (!integrationId) return
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS)
    deps.sender.offer([{ ...message, integrationId, ready: null, done: resolve }])
  })
  clearTimeout(timer)
}
