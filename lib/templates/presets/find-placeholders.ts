import type { Problem } from '@/lib/templates/template-problem'

/** What a preset's body has where something of one's own belongs, and the field that it stands in. */
interface Placeholder {
  text: string
  field: string
  instead: string
}

/** Where the integration key of a PagerDuty service belongs. */
export const PAGERDUTY_KEY = 'YOUR-INTEGRATION-KEY'
/** Where the key of a Jira project belongs. */
export const JIRA_PROJECT_KEY = 'YOUR-PROJECT-KEY'

const PLACEHOLDERS: readonly Placeholder[] = [
  { text: PAGERDUTY_KEY, field: 'routing_key', instead: 'the integration key of your PagerDuty service' },
  { text: JIRA_PROJECT_KEY, field: 'project key', instead: 'the key of your Jira project' },
]

/**
 * Placeholders of presets that nobody has replaced: such a body is valid and sent in vain. Each stands in quotes, as the
 * preset wrote it; a comment may speak of it. Pure.
 */
export function findPlaceholders(template: string): Problem[] {
  return PLACEHOLDERS.flatMap(({ text, field, instead }) => {
    const offset = template.indexOf(`"${text}"`)
    if (offset < 0) return []
    const before = template.slice(0, offset + 1).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    return [{
      severity: 'error', code: 'placeholder', line: before.length, column, endColumn: column + text.length,
      message: `The ${field} is still the placeholder ${text}: put ${instead} in its place`,
    }]
  })
}
