import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { byGrade, eachFact, headOf, oneLine, whenLinked } from '@/lib/templates/presets/body-parts'

const urgencies = { bad: '1', warning: '2', good: '3', unknown: '2' }

/**
 * ServiceNow's Table API, table `incident`: short_description at most 160 characters, description 4 000, choices as their
 * stored values. https://www.servicenow.com/docs/bundle/latest/page/integrate/inbound-rest/concept/c_TableAPI.html
 */
export const servicenowPreset: BodyPreset = {
  key: 'servicenow',
  label: 'ServiceNow',
  description: 'An incident by the Table API',
  contentType: 'application/json',
  templateFor: (eventType) => `${headOf(eventType)}{
  "short_description": "${oneLine(155)}",
  "description": "{{ notification.description | truncate: 1500 }}\\n{{ notification.type }}, {{ notification.occurredAt }}${
  eachFact(eventType, '', (title) => `\\n${title}: {{ value | truncate: 300 }}`)}${whenLinked(eventType, '\\n{{ link | truncate: 300 }}')}",
  "urgency": "${byGrade(eventType, urgencies)}",
  "impact": "${byGrade(eventType, urgencies)}",
  "correlation_id": "hookwright-{{ notification.id }}",
  "correlation_display": "Hookwright"
}`,
}
