import type { AttemptTrigger } from '@/lib/generated/prisma/enums'
import type { Queryable } from '@/lib/db'
import { DELIVERY_RETRY, type Dispatch, type Message } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import type { Exchange } from './send-request'
import type { Settled, UnderWay } from './settle-attempt'

/** One attempt that is over, with what its delivery becomes. */
export interface AttemptResult {
  delivery: UnderWay
  integrationId: string
  worker: string
  trigger: AttemptTrigger
  exchange: Exchange
  /** Only where the bytes differ from the delivery's own: templates that read the attempt. */
  requestBody: Buffer | null
  settled: Settled
}

// One statement for many attempts. The guard on status, number and worker is the fence: what a stopped process writes
// after its lease was taken over changes nothing. A retry for an integration that was switched off meanwhile is cancelled.
const RECORD = `
  WITH r AS (
    SELECT r.*, r.next_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM delivery d JOIN integration i ON i.id = d.integration_id AND i.enabled WHERE d.id = r.id) AS is_off
    FROM unnest(
      $1::text[], $2::int[], $3::text[], $4::text[], $5::float8[], $6::int[], $7::int[], $8::text[], $9::text[],
      $10::text[], $11::text[], $12::float8[], $13::int[], $14::text[], $15::text[], $16::bytea[], $17::bytea[],
      $18::boolean[], $19::text[]
    ) AS r(id, number, worker, status, next_at, scheduled_count, status_code, error_code, error_message,
      attempt_id, trigger, started_at, duration_ms, url, request_headers, request_body, response_body,
      truncated, rest)
  ), done AS (
    UPDATE delivery d SET
      status = CASE WHEN r.is_off THEN 'cancelled'::delivery_status ELSE r.status::delivery_status END,
      next_attempt_at = CASE WHEN NOT r.is_off THEN to_timestamp(r.next_at / 1000.0) END, scheduled_count = r.scheduled_count,
      resume_status = NULL, lease_until = NULL, started_at = NULL, worker = NULL, waiting_for = NULL,
      url = r.url, status_code = r.status_code, error_code = r.error_code,
      finished_at = CASE WHEN r.next_at IS NULL OR r.is_off THEN now() END
    FROM r WHERE d.id = r.id AND d.status = 'sending' AND d.attempt_count = r.number AND d.worker = r.worker
    RETURNING d.id
  )
  INSERT INTO attempt (delivery_id, number, id, trigger, started_at, duration_ms, url, request_headers, request_body,
    status_code, response_headers, response_body, truncated, error_code, error_message, timings, worker)
  SELECT r.id, r.number, r.attempt_id, r.trigger::attempt_trigger, to_timestamp(r.started_at / 1000.0), r.duration_ms,
    r.url, r.request_headers::json, r.request_body, r.status_code, (r.rest::json) -> 'headers', r.response_body,
    r.truncated, r.error_code, r.error_message, (r.rest::json) -> 'timings', r.worker
  FROM r JOIN done USING (id)
  RETURNING delivery_id AS id`

const MAX_MESSAGE = 1000
const plainText = (text: string) => text.replaceAll('\u0000', '\ufffd').slice(0, MAX_MESSAGE)

const columnsOf = (results: readonly AttemptResult[]): unknown[] => {
  const column = <T>(pick: (result: AttemptResult) => T) => results.map(pick)
  return [
    column(({ delivery }) => delivery.id),
    column(({ delivery }) => delivery.attempt),
    column(({ worker }) => worker),
    column(({ settled }) => settled.status),
    column(({ settled }) => settled.nextAttemptAt),
    column(({ settled }) => settled.scheduledCount),
    column(({ exchange }) => exchange.response?.status ?? null),
    column(({ settled }) => settled.error?.code ?? null),
    column(({ settled }) => (settled.error ? plainText(settled.error.message) : null)),
    column(() => newId('att')),
    column(({ trigger }) => trigger),
    column(({ exchange }) => exchange.startedAt),
    column(({ exchange }) => exchange.durationMs),
    column(({ exchange }) => exchange.url),
    column(({ exchange }) => JSON.stringify(exchange.requestHeaders)),
    column(({ requestBody }) => requestBody),
    column(({ exchange }) => exchange.response?.body ?? null),
    column(({ exchange }) => exchange.response?.truncated ?? false),
    column(({ exchange }) => JSON.stringify({ headers: exchange.response?.headers ?? null, timings: exchange.timings })),
  ]
}

// The attempt is in the id: after a resend by hand the same delivery waits once more.
const retryMessage = ({ delivery, settled }: AttemptResult): Message[] =>
  settled.nextAttemptAt === null ? [] : [{
    name: DELIVERY_RETRY,
    id: `${delivery.id}.${delivery.attempt}`,
    data: { deliveryId: delivery.id, attempt: delivery.attempt },
    ts: settled.nextAttemptAt,
  }]

const SWITCH_OFF = `
  UPDATE integration SET enabled = false, disabled_by = 'system', disabled_reason = '410 Gone', disabled_at = now(),
    version = version + 1, updated_at = now()
  WHERE id = ANY($1) AND enabled RETURNING id`

const switchOffGone = async (tx: Queryable, results: readonly AttemptResult[]): Promise<void> => {
  const gone = [...new Set(results.filter(({ settled }) => settled.gone).map(({ integrationId }) => integrationId))]
  if (gone.length === 0) return
  await tx.query(SWITCH_OFF, [gone])
}

/**
 * Records attempts: their rows, what their deliveries become, the next tries' messages and, after a 410, the
 * integration's switch, in the caller's transaction; what waits of it is cancelled later. Returns the ids that counted; the others were fenced off because
 * someone else took the delivery over.
 */
export async function recordAttempts(tx: Queryable, dispatch: Dispatch, results: readonly AttemptResult[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>({ name: 'record_attempts', text: RECORD, values: columnsOf(results) })
  const counted = new Set(rows.map(({ id }) => id))
  const mine = results.filter(({ delivery }) => counted.has(delivery.id))
  const messages = mine.flatMap(retryMessage)
  if (messages.length > 0) await dispatch(tx, messages)
  await switchOffGone(tx, mine)
  return counted
}
