import type { EventType } from '@/lib/catalogue/event-type'
import { fillDescription } from '@/lib/catalogue/fill-description'
import { renderLabel } from '@/lib/catalogue/render-label'
import type { JsonValue } from '@/lib/json/json-value'
import { renderTemplate } from '@/lib/templates/render-template'
import { sampleScope } from '@/lib/templates/sample-scope'

type Described = { context: JsonValue; occurredAt: string; workspaceName: string }

type Describing = Pick<EventType, 'key' | 'label' | 'params' | 'descriptionTemplate' | 'isOwn'>

/**
 * The description of an event that came without one, as one line; the label when the template finds nothing to say. A
 * catalogue's template is rendered right here; one that a user wrote is only filled in: rendering is for lib/renderers.
 */
export function describeEvent(type: Describing, described: Described): string {
  const text = (type.isOwn ? fill(type, described) : render(type, described)).replace(/\s+/g, ' ').trim()
  return text === '' ? renderLabel(type) : text
}

function fill({ key, descriptionTemplate }: Describing, { context, occurredAt, workspaceName }: Described): string {
  return fillDescription(descriptionTemplate, { notification: { type: key, occurredAt, context }, workspace: { name: workspaceName } })
}

function render({ key, descriptionTemplate }: Describing, { context, occurredAt, workspaceName }: Described): string {
  const rendered = renderTemplate({
    template: descriptionTemplate,
    contentType: 'text/plain',
    scope: sampleScope({ id: 0, type: key, description: '', occurredAt, context }, { workspaceName }),
  })
  return rendered.ok ? rendered.output : ''
}
