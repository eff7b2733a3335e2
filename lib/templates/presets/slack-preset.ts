import type { BodyPreset } from '@/lib/templates/presets/body-preset'

/**
 * Slack's incoming webhooks (legacy attachments). The colour follows the score: below 200 danger, below 400 warning.
 */
export const slackPreset: BodyPreset = {
  key: 'slack',
  label: 'Slack',
  description: 'A message with an attachment coloured by the score',
  contentType: 'application/json',
  template: `{%- assign score = notification.context.LatestScore -%}
{
  "channel": "#security",
  "username": "{{ integration.name }}",
  "icon_emoji": ":shield:",
  "attachments": [
    {
      "fallback": "{{ notification.description }}",
      {%- if score %}
      "color": "{% if score < 200 %}danger{% elsif score < 400 %}warning{% else %}good{% endif %}",
      {%- endif %}
      "title": "{{ notification.description }}",
      "fields": [
        {%- if score %}
        { "title": "Score", "value": "{{ score }}", "short": true },
        { "title": "Before", "value": "{{ notification.context.PrevScore }}", "short": true },
        {%- endif %}
        { "title": "Event", "value": "{{ notification.type }}", "short": true },
        { "title": "When", "value": "{{ notification.occurredAt }}", "short": true }
      ]
    }
  ]
}`,
}
