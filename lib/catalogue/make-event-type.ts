import type { EventType } from '@/lib/catalogue/event-type'
import type { JsonObject } from '@/lib/json/json-value'

/** A text with everything that breaks a body which is put together by hand. */
export const AWKWARD_TEXT = 'O\'Brien & "Söhne" \\ <b>\n\tline two\u2028😀 {{ notification }} {% if %}'
export const LONG_TEXT = 'Lorem ipsum "dolor" sit amet, '.repeat(67).slice(0, 2000)

/** The body of the event types with a `notification` object. */
export const NOTIFICATION_TEMPLATE = `{
  "notification": {
    "id": {{ notification.id }},
    "type": "{{ notification.type }}",
    "description": "{{ notification.description }}",
    "occurredAt": "{{ notification.occurredAt }}",
    "context": {{ notification.context }}
  }
}`

type Parts = Omit<EventType, 'samples' | 'sample' | 'params' | 'defaultTemplate'> & {
  sample: Omit<EventType['sample'], 'type'>
  /** The context of the awkward sample. */
  edgeContext: JsonObject
} & Partial<Pick<EventType, 'params' | 'defaultTemplate'>>

export const NO_PARAMS: EventType['params'] = { type: 'object', properties: {}, additionalProperties: false }

/** Completes an entry of the catalogue: type key in the samples, the awkward sample, the usual body. */
export function makeEventType({ sample, edgeContext, ...parts }: Parts): EventType {
  const typical = { id: sample.id, type: parts.key, description: sample.description, occurredAt: sample.occurredAt }
  const edge = { id: 9007199254740991, type: parts.key, description: `${AWKWARD_TEXT}\n${LONG_TEXT}` }
  return {
    params: NO_PARAMS,
    defaultTemplate: NOTIFICATION_TEMPLATE,
    ...parts,
    sample: { ...typical, context: sample.context },
    samples: [
      { name: 'Typical', ...typical, context: sample.context },
      { name: 'Edge cases', ...edge, occurredAt: '2024-02-29T23:59:59.000000001+05:30', context: edgeContext },
    ],
  }
}
