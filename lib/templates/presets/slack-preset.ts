import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { byGrade, eachFact, headOf, whenLinked } from '@/lib/templates/presets/body-parts'
import { factsOf } from '@/lib/templates/presets/event-facts'

// Slack reads <!channel> and the like in texts: https://docs.slack.dev/messaging/formatting-message-text#escaping
const ESCAPED = '| replace: "&", "&amp;" | replace: "<", "&lt;" | replace: ">", "&gt;"'

const colorOf = (eventType: string): string =>
  factsOf(eventType).grade === null ? ''
    : `\n      "color": "${byGrade(eventType, { bad: 'danger', warning: 'warning', good: 'good', unknown: '' })}",`

/**
 * Slack's incoming webhooks with a legacy attachment, which has the coloured bar:
 * https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
 */
export const slackPreset: BodyPreset = {
  key: 'slack',
  label: 'Slack',
  description: 'A message with an attachment coloured by how grave it is',
  contentType: 'application/json',
  templateFor: (eventType) => `${headOf(eventType)}{%- assign text = notification.description | truncate: 2500 ${ESCAPED} -%}
{
  "channel": "#security",
  "username": "{{ integration.name | truncate: 80 }}",
  "icon_emoji": ":shield:",
  "attachments": [
    {
      "fallback": "{{ text }}",${colorOf(eventType)}
      "title": "{{ text }}",${whenLinked(eventType, '\n      "title_link": "{{ link }}",')}
      "fields": [
        { "title": "Event", "value": "{{ notification.type }}", "short": true },
        { "title": "When", "value": "{{ notification.occurredAt }}", "short": true }${
  eachFact(eventType, '        ', (title) => `,
        { "title": "${title}", "value": "{{ value | truncate: 500 ${ESCAPED} }}", "short": true }`)}
      ]
    }
  ]
}`,
}
