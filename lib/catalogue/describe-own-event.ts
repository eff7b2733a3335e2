import type { EventType } from '@/lib/catalogue/event-type'
import { fillDescription } from '@/lib/catalogue/fill-description'
import { renderLabel } from '@/lib/catalogue/render-label'
import type { JsonValue } from '@/lib/json/json-value'

export type Described = { context: JsonValue; occurredAt: string; workspaceName: string }

type Describing = Pick<EventType, 'key' | 'label' | 'params' | 'descriptionTemplate'>

/** The description of an event of a workspace's own type: what a user wrote is only filled in, without a template engine. */
export function describeOwnEvent(type: Describing, { context, occurredAt, workspaceName }: Described): string {
  const scope = { notification: { type: type.key, occurredAt, context }, workspace: { name: workspaceName } }
  return inOneLine(fillDescription(type.descriptionTemplate, scope), type)
}

/** As one line; the label when there is nothing to say. */
export function inOneLine(text: string, type: Describing): string {
  return text.replace(/\s+/g, ' ').trim() || renderLabel(type)
}
