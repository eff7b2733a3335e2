import type { BodyPreset } from '@/lib/templates/presets/body-preset'

/** Discord webhooks: `content` may have 2 000 characters. */
export const discordPreset: BodyPreset = {
  key: 'discord',
  label: 'Discord',
  description: 'A plain message',
  contentType: 'application/json',
  template: `{
  "username": "{{ integration.name | truncate: 80 }}",
  "content": "{{ notification.description | truncate: 1900 }}",
  "allowed_mentions": { "parse": [] }
}`,
}
