import type { Queryable } from '@/lib/db'
import type { Target } from '@/lib/integrations/load-targets'
import { problemsOf, type NotificationText } from '@/lib/renderers/render-task'
import { belongingTo, renderers } from '@/lib/renderers/renderers'
import type { ClaimedDelivery } from './claim-deliveries'
import { DEFAULT_CONTENT_TYPE } from './content-type'

export type RenderedAttempt = { ok: true; body: Buffer; isNew: boolean } | { ok: false; message: string }

export interface StoredEvent {
  id: string
  number: number
  type: string
  description: string
  occurred_at: string
  context: string // as received
}

const EVENT = 'SELECT id, number, type, description, occurred_at, context FROM event WHERE id = $1'

/** What templates read of an event, its context exactly as received. */
export const notificationText = (event: StoredEvent): NotificationText => ({
  id: event.number,
  type: event.type,
  description: event.description,
  occurredAt: event.occurred_at,
  context: event.context,
})

/** The one sentence that history and answers show for a template that gave no valid body. */
export const problemText = (problems: ReadonlyArray<{ line: number; column: number; message: string }>): string => {
  const [first] = problems
  return first ? `Line ${first.line}, column ${first.column}: ${first.message}` : 'The template could not be rendered'
}

/**
 * The bytes of an attempt: those stored with the delivery, except where its template reads delivery.attempt or
 * delivery.retries; that one is rendered anew, from the template of then and the event.
 */
export async function renderAttempt(db: Queryable, delivery: ClaimedDelivery, target: Target): Promise<RenderedAttempt> {
  if (delivery.template === null || delivery.attempt === 1) {
    return delivery.body ? { ok: true, body: delivery.body, isNew: false } : { ok: false, message: 'The body was dropped by retention' }
  }
  const { rows: [event] } = await db.query<StoredEvent>(EVENT, [delivery.eventId])
  if (!event) return { ok: false, message: 'The event is no longer retained' }
  const answer = await renderers().render({
    task: {
      template: delivery.template,
      frame: {
        contentType: delivery.contentType ?? DEFAULT_CONTENT_TYPE,
        integration: { id: target.id, name: target.name },
        workspace: { id: target.workspace.id, name: target.workspace.name },
        scope: delivery.scope,
      },
      notification: notificationText(event),
      delivery: { id: delivery.id, attempt: delivery.attempt, createdAt: new Date(delivery.createdAt).toISOString() },
    },
    ...belongingTo(target.id, delivery.template),
    turn: target.workspace.id,
  })
  return 'output' in answer
    ? { ok: true, body: Buffer.from(answer.output), isNew: true }
    : { ok: false, message: problemText(problemsOf(answer)) }
}
