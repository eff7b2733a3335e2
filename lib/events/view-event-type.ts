import { findEventType, listEventTypes, type EventType } from '@/lib/catalogue/find-event-type'
import { renderLabel } from '@/lib/catalogue/render-label'
import { EVENT_CATEGORIES } from '@/lib/catalogue/event-type'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { notFound } from '@/lib/errors'

const toJson = (schema: object): Record<string, unknown> => ({ ...schema })

const view = (type: EventType): EventTypeView => ({
  key: type.key,
  label: renderLabel(type),
  category: EVENT_CATEGORIES[type.category],
  params: toJson(type.params),
  contextSchema: toJson(type.contextSchema),
  sample: type.sample,
  samples: type.samples.map(({ name, ...sample }) => ({ name, sample })),
  defaultTemplate: type.defaultTemplate,
})

/** The catalogue as the API shows it; labels with their parameters' defaults filled in. */
export const viewEventTypes = (): EventTypeView[] => listEventTypes().map(view)

/** One entry of the catalogue; 404 for none. */
export function viewEventType(key: string): EventTypeView {
  const type = findEventType(key)
  if (!type) throw notFound('event type')
  return view(type)
}
