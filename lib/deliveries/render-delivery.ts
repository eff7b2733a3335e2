import { findEventType } from '@/lib/catalogue/find-event-type'
import type { Target } from '@/lib/integrations/load-targets'
import { renderers } from '@/lib/renderers/renderers'
import { problemsOf, type NotificationText, type RenderAnswer, type RenderFrame, type RenderTask } from '@/lib/renderers/render-task'
import { findRuleEventType } from '@/lib/rules/rule-event-types'
import { contentTypeOf } from './content-type'
import { problemText } from './render-attempt'

export type RenderedDelivery =
  | { ok: true; body: Buffer; contentType: string; template: string | null }
  | { ok: false; message: string; contentType: string }

/** What rendering needs of an integration; a test builds it from what is on the screen. */
export type RenderTarget = Pick<Target, 'id' | 'name' | 'workspace' | 'headers'>

// A trigger's template, or the event type's default; that of a workspace's own type comes with the trigger.
const templateOf = (eventType: string, target: Target): string | undefined =>
  target.triggers.get(eventType)?.template ?? (findEventType(eventType) ?? findRuleEventType(eventType))?.defaultTemplate

const NO_TEMPLATE = 'The integration has no trigger for such events any more, and the event type is not a built-in one'

const frames = new WeakMap<RenderTarget, RenderFrame>()

// The same object each time, so that it crosses over to a renderer once per message.
const frameOf = (target: RenderTarget): RenderFrame => {
  const known = frames.get(target)
  if (known) return known
  const frame = {
    contentType: contentTypeOf(target.headers),
    integration: { id: target.id, name: target.name },
    workspace: { id: target.workspace.id, name: target.workspace.name },
  }
  frames.set(target, frame)
  return frame
}

/**
 * What a renderer is to render for the first attempt of a delivery. `createdAt` in milliseconds; `scope` is what the
 * template reads besides the event.
 */
export const deliveryTask = (
  target: RenderTarget, notification: NotificationText, template: string, delivery: { id: string; createdAt: number }, scope?: string | null,
): RenderTask => ({
  template,
  frame: typeof scope === 'string' ? { ...frameOf(target), scope } : frameOf(target),
  notification,
  delivery: { id: delivery.id, attempt: 1, createdAt: new Date(delivery.createdAt).toISOString() },
})

/**
 * What came of it: the body, or why there is none. `template` is set only where later attempts must render anew because it
 * reads delivery.attempt or delivery.retries.
 */
export function toRenderedDelivery({ template, frame: { contentType } }: RenderTask, answer: RenderAnswer): RenderedDelivery {
  if (!('output' in answer)) return { ok: false, message: problemText(problemsOf(answer)), contentType }
  return { ok: true, body: Buffer.from(answer.output), contentType, template: answer.readsAttempt ? template : null }
}

/**
 * Renders a delivery's body for its first attempt, in a renderer (I8). With `patienceMs` it throws `unavailable` when none
 * can begin within that time.
 */
export async function renderDelivery(
  target: Target, notification: NotificationText, eventType: string, delivery: { id: string; createdAt: number },
  { scope, ...options }: { patienceMs?: number; scope?: string | null } = {},
): Promise<RenderedDelivery> {
  const key = `${target.id} ${target.version} ${eventType}`
  const template = templateOf(eventType, target)
  if (template === undefined) return { ok: false, message: NO_TEMPLATE, contentType: contentTypeOf(target.headers) }
  const task = deliveryTask(target, notification, template, delivery, scope)
  const answer = await renderers().render({ task, key, trust: key, turn: target.workspace.id, ...options })
  return toRenderedDelivery(task, answer)
}
