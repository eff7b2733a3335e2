import type { EventType } from '@/lib/catalogue/event-type'
import { AWKWARD_TEXT, LONG_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'

/** Trust Page requests of UpGuard's integrations. */
export const trustEventTypes: readonly EventType[] = [
  makeEventType({
    key: 'TrustPageAccessRequested',
    label: 'When a user requests access to your Trust Page',
    category: 'trust_page',
    contextSchema: {
      type: 'object',
      properties: {
        Name: { type: ['string', 'null'], description: 'Who asks' },
        Email: { type: ['string', 'null'], description: 'Their address' },
        Company: { type: ['string', 'null'], description: 'Their company' },
        Message: { type: ['string', 'null'], description: 'What they wrote' },
      },
    },
    descriptionTemplate:
      '{% assign who = notification.context.Name | default: notification.context.Email %}' +
      '{% if who %}{{ who }}{% else %}A user{% endif %}' +
      '{% if notification.context.Company %} ({{ notification.context.Company }}){% endif %}' +
      ' requested access to your Trust Page',
    sample: {
      id: 41,
      description: 'Ann Example (Example Partner) requested access to your Trust Page',
      occurredAt: '2020-07-06T09:00:00.1Z',
      context: {
        Name: 'Ann Example',
        Email: 'ann@partner.example',
        Company: 'Example Partner',
        Message: 'We would like to read your SOC 2 report.',
      },
    },
    edgeContext: { Name: AWKWARD_TEXT, Email: null, Company: '', Message: LONG_TEXT, Documents: [] },
  }),
]
