import { eventBatch, MAX_EVENTS, newEvent, type AcceptedEvent, type NewEvent } from '@/lib/contracts/event'
import type { FieldError } from '@/lib/contracts/problem'
import { describeEvent } from '@/lib/catalogue/describe-event'
import type { EventType } from '@/lib/catalogue/event-type'
import { validateContext } from '@/lib/catalogue/validate-context'
import { DomainError, invalid } from '@/lib/errors'
import { findTypes } from '@/lib/event-types/own-types'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { validate } from '@/lib/http/validate'
import { newId } from '@/lib/ids'
import { parseJson } from '@/lib/json/parse-json'
import { sliceEvents } from '@/lib/json/slice-json'
import type { EventRow, IngestQueue } from './ingest-queue'

interface Given {
  event: NewEvent
  context: string // as received
  at: string // pointer to the event in the body
}

const tooMany = (count: number) =>
  invalid([{ pointer: '/events', code: 'too_big', message: `At most ${MAX_EVENTS} events are taken at once, not ${count}` }])

const isBatch = (body: unknown): body is { events: unknown } =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && Object.hasOwn(body, 'events')

const parse = (body: unknown, rawBody: string): Given[] => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new DomainError('invalid', 'Send one event, or {"events": […]}', {
      errors: [{ pointer: '', code: 'invalid_type', message: 'Must be an object' }],
    })
  }
  const contexts = sliceEvents(rawBody)
  if (!isBatch(body)) return [{ event: validate(newEvent, body, ['context']), context: contexts[0]?.context ?? '{}', at: '' }]
  if (Array.isArray(body.events) && body.events.length > MAX_EVENTS) throw tooMany(body.events.length)
  return validate(eventBatch, body, ['context']).events.map((event, index) => ({
    event, context: contexts[index]?.context ?? '{}', at: `/events/${index}`,
  }))
}

type Types = ReadonlyMap<string, EventType>

const check = ({ event, at }: Given, types: Types): FieldError[] => {
  const type = types.get(event.type)
  if (!type) return [{ pointer: `${at}/type`, code: 'unknown_type', message: `There is no event type "${event.type}"` }]
  return validateContext(type, event.context).map((problem) => ({ ...problem, pointer: `${at}/context${problem.pointer}` }))
}

// A description that was not given comes from the type's own template.
const describe = ({ event, context }: Given, occurredAt: string, workspaceName: string, types: Types): string => {
  const type = types.get(event.type)
  if (event.description !== undefined || !type) return event.description ?? event.type
  const described = describeEvent(type, { context: parseJson(context), occurredAt, workspaceName })
  return described.replaceAll('\u0000', '\ufffd').toWellFormed() // the context may hold what a text column cannot
}

const toRow = (given: Given, { workspace, now }: Pick<IngestRequest, 'workspace' | 'now'>, types: Types): EventRow => {
  const occurredAt = given.event.occurredAt ?? new Date(now).toISOString()
  return {
    id: newId('evt', now),
    workspaceId: workspace.id,
    type: given.event.type,
    description: describe(given, occurredAt, workspace.name, types),
    occurredAt,
    context: given.context,
    scorecard: given.event.scorecard ?? null,
    externalId: given.event.id ?? null,
  }
}

export interface IngestRequest {
  workspace: { id: string; name: string }
  body: unknown
  rawBody: string
  recordAnswer?: RecordAnswer | undefined
  now: number
}

/**
 * Takes one event or a batch of up to 1000, all or nothing, and answers once it is committed together with the message
 * that routes it. A repeated own `id` is a `duplicate`: the first event's id is returned and nothing is stored.
 * 422 names each bad field.
 */
export async function ingestEvents(queue: IngestQueue, request: IngestRequest): Promise<{ events: AcceptedEvent[] }> {
  const given = parse(request.body, request.rawBody)
  const types = await findTypes(request.workspace.id, given.map(({ event }) => event.type))
  const errors = given.flatMap((one) => check(one, types))
  if (errors.length > 0) throw invalid(errors)
  const events = await queue.add(given.map((one) => toRow(one, request, types)), request.recordAnswer)
  return { events }
}
