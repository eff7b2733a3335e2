import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { byGrade, eachFact, headOf, whenLinked } from '@/lib/templates/presets/body-parts'

/**
 * Microsoft Teams workflows ("when a Teams webhook request is received"): a message with one adaptive card, at most 28 KB.
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export const teamsPreset: BodyPreset = {
  key: 'teams',
  label: 'Microsoft Teams',
  description: 'An adaptive card for a Teams workflow',
  contentType: 'application/json',
  templateFor: (eventType) => `${headOf(eventType)}{
  "type": "message",
  "attachments": [
    {
      "contentType": "application/vnd.microsoft.card.adaptive",
      "contentUrl": null,
      "content": {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": { "width": "Full" },
        "body": [
          {
            "type": "TextBlock",
            "weight": "Bolder",
            "wrap": true,
            "color": "${byGrade(eventType, { bad: 'Attention', warning: 'Warning', good: 'Default', unknown: 'Default' })}",
            "text": "{{ notification.description | truncate: 2500 }}"
          },
          {
            "type": "FactSet",
            "facts": [
              { "title": "Event", "value": "{{ notification.type }}" },
              { "title": "When", "value": "{{ notification.occurredAt }}" }${
  eachFact(eventType, '              ', (title) => `,
              { "title": "${title}", "value": "{{ value | truncate: 500 }}" }`)}
            ]
          }
        ]${whenLinked(eventType, `,
        "actions": [{ "type": "Action.OpenUrl", "title": "Open", "url": "{{ link }}" }]`)}
      }
    }
  ]
}`,
}
