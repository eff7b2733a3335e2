import type { EventType } from '@/lib/catalogue/event-type'
import { renderLabel } from '@/lib/catalogue/render-label'
import type { JsonValue } from '@/lib/json/json-value'
import { renderTemplate } from '@/lib/templates/render-template'
import { sampleScope } from '@/lib/templates/sample-scope'

type Described = { context: JsonValue; occurredAt: string; workspaceName: string }

/**
 * The description of an event that came without one, as one line; the label when the template finds nothing to say. Its
 * template is the catalogue's: what a user writes is only rendered by lib/renderers.
 */
export function describeEvent(
  type: Pick<EventType, 'key' | 'label' | 'params' | 'descriptionTemplate'>,
  { context, occurredAt, workspaceName }: Described,
): string {
  const rendered = renderTemplate({
    template: type.descriptionTemplate,
    contentType: 'text/plain',
    scope: sampleScope({ id: 0, type: type.key, description: '', occurredAt, context }, { workspaceName }),
  })
  const text = rendered.ok ? rendered.output.replace(/\s+/g, ' ').trim() : ''
  return text === '' ? renderLabel(type) : text
}
