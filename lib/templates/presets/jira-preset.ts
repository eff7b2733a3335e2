import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { eachFact, headOf, oneLine, whenLinked } from '@/lib/templates/presets/body-parts'
import { JIRA_PROJECT_KEY } from '@/lib/templates/presets/find-placeholders'

/**
 * Jira Cloud's `POST /rest/api/3/issue`: summary of one line and at most 255 characters, the description in the Atlassian
 * Document Format, whose texts must not be empty.
 * https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post
 */
export const jiraPreset: BodyPreset = {
  key: 'jira',
  label: 'Jira',
  description: 'An issue in Jira Cloud',
  contentType: 'application/json',
  templateFor: (eventType) => `${headOf(eventType)}{
  "fields": {
    "project": { "key": "${JIRA_PROJECT_KEY}" },
    "issuetype": { "name": "Task" },
    "summary": "${oneLine(250)}",
    "labels": ["hookwright"],
    "description": {
      "type": "doc",
      "version": 1,
      "content": [
        { "type": "paragraph", "content": [{ "type": "text", "text": "{{ notification.description | default: notification.type | truncate: 5000 }}" }] },
        { "type": "paragraph", "content": [{ "type": "text", "text": "{{ notification.type }}, {{ notification.occurredAt }}" }] }${
  eachFact(eventType, '        ', (title) => `,
        { "type": "paragraph", "content": [{ "type": "text", "text": "${title}: {{ value | truncate: 2000 }}" }] }`)}${
  whenLinked(eventType, `,
        { "type": "paragraph", "content": [{ "type": "text", "text": "{{ link }}", "marks": [{ "type": "link", "attrs": { "href": "{{ link }}" } }] }] }`)}
      ]
    }
  }
}`,
}
