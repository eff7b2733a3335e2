import type { AttemptTrigger } from '@/lib/generated/prisma/enums'
import { storeTally, tallyAttempts } from '@/lib/counters/tally-attempts'
import type { Queryable } from '@/lib/db'
import { DELIVERY_RETRY, type Dispatch, type Message } from '@/lib/dispatch'
import { recordHealth, type BreakerChange, type HealthSign } from '@/lib/gates/record-health'
import { newId } from '@/lib/ids'
import { switchOffGone } from '@/lib/integrations/switch-off-gone'
import { advanceExecutions, type EndedRequest } from '@/lib/rules/advance-executions'
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
  /** There were failures before it: a success ends them. */
  troubled: boolean
  /** It is, or may be, of a step of a rule: when it is over, an execution moves on. */
  ofRule: boolean
}

/** What recording attempts came to. */
export interface Recorded {
  /** The deliveries whose attempts counted; the others were fenced off because someone else took them over. */
  counted: Set<string>
  breakers: BreakerChange[]
}

// One statement for many attempts. The guard on status, number and worker is the fence: what a stopped process writes
// after its lease was taken over changes nothing. A retry for an integration that was switched off meanwhile is cancelled.
// The tally goes along where all of them count. A next try is due by the database's clock, as it is claimed: ours may be a
// minute off.
const RECORD = `
  WITH r AS (
    SELECT r.*, r.next_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM delivery d JOIN integration i ON i.id = d.integration_id AND i.enabled WHERE d.id = r.id) AS is_off
    FROM unnest(
      $1::text[], $2::int[], $3::text[], $4::text[], $5::float8[], $6::int[], $7::int[], $8::text[], $9::text[],
      $10::text[], $11::text[], $12::float8[], $13::int[], $14::text[], $15::text[], $16::bytea[], $17::bytea[],
      $18::boolean[], $19::text[], $21::float8[]
    ) AS r(id, number, worker, status, next_at, scheduled_count, status_code, error_code, error_message,
      attempt_id, trigger, started_at, duration_ms, url, request_headers, request_body, response_body,
      truncated, rest, wait_ms)
  ), done AS (
    UPDATE delivery d SET
      status = CASE WHEN r.is_off THEN 'cancelled'::delivery_status ELSE r.status::delivery_status END,
      next_attempt_at = CASE WHEN NOT r.is_off
        THEN coalesce(clock_timestamp() + r.wait_ms * interval '1 millisecond', to_timestamp(r.next_at / 1000.0)) END,
      scheduled_count = r.scheduled_count,
      resume_status = NULL, lease_until = NULL, started_at = NULL, worker = NULL,
      url = r.url, status_code = r.status_code, error_code = r.error_code,
      finished_at = CASE WHEN r.next_at IS NULL OR r.is_off THEN now() END
    FROM r WHERE d.id = r.id AND d.status = 'sending' AND d.attempt_count = r.number AND d.worker = r.worker
    RETURNING d.id
  ), tally AS (
    INSERT INTO attempt_tally (entries)
    SELECT $20::json WHERE $20 IS NOT NULL AND (SELECT count(*) FROM done) = (SELECT count(*) FROM r)
  )
  INSERT INTO attempt (delivery_id, number, id, trigger, started_at, duration_ms, url, request_headers, request_body,
    status_code, response_headers, response_body, truncated, error_code, error_message, timings, worker, tallied)
  SELECT r.id, r.number, r.attempt_id, r.trigger::attempt_trigger, to_timestamp(r.started_at / 1000.0), r.duration_ms,
    r.url, r.request_headers::json, r.request_body, r.status_code, (r.rest::json) -> 'headers', r.response_body,
    r.truncated, r.error_code, r.error_message, (r.rest::json) -> 'timings', r.worker, true
  FROM r JOIN done USING (id)
  RETURNING delivery_id AS id`

const MAX_MESSAGE = 1000
const plainText = (text: string) => text.replaceAll('\u0000', '\ufffd').slice(0, MAX_MESSAGE)

const tallyText = (results: readonly AttemptResult[]): string | null => {
  const entries = tallyAttempts(results)
  return entries.length === 0 ? null : JSON.stringify(entries)
}

