import type { BodyPreset } from '@/lib/templates/presets/body-preset'

/** Microsoft Teams workflows ("when a webhook request is received"): one adaptive card. */
export const teamsPreset: BodyPreset = {
  key: 'teams',
  label: 'Microsoft Teams',
  description: 'An adaptive card for a Teams workflow',
  contentType: 'application/json',
  template: `{
  "type": "message",
  "attachments": [
    {
      "contentType": "application/vnd.microsoft.card.adaptive",
      "content": {
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
          { "type": "TextBlock", "weight": "Bolder", "wrap": true, "text": "{{ notification.description }}" },
          {
            "type": "FactSet",
            "facts": [
              {%- if notification.context.LatestScore %}
              { "title": "Score", "value": "{{ notification.context.LatestScore }}" },
              {%- endif %}
              { "title": "Event", "value": "{{ notification.type }}" },
              { "title": "When", "value": "{{ notification.occurredAt }}" }
            ]
          }
        ]
      }
    }
  ]
}`,
}
