import type { EventType } from '@/lib/catalogue/event-type'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { AWKWARD_TEXT, LONG_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'
import { readInvestigationId } from '@/lib/catalogue/read-investigation'
import { RISK_LEVELS } from '@/lib/catalogue/risk-order'

const INVESTIGATION: JsonSchema = {
  type: 'object',
  required: ['id', 'risk_level'],
  properties: {
    id: { type: 'string', minLength: 1, description: 'Receivers drop what they have seen by it' },
    url: { type: ['string', 'null'], description: 'Link to the investigation' },
    risk_level: { type: 'string', enum: RISK_LEVELS, description: 'low, medium, high or critical' },
    risk_score: { type: ['number', 'null'], description: '0 to 100' },
    artifact: {
      type: ['object', 'null'],
      properties: {
        name: { type: ['string', 'null'], description: 'Name of the artifact' },
        version: { type: ['string', 'null'], description: 'Version of the artifact' },
      },
    },
    policy: {
      type: ['object', 'null'],
      properties: {
        rule: { type: ['string', 'null'], description: 'The rule that fired' },
        description: { type: ['string', 'null'], description: 'What the rule says' },
      },
    },
    factors: { type: ['array', 'null'], items: { type: 'string' }, description: 'What speaks for the risk' },
  },
}

const BODY = `{% assign investigation = notification.context.investigation | default: notification.context -%}
{
  "event": "{{ notification.type }}",
  "timestamp": "{{ notification.occurredAt }}",
  "investigation": {
    "id": {{ investigation.id }},
    "url": {{ investigation.url }},
    "risk_level": {{ investigation.risk_level }},
    "risk_score": {{ investigation.risk_score }},
    "artifact": {
      "name": {{ investigation.artifact.name }},
      "version": {{ investigation.artifact.version }}
    },
    "policy": {
      "rule": {{ investigation.policy.rule }},
      "description": {{ investigation.policy.description }}
    },
    "factors": {% if investigation.factors %}{{ investigation.factors }}{% else %}[]{% endif %}
  }
}`

/** HOL Guard's alert; body and sample as documented. The investigation may also stand directly in the context. */
export const alertEventTypes: readonly EventType[] = [
  makeEventType({
    key: 'investigation.opened',
    label: 'When an investigation is opened',
    category: 'alerts',
    params: {
      type: 'object',
      properties: {
        minRiskLevel: {
          type: 'string',
          enum: RISK_LEVELS,
          default: 'high',
          title: 'Minimum risk level',
          description: 'Lower risks are not sent',
        },
      },
      additionalProperties: false,
    },
    contextSchema: {
      type: 'object',
      properties: { investigation: INVESTIGATION },
      anyOf: [{ required: ['investigation'] }, { ...INVESTIGATION, type: 'object' }],
    },
    descriptionTemplate:
      '{% assign investigation = notification.context.investigation | default: notification.context %}' +
      'A {{ investigation.risk_level }}-risk investigation was opened' +
      "{% if investigation.artifact.name %} for '{{ investigation.artifact.name }}" +
      "{% if investigation.artifact.version %} {{ investigation.artifact.version }}{% endif %}'{% endif %}" +
      '{% if investigation.policy.description %}: {{ investigation.policy.description }}{% endif %}',
    sample: {
      id: 43,
      description:
        "A high-risk investigation was opened for 'example-package 1.2.3': Artifact changed after it was approved",
      occurredAt: '2026-06-24T12:00:00Z',
      context: {
        investigation: {
          id: 'inv_abc123',
          url: 'https://guard.example.com/investigations/inv_abc123',
          risk_level: 'high',
          risk_score: 87,
          artifact: { name: 'example-package', version: '1.2.3' },
          policy: { rule: 'changed-after-approval', description: 'Artifact changed after it was approved' },
          factors: ['approval receipt exists for previous version', 'content hash differs from approved snapshot'],
        },
      },
    },
    edgeContext: {
      investigation: {
        id: 'inv_edge',
        url: null,
        risk_level: 'critical',
        risk_score: 0,
        artifact: { name: AWKWARD_TEXT, version: null },
        policy: { rule: '', description: LONG_TEXT },
        factors: [],
      },
    },
    defaultTemplate: BODY,
    onceBy: readInvestigationId,
  }),
]
