import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { byGrade, eachFact, headOf, oneLine, whenLinked } from '@/lib/templates/presets/body-parts'

const colors = { bad: String(0xd92d20), warning: String(0xdc6803), good: String(0x039855), unknown: String(0x667085) }

/**
 * Discord's webhooks, one embed: title 256 characters, description 4 096, field value 1 to 1 024, 6 000 in all. No
 * `username`: one with "discord" in it would be refused; the webhook has its own name.
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits
 */
export const discordPreset: BodyPreset = {
  key: 'discord',
  label: 'Discord',
  description: 'An embed coloured by how grave it is; mentions nobody',
  contentType: 'application/json',
  templateFor: (eventType) => `${headOf(eventType)}{
  "allowed_mentions": { "parse": [] },
  "embeds": [
    {
      "title": "${oneLine(250)}",
      {%- if notification.description.size > 250 %}
      "description": "{{ notification.description | truncate: 2000 }}",
      {%- endif %}
      "color": ${byGrade(eventType, colors)},
      "fields": [
        { "name": "Event", "value": "{{ notification.type | truncate: 200 }}", "inline": true },
        { "name": "When", "value": "{{ notification.occurredAt | truncate: 100 }}", "inline": true }${
  eachFact(eventType, '        ', (title) => `,
        { "name": "${title}", "value": "{{ value | truncate: 400 }}", "inline": true }`)}${
  whenLinked(eventType, `,
        { "name": "Link", "value": "{{ link | truncate: 500 }}" }`)}
      ]
    }
  ]
}`,
}
