import type pg from 'pg'
import type { DeliverySender } from './delivery-sender'
import { waitPatiently } from './wait-patiently'

export interface RetryDeps {
  pool: pg.Pool
  sender: DeliverySender
  now: () => number
}

/** That a delivery's next attempt is due; `attempt` is how many there were when it was said. */
export interface RetryMessage {
  deliveryId: string
  attempt: number
}

interface WaitingRow {
  id: string
  integration_id: string
  attempt_count: number
  early_ms: number | null
  manual: boolean
}

// What is due so soon is waited for here: a run that parks and wakes costs more than it takes.
const SOON_MS = 100

const WAITING = `
  SELECT d.id, d.integration_id, d.attempt_count,
    d.resume_status IS NOT NULL OR (d.copy > 0 AND d.attempt_count = 0) AS manual,
    CASE WHEN d.resume_status IS NULL THEN extract(epoch FROM d.next_attempt_at - clock_timestamp())::float8 * 1000 END AS early_ms
  FROM unnest($1::text[], $2::int[]) AS m(id, attempt) JOIN delivery d ON d.id = m.id AND d.attempt_count = m.attempt
  WHERE d.status IN ('pending', 'retrying') AND d.integration_id IS NOT NULL`

/**
 * The next attempts of deliveries, of those that are still the ones meant: the row decides, by its status and number of
 * attempts, and by the database's clock (I6). Returns when they are through or after a tenth of a second (they then go
 * on in their lanes); null, or when the next is due of those that came too early, in milliseconds since the epoch.
 */
export async function retryDeliveries(deps: RetryDeps, messages: readonly RetryMessage[]): Promise<number | null> {
  const { rows } = await deps.pool.query<WaitingRow>({
    name: 'deliveries_to_retry',
    text: WAITING,
    values: [messages.map(({ deliveryId }) => deliveryId), messages.map(({ attempt }) => attempt)],
  })
  const readAt = deps.now()
  const waits = rows.map((row) => ({ row, ms: Math.max(0, Math.ceil(row.early_ms ?? 0)) }))
  const due = waits.filter(({ ms }) => ms === 0)
  const soon = waits.filter(({ ms }) => ms > 0 && ms <= SOON_MS)
  const later = waits.filter(({ ms }) => ms > SOON_MS).map(({ ms }) => ms)
  const sends = [due, soon].map((some) => send(deps.sender, some.map(({ row }) => row), Math.max(0, ...some.map(({ ms }) => ms))))
  await waitPatiently(Promise.all(sends))
  return later.length === 0 ? null : readAt + Math.min(...later)
}

async function send(sender: DeliverySender, rows: readonly WaitingRow[], waitMs: number): Promise<void> {
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
  const over: Array<Promise<void>> = []
  sender.offer(rows.map((row) => {
    let done = (): void => {}
    over.push(new Promise<void>((resolve) => { done = resolve }))
    return { deliveryId: row.id, integrationId: row.integration_id, attempt: row.attempt_count, manual: row.manual, done }
  }))
  await Promise.all(over)
}
