import { eventTypeInput } from '@/lib/contracts/event-type'

export const OWN_TYPE = 'vendor.review_overdue'

/** An event type of the workspace's own, as an admin makes it from two samples. */
export const demoOwnType = eventTypeInput.parse({
  key: OWN_TYPE,
  label: 'When the review of a vendor is overdue',
  descriptionTemplate: 'The review of {{ notification.context.vendor }} is overdue by {{ notification.context.daysOverdue }} days',
  sample: { vendor: 'Contoso Payroll', reviewer: 'ann@northwind.example', dueOn: '2026-06-01', daysOverdue: 12, open: [{ question: 'Subprocessors', since: '2026-05-11' }] },
  samples: [{ vendor: 'Tailspin Mail', reviewer: null, dueOn: '2026-06-10', daysOverdue: 3 }],
})
