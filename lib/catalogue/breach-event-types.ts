import type { EventType } from '@/lib/catalogue/event-type'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { AWKWARD_TEXT, LONG_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'

const BREACH: Record<string, JsonSchema> = {
  BreachName: { type: ['string', 'null'], description: 'Name of the breach' },
  BreachDate: { type: ['string', 'null'], description: 'When the data was taken' },
  Emails: { type: ['array', 'null'], items: { type: 'string' }, description: 'Affected addresses' },
  DataClasses: { type: ['array', 'null'], items: { type: 'string' }, description: 'What was exposed' },
}
const BREACH_EDGE = {
  BreachName: AWKWARD_TEXT,
  BreachDate: null,
  Emails: [],
  DataClasses: [AWKWARD_TEXT],
  Note: LONG_TEXT,
}

function describeBreach(whose: string): string {
  const name = "{% if notification.context.BreachName %}: '{{ notification.context.BreachName }}'{% endif %}"
  const count = '{% assign count = notification.context.Emails.size %}'
  const emails = `{% if count == 1 %} (1 address){% elsif count > 1 %} ({{ count }} addresses){% endif %}`
  return `${count}A new identity breach${whose} was detected${name}${emails}`
}

/** Identity breaches of UpGuard's integrations. */
export const breachEventTypes: readonly EventType[] = [
  makeEventType({
    key: 'IdentityBreachDetected',
    label: 'When a new identity breach is detected',
    category: 'identity_breaches',
    contextSchema: { type: 'object', properties: BREACH },
    descriptionTemplate: describeBreach(''),
    sample: {
      id: 36,
      description: "A new identity breach was detected: 'Example Forum' (2 addresses)",
      occurredAt: '2020-07-02T08:30:00.125Z',
      context: {
        BreachName: 'Example Forum',
        BreachDate: '2020-05-30',
        Emails: ['ann@example.com', 'bob@example.com'],
        DataClasses: ['Email addresses', 'Passwords'],
      },
    },
    edgeContext: BREACH_EDGE,
  }),
  makeEventType({
    key: 'VIPIdentityBreachDetected',
    label: 'When a new identity breach for a VIP email is detected',
    category: 'identity_breaches',
    contextSchema: { type: 'object', properties: BREACH },
    descriptionTemplate: describeBreach(' for a VIP email'),
    sample: {
      id: 37,
      description: "A new identity breach for a VIP email was detected: 'Example Forum' (1 address)",
      occurredAt: '2020-07-02T08:30:00.125Z',
      context: {
        BreachName: 'Example Forum',
        BreachDate: '2020-05-30',
        Emails: ['ceo@example.com'],
        DataClasses: ['Email addresses'],
      },
    },
    edgeContext: BREACH_EDGE,
  }),
]
