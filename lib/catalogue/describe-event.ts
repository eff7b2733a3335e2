import { describeOwnEvent, inOneLine, type Described } from '@/lib/catalogue/describe-own-event'
import type { EventType } from '@/lib/catalogue/event-type'
import { renderTemplate } from '@/lib/templates/render-template'
import { sampleScope } from '@/lib/templates/sample-scope'

type Describing = Pick<EventType, 'key' | 'label' | 'params' | 'descriptionTemplate' | 'isOwn'>

/**
 * The description of an event that came without one, as one line; the label when the template finds nothing to say. A
 * catalogue's template is rendered right here; one that a user wrote is only filled in: rendering is for lib/renderers.
 */
export function describeEvent(type: Describing, described: Described): string {
  return type.isOwn ? describeOwnEvent(type, described) : inOneLine(render(type, described), type)
}

function render({ key, descriptionTemplate }: Describing, { context, occurredAt, workspaceName }: Described): string {
  const rendered = renderTemplate({
    template: descriptionTemplate,
    contentType: 'text/plain',
    scope: sampleScope({ id: 0, type: key, description: '', occurredAt, context }, { workspaceName }),
  })
  return rendered.ok ? rendered.output : ''
}