// Null where a time comes back that the database has given.
const waitMs = ({ delivery: { resume }, settled: { nextAttemptAt: at } }: AttemptResult, now: number): number | null =>
  at === null || at === resume?.nextAttemptAt ? null : at - now

const columnsOf = (results: readonly AttemptResult[], now: number): unknown[] => {
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
    tallyText(results),
    column((result) => waitMs(result, now)),
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

const RUNNING: ReadonlySet<string> = new Set(['pending', 'retrying'])

// A resend by hand takes the place of a try that is still to come; one of a delivery that was over moves nothing.
const endedRequests = (results: readonly AttemptResult[]): EndedRequest[] => results
  .filter(({ ofRule, settled, delivery: { resume } }) =>
    ofRule && (settled.status === 'succeeded' || settled.status === 'failed') && (resume === null || RUNNING.has(resume.status)))
  .map(({ delivery, exchange, settled: { status, error } }) => ({
    deliveryId: delivery.id, ok: status === 'succeeded', url: exchange.url,
    error: exchange.response ? String(exchange.response.status) : error ? plainText(`${error.code}: ${error.message}`) : '',
  }))

// These say nothing about the receiver's health (delivery.md), nor does an answer that we lost ourselves.
const NO_SIGN: ReadonlySet<string> = new Set(['template', 'blocked_address', 'unknown_outcome'])

const signsOf = ({ delivery, integrationId, exchange, settled }: AttemptResult): HealthSign[] => {
  const status = exchange.response?.status
  if (delivery.test || status === 429 || NO_SIGN.has(settled.error?.code ?? '')) return []
  const error = settled.error && (status?.toString() ?? settled.error.code)
  return [{ integrationId, ok: settled.error === null, error, endedAt: exchange.startedAt + exchange.durationMs }]
}

// While all is well nothing is written: only failures, and successes that end some.
const worthRecording = (results: readonly AttemptResult[], troubled: ReadonlySet<string>): HealthSign[] => {
  const signs = results.flatMap(signsOf)
  const failing = new Set(signs.filter(({ ok }) => !ok).map(({ integrationId }) => integrationId))
  const known = new Set(results.filter((one) => one.troubled).map(({ integrationId }) => integrationId))
  return signs.filter(({ integrationId: id }) => failing.has(id) || known.has(id) || troubled.has(id))
}

/**
 * Whether nothing follows from these attempts but their own rows: one statement records them, without a transaction
 * around it. Only the counters may then miss some, if the process dies just after others of them were fenced off.
 */
export const standAlone = (results: readonly AttemptResult[], troubled: ReadonlySet<string>): boolean =>
  results.every(({ settled, ofRule, integrationId, troubled: known }) =>
    settled.error === null && !ofRule && !known && !troubled.has(integrationId))

/**
 * Records attempts: their rows, what their deliveries become, the next tries' messages, the health of their receivers
 * and, after a 410, the integration's switch and its mail, and what they mean for executions of rules, in the caller's
 * transaction; what waits of an integration that was switched off is cancelled later. `troubled`: integrations that this
 * process knows to have failed; `now`: the time by the clock that the attempts were timed with.
 */
export async function recordAttempts(
  tx: Queryable, dispatch: Dispatch, results: readonly AttemptResult[], troubled: ReadonlySet<string> = new Set(), now = Date.now(),
): Promise<Recorded> {
  const { rows } = await tx.query<{ id: string }>({ name: 'record_attempts', text: RECORD, values: columnsOf(results, now) })
  const counted = new Set(rows.map(({ id }) => id))
  const mine = results.filter(({ delivery }) => counted.has(delivery.id))
  if (mine.length < results.length) await storeTally(tx, tallyAttempts(mine))
  const messages = mine.flatMap(retryMessage)
  if (messages.length > 0) await dispatch(tx, messages)
  const breakers = await recordHealth(tx, dispatch, worthRecording(mine, troubled), now)
  await switchOffGone(tx, dispatch, mine.filter(({ settled }) => settled.gone).map(({ integrationId }) => integrationId))
  await advanceExecutions(tx, dispatch, endedRequests(mine))
  return { counted, breakers }
}
