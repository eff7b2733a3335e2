import type { EventType } from '@/lib/catalogue/event-type'
import { AWKWARD_TEXT, LONG_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'

/** Observations of a scorecard (SecurityScorecard's rules are evaluated from these): the fields of `POST /scores`. */
export const scorecardEventTypes: readonly EventType[] = [
  makeEventType({
    key: 'scorecard.changed',
    label: 'When a scorecard changes',
    category: 'scorecards',
    contextSchema: {
      type: 'object',
      properties: {
        domain: { type: ['string', 'null'], description: 'The domain of the scorecard' },
        score: { type: ['number', 'null'], description: 'The score now' },
        factors: { type: ['object', 'null'], description: 'The score of each factor' },
        observedAt: { type: ['string', 'null'], description: 'When it was observed' },
        issues: { type: ['object', 'null'], description: 'Issue types with severity and counts' },
        breach: { type: ['object', 'null'], description: 'A breach that became known' },
      },
    },
    descriptionTemplate:
      "The scorecard {% if notification.context.domain %}of '{{ notification.context.domain }}' {% endif %}changed" +
      '{% if notification.context.score %} to a score of {{ notification.context.score }}{% endif %}',
    sample: {
      id: 42,
      description: "The scorecard of 'example.com' changed to a score of 640",
      occurredAt: '2026-06-24T12:00:00Z',
      context: {
        domain: 'example.com',
        score: 640,
        factors: { network_security: 580, patching_cadence: 710 },
        issues: { tls_weak_cipher: { severity: 'low', active: { count: 2 } } },
      },
    },
    edgeContext: {
      domain: AWKWARD_TEXT,
      score: 0,
      factors: {},
      issues: null,
      breach: { text: LONG_TEXT, records: [] },
    },
  }),
]
