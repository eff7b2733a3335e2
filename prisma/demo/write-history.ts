import { maxAttempts } from '@/lib/deliveries/retry-policy'
import { describeEvent } from '@/lib/catalogue/describe-event'
import { findEventType, type EventType } from '@/lib/catalogue/find-event-type'
import type { SkipReason } from '@/lib/contracts/event'
import { tallyDeliveries } from '@/lib/counters/tally-stored'
import type { Queryable } from '@/lib/db'
import { contentTypeOf } from '@/lib/deliveries/content-type'
import { prepareRequest } from '@/lib/deliveries/prepare-request'
import type { Target } from '@/lib/integrations/load-targets'
import { parseJson } from '@/lib/json/parse-json'
import { renderTemplate } from '@/lib/templates/render-template'
import { buildTemplateScope, type RuleScope } from '@/lib/templates/template-scope'
import type { DemoOutcome } from './plan-delivery'
import type { DemoEvent } from './plan-events'

/** An event with what became of it. */
export interface DemoStory {
  id: string
  event: DemoEvent
  deliveries: Array<{
    id: string
    attemptIds: string[]
    target: Target
    outcome: DemoOutcome
    /** Of a rule's web request: what its template reads besides, and when it was its turn. */
    scope?: RuleScope
    at?: number
  }>
  skips: Array<{ integrationId: string; ruleId: null; reason: SkipReason }>
}

const EVENTS = `
  INSERT INTO event (id, workspace_id, type, description, occurred_at, context, scorecard, created_at, external_id, fired_params)
  SELECT id, $1, type, description, occurred_at, context::json, scorecard, to_timestamp(at / 1000.0), external_id, fired_params::json
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[], $9::text[], $10::text[])
    WITH ORDINALITY AS e(id, type, description, occurred_at, context, scorecard, at, external_id, fired_params, place) ORDER BY place
  RETURNING id, number`
// Also where there is neither a skip nor a delivery: such an event would count as not routed yet, and be sent.
const SKIPS = `
  INSERT INTO event_skip (event_id, skips, created_at) SELECT id, skips::json, to_timestamp(at / 1000.0)
  FROM unnest($1::text[], $2::text[], $3::float8[]) AS s(id, skips, at)`
const DELIVERIES = `
  INSERT INTO delivery (id, workspace_id, event_id, integration_id, event_type, status, attempt_count, scheduled_count, max_attempts,
    next_attempt_at, url, status_code, error_code, created_at, finished_at)
  SELECT id, $1, event_id, integration_id, event_type, status::delivery_status, attempts, scheduled, most, to_timestamp(next_at / 1000.0), url,
    status_code, error_code, to_timestamp(at / 1000.0), to_timestamp(finished_at / 1000.0)
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[], $10::float8[], $11::text[],
    $12::int[], $13::text[], $14::float8[], $15::float8[])
    AS d(id, event_id, integration_id, event_type, status, attempts, scheduled, most, next_at, url, status_code, error_code, at, finished_at)`
const BODIES = `
  INSERT INTO delivery_body (delivery_id, body, content_type, scope)
  SELECT id, convert_to(body, 'UTF8'), type, scope::json FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS b(id, body, type, scope)`
const ATTEMPTS = `
  INSERT INTO attempt (delivery_id, number, id, trigger, started_at, duration_ms, url, request_headers, status_code, response_headers,
    response_body, error_code, error_message, timings, worker, tallied)
  SELECT delivery_id, number, id, 'automatic', to_timestamp(at / 1000.0), duration, url, headers::json, status_code, answer_headers::json,
    convert_to(answer, 'UTF8'), error_code, error_message, timings::json, 'demo', true
  FROM unnest($1::text[], $2::int[], $3::text[], $4::float8[], $5::int[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[])
    AS a(delivery_id, number, id, at, duration, url, headers, status_code, answer_headers, answer, error_code, error_message, timings)`

/** Columns of rows, for UNNEST. */
const columns = <T>(rows: readonly T[], ...picks: Array<(row: T) => unknown>): unknown[][] => picks.map((pick) => rows.map(pick))

export interface HistoryWorld {
  workspace: { id: string; name: string }
  /** Those that the catalogue does not have. */
  types: ReadonlyMap<string, EventType>
}

const typeOf = (types: HistoryWorld['types'], key: string): EventType => {
  const type = findEventType(key) ?? types.get(key)
  if (!type) throw new Error(`There is no event type ${key}`)
  return type
}

interface Told {
  description: string
  occurredAt: string
  contextText: string
}

const tell = ({ event }: DemoStory, { workspace, types }: HistoryWorld): Told => {
  const type = typeOf(types, event.type)
  if (event.fired) return { contextText: event.fired.context, occurredAt: event.fired.occurredAt, description: event.fired.description }
  const contextText = JSON.stringify(event.context)
  const occurredAt = new Date(event.at - 1500).toISOString()
  return { contextText, occurredAt, description: describeEvent(type, { context: parseJson(contextText), occurredAt, workspaceName: workspace.name }) }
}

