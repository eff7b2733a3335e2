import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { byGrade, headOf, oneLine, whenLinked } from '@/lib/templates/presets/body-parts'
import { PAGERDUTY_KEY } from '@/lib/templates/presets/find-placeholders'

/**
 * PagerDuty's Events API v2: one alert per notification; a repeated one has the same `dedup_key` and opens nothing new.
 * Summary at most 1 024 characters. https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
export const pagerdutyPreset: BodyPreset = {
  key: 'pagerduty',
  label: 'PagerDuty',
  description: 'An alert by the Events API v2',
  contentType: 'application/json',
  templateFor: (eventType) => `${headOf(eventType)}{
  "routing_key": "${PAGERDUTY_KEY}",
  "event_action": "trigger",
  "dedup_key": "hookwright-{{ integration.id }}-{{ notification.id }}",
  "client": "{{ integration.name }}",${whenLinked(eventType, `
  "links": [{ "href": "{{ link }}", "text": "Open" }],`)}
  "payload": {
    "summary": "${oneLine(1000)}",
    "source": "{{ workspace.name | default: "Hookwright" }}",
    "severity": "${byGrade(eventType, { bad: 'critical', warning: 'error', good: 'warning', unknown: 'warning' })}",
    "class": "{{ notification.type }}",
    "custom_details": {
      "occurredAt": "{{ notification.occurredAt }}",
      "description": "{{ notification.description }}",
      "context": {{ notification.context }}
    }
  }
}`,
}
