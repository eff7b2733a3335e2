import type { EventType } from '@/lib/catalogue/event-type'
import { AWKWARD_TEXT, LONG_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'

/** Data leaks of UpGuard's integrations. */
export const leakEventTypes: readonly EventType[] = [
  makeEventType({
    key: 'DataLeakPublished',
    label: 'When a new data leak is published',
    category: 'data_leaks',
    contextSchema: {
      type: 'object',
      properties: {
        Title: { type: ['string', 'null'], description: 'Title of the finding' },
        Severity: { type: ['string', 'null'], description: 'info, low, medium, high or critical' },
        Source: { type: ['string', 'null'], description: 'Where the data was found' },
        URL: { type: ['string', 'null'], description: 'Link to the finding' },
      },
    },
    descriptionTemplate:
      "A new data leak was published{% if notification.context.Title %}: '{{ notification.context.Title }}'{% endif %}",
    sample: {
      id: 34,
      description: "A new data leak was published: 'Customer list in a public repository'",
      occurredAt: '2020-06-30T10:00:00.5Z',
      context: {
        Title: 'Customer list in a public repository',
        Severity: 'high',
        Source: 'code repository',
        URL: 'https://app.example.com/leaks/34',
      },
    },
    edgeContext: { Title: AWKWARD_TEXT, Severity: null, Source: '', Note: LONG_TEXT, Tags: [] },
  }),
  makeEventType({
    key: 'VendorDataLeakDisclosed',
    label: 'When a new data leak is disclosed for one of your vendors',
    category: 'data_leaks',
    contextSchema: {
      type: 'object',
      properties: {
        VendorName: { type: ['string', 'null'], description: 'Name of the vendor' },
        Title: { type: ['string', 'null'], description: 'Title of the finding' },
        Severity: { type: ['string', 'null'], description: 'info, low, medium, high or critical' },
        URL: { type: ['string', 'null'], description: 'Link to the finding' },
      },
    },
    descriptionTemplate:
      'A new data leak was disclosed for ' +
      "{% if notification.context.VendorName %}'{{ notification.context.VendorName }}'" +
      '{% else %}one of your vendors{% endif %}' +
      "{% if notification.context.Title %}: '{{ notification.context.Title }}'{% endif %}",
    sample: {
      id: 35,
      description: "A new data leak was disclosed for 'Example Vendor': 'Open storage bucket'",
      occurredAt: '2020-07-01T16:45:09.000001Z',
      context: {
        VendorName: 'Example Vendor',
        Title: 'Open storage bucket',
        Severity: 'medium',
        URL: 'https://app.example.com/leaks/35',
      },
    },
    edgeContext: { VendorName: AWKWARD_TEXT, Title: LONG_TEXT, Severity: null, Tags: [] },
  }),
]
