import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { byGrade, headOf } from '@/lib/templates/presets/body-parts'

/**
 * Splunk's HTTP Event Collector, `/services/collector/event`: metadata beside the event, `time` in seconds since 1970 (left
 * out where occurredAt is no time that can be read: then it is that of arrival).
 * https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/format-events-for-http-event-collector
 */
export const splunkPreset: BodyPreset = {
  key: 'splunk',
  label: 'Splunk',
  description: 'An event for the HTTP Event Collector',
  contentType: 'application/json',
  templateFor: (eventType) => `${headOf(eventType)}{%- assign time = notification.occurredAt | date: "%s" | plus: 0 -%}
{
  {%- if time > 0 %}
  "time": {{ time }},
  {%- endif %}
  "host": "hookwright",
  "source": "{{ integration.name }}",
  "sourcetype": "_json",
  "event": {
    "id": {{ notification.id }},
    "type": "{{ notification.type }}",
    "severity": "${byGrade(eventType, { bad: 'high', warning: 'medium', good: 'low', unknown: 'informational' })}",
    "description": "{{ notification.description }}",
    "occurredAt": "{{ notification.occurredAt }}",
    "context": {{ notification.context }}
  }
}`,
}
