import type { EventType } from '@/lib/catalogue/event-type'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { AWKWARD_TEXT, LONG_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'

const DATA: JsonSchema = {
  type: 'object',
  required: ['account', 'user', 'reputation'],
  properties: {
    account: { type: 'string', description: 'UUID of the account' },
    user: { type: 'string', description: 'UUID of the user' },
    reputation: { type: ['string', 'number'], description: 'Id of the reputation' },
  },
}

const BODY = `{% assign data = notification.context.data | default: notification.context -%}
{
  "event": "{{ notification.type }}",
  "name": "{{ integration.name }}",
  "data": {
    "account": {{ data.account }},
    "user": {{ data.user }},
    "reputation": {{ data.reputation }}
  }
}`

function reputationType(key: string, label: string, id: number, description: string): EventType {
  return makeEventType({
    key,
    label,
    category: 'reputations',
    contextSchema: {
      type: 'object',
      properties: {
        ...DATA.properties,
        data: { ...DATA, description: 'The three, when they are sent as in the body' },
      },
      // The three may also stand under `data`, as in the body.
      anyOf: [{ required: DATA.required ?? [] }, { required: ['data'] }],
    },
    descriptionTemplate: description,
    sample: {
      id,
      description,
      occurredAt: '2021-03-01T07:00:00.25Z',
      context: {
        account: '0175ab5a-3dd5-4a0c-b13b-1d2a4c8b5c11',
        user: '0175ab59-8c4d-5b4a-9d6e-1f6a5c2f4b90',
        reputation: '0178e1ab-92a3-4d2f-8a59-6c3b1f0e7d22',
      },
    },
    edgeContext: { account: AWKWARD_TEXT, user: LONG_TEXT, reputation: '😀', note: null, tags: [] },
    defaultTemplate: BODY,
  })
}

/** Argyle's v1 events; the body's `name` is the subscription's, which here is the integration's. */
export const reputationEventTypes: readonly EventType[] = [
  reputationType('reputations.added', 'When a reputation is added', 44, 'A new account was scanned for the first time'),
  reputationType('reputations.updated', 'When a reputation is updated', 45, 'An account was scanned again'),
]
