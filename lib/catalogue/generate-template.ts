import type { ObjectSchema } from '@/lib/catalogue/json-schema'
import { NOTIFICATION_TEMPLATE } from '@/lib/catalogue/make-event-type'

const MOST_FIELDS = 60
const NAME = /^[A-Za-z_][\w-]*$/
// Liquid has a meaning of its own for these.
const TAKEN = new Set(['size', 'first', 'last'])

/**
 * The default body of a workspace's own type: the usual notification with each field of the context on a line of its
 * own, so that it shows what there is and can be changed. A value outside quotes is written as JSON whatever its type,
 * and as null where it is missing: no event can break the body. Where names cannot stand in Liquid, the context is whole.
 */
export function generateTemplate({ properties }: ObjectSchema): string {
  const names = Object.keys(properties)
  const isPlain = names.length > 0 && names.length <= MOST_FIELDS && names.every((name) => NAME.test(name) && !TAKEN.has(name))
  if (!isPlain) return NOTIFICATION_TEMPLATE
  const fields = names.map((name) => `      "${name}": {{ notification.context.${name} }}`)
  return NOTIFICATION_TEMPLATE.replace('{{ notification.context }}', () => `{\n${fields.join(',\n')}\n    }`)
}
