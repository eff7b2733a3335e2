import type { JsonSchema } from '@/lib/catalogue/json-schema'
import type { TemplateCheck } from '@/lib/templates/check-template'
import type { Problem } from '@/lib/templates/template-problem'
import type { TemplateScope } from '@/lib/templates/template-scope'

/**
 * What a template reads of an event. The context is the text as it was received: the renderer parses it, so that nothing
 * is lost on the way there (order of keys, long numbers). A sample, which may hold anything, is one text altogether.
 */
export type NotificationText = string | (Omit<TemplateScope['notification'], 'context'> & { context: string })

/**
 * What all bodies of one integration have in common. `scope` is what templates read besides the event, as JSON text: of a
 * web request of a rule a `RuleScope`.
 */
export type RenderFrame = Pick<TemplateScope, 'integration' | 'workspace'> & { contentType: string; scope?: string | null }

/** One template to render. `frame` and `notification` cross over once per message when tasks share the object. */
export interface RenderTask {
  template: string
  frame: RenderFrame
  notification: NotificationText
  delivery: { id: string; attempt: number; createdAt: string }
  /** Set: the preview's answer is wanted, with warnings judged by this schema. */
  contextSchema?: JsonSchema
}

/** `readsAttempt`: each attempt must be rendered anew. */
export type RenderAnswer =
  | { output: string; readsAttempt: boolean }
  | { problems: Problem[] }
  | { check: TemplateCheck }

/** What is wrong with what was rendered. */
export const problemsOf = (answer: RenderAnswer): Problem[] =>
  'check' in answer ? answer.check.problems : 'problems' in answer ? answer.problems : []

/** What goes over to a renderer at once. */
export interface RenderMessage {
  /** It may hang: the renderer is to end by itself when its parent cannot end it any more. */
  isCareful: boolean
  templates: string[]
  frames: RenderFrame[]
  notifications: NotificationText[]
  /** Places in the three lists, then what is the task's own. */
  tasks: Array<[template: number, frame: number, notification: number, delivery: RenderTask['delivery'], schema?: JsonSchema]>
}

/** An answer as it comes back; `ms` only when it took long enough to be told. Tasks are answered in their order. */
export type RenderReply = RenderAnswer & { ms?: number }

/** Longer renders tell their time, and what was answered before them is sent ahead. */
export const SLOW_MS = 10

/** A reply without its time. */
export function toAnswer(reply: RenderReply): RenderAnswer {
  if (reply.ms === undefined) return reply
  const { ms: _told, ...answer } = reply
  return answer
}

/** Packs tasks into one message, what they share only once. */
export function packTasks(tasks: readonly RenderTask[], isCareful: boolean): RenderMessage {
  const message: RenderMessage = { isCareful, templates: [], frames: [], notifications: [], tasks: [] }
  const places = new Map<unknown, number>()
  const place = <T>(list: T[], value: T): number => {
    const known = places.get(value)
    if (known !== undefined) return known
    places.set(value, list.length)
    return list.push(value) - 1
  }
  // Texts of a sample and of a template could be equal: each list counts for itself.
  const samples = new Map<string, number>()
  for (const { template, frame, notification, delivery, contextSchema } of tasks) {
    let shown: number
    if (typeof notification === 'string') {
      shown = samples.get(notification) ?? message.notifications.push(notification) - 1
      samples.set(notification, shown)
    } else shown = place(message.notifications, notification)
    const task: RenderMessage['tasks'][number] =
      [place(message.templates, template), place(message.frames, frame), shown, delivery]
    if (contextSchema) task.push(contextSchema)
    message.tasks.push(task)
  }
  return message
}