const render = (types: HistoryWorld['types'], story: DemoStory, told: Told, number: number, { id, target, outcome, scope }: DemoStory['deliveries'][number]): string => {
  const { type } = story.event
  const template = target.triggers.get(type)?.template ?? typeOf(types, type).defaultTemplate
  const rendered = renderTemplate({
    template, contentType: contentTypeOf(target.headers),
    scope: buildTemplateScope({
      notification: { id: number, type, description: told.description, occurredAt: told.occurredAt, context: parseJson(told.contextText) },
      integration: { id: target.id, name: target.name }, workspace: target.workspace,
      delivery: { id, attempt: 1, createdAt: new Date(outcome.attempts[0]?.startedAt ?? story.event.at).toISOString() },
      ...scope,
    }),
  })
  if (!rendered.ok) throw new Error(`The demo's template of ${type} for ${target.name}: ${rendered.problems[0]?.message}`)
  return rendered.output
}

// A first connection is looked up and opened; the answer takes the rest.
const timingsOf = (durationMs: number, isKept: boolean) => isKept
  ? { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: durationMs * 0.9 }
  : { dnsMs: durationMs * 0.03, connectMs: durationMs * 0.12, tlsMs: durationMs * 0.25, firstByteMs: durationMs * 0.95 }

const KEPT_FROM_MS = 60 // what answers this fast did so on an open connection

/** Writes stories with one statement per table, in the caller's transaction. */
export async function writeHistory(tx: Queryable, world: HistoryWorld, stories: readonly DemoStory[]): Promise<void> {
  const { workspace, types } = world
  const told = new Map(stories.map((story) => [story.id, tell(story, world)]))
  const toldOf = ({ id }: DemoStory): Told => told.get(id) ?? { description: '', occurredAt: '', contextText: '{}' }
  const { rows } = await tx.query<{ id: string; number: number }>(EVENTS, [workspace.id, ...columns(
    stories, ({ id }) => id, ({ event }) => event.type, (story) => toldOf(story).description, (story) => toldOf(story).occurredAt,
    (story) => toldOf(story).contextText, ({ event }) => event.scorecard, ({ event }) => event.at,
    ({ event }) => event.fired?.externalId ?? null, ({ event }) => event.fired?.firedParams ?? null,
  )])
  const numbers = new Map(rows.map(({ id, number }) => [id, number]))
  const skipped = stories.filter(({ deliveries, skips }) => skips.length > 0 || deliveries.length === 0)
  await tx.query(SKIPS, columns(skipped, ({ id }) => id, ({ skips }) => JSON.stringify(skips), ({ event }) => event.at))
  const made = stories.flatMap((story) => story.deliveries.map((delivery) => {
    const body = render(types, story, toldOf(story), numbers.get(story.id) ?? 0, delivery)
    const requests = delivery.outcome.attempts.map(({ startedAt }) => prepareRequest(delivery.target, delivery.id, Buffer.from(body), startedAt).recorded)
    const { url } = requests[0] ?? prepareRequest(delivery.target, delivery.id, Buffer.from(body), story.event.at).recorded
    return { story, ...delivery, body, requests, url, last: delivery.outcome.attempts.at(-1) }
  }))
  await tx.query(DELIVERIES, [workspace.id, ...columns(
    made, ({ id }) => id, ({ story }) => story.id, ({ target }) => target.id, ({ story }) => story.event.type, ({ outcome }) => outcome.status,
    ({ outcome }) => outcome.attempts.length, ({ outcome }) => outcome.scheduledCount, ({ target }) => maxAttempts(target.retryPolicy),
    ({ outcome }) => outcome.nextAttemptAt, ({ url }) => url, ({ last }) => last?.answer.status ?? null, ({ last }) => last?.error?.code ?? null,
    ({ story, at }) => at ?? story.event.at, ({ outcome }) => outcome.finishedAt,
  )])
  await tx.query(BODIES, columns(made, ({ id }) => id, ({ body }) => body, ({ target }) => contentTypeOf(target.headers), ({ scope }) => (scope ? JSON.stringify(scope) : null)))
  const attempts = made.flatMap(({ id, attemptIds, outcome, requests }) =>
    outcome.attempts.map((attempt, place) => ({ id, attemptId: attemptIds[place], request: requests[place], ...attempt })))
  await tx.query(ATTEMPTS, columns(
    attempts, ({ id }) => id, ({ number }) => number, ({ attemptId }) => attemptId, ({ startedAt }) => startedAt, ({ answer }) => answer.durationMs,
    ({ request }) => request?.url ?? '', ({ request }) => JSON.stringify(request?.headers ?? {}), ({ answer }) => answer.status,
    ({ answer }) => (answer.status === null ? null : JSON.stringify(answer.headers)), ({ answer }) => (answer.status === null ? null : answer.body),
    ({ error }) => error?.code ?? null, ({ error }) => error?.message ?? null,
    ({ answer }) => JSON.stringify(timingsOf(answer.durationMs, answer.durationMs < KEPT_FROM_MS)),
  ))
  await tallyDeliveries(tx, made.map(({ id }) => id))
}
