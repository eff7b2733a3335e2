import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { discordPreset } from '@/lib/templates/presets/discord-preset'
import { jiraPreset } from '@/lib/templates/presets/jira-preset'
import { pagerdutyPreset } from '@/lib/templates/presets/pagerduty-preset'
import { servicenowPreset } from '@/lib/templates/presets/servicenow-preset'
import { slackPreset } from '@/lib/templates/presets/slack-preset'
import { splunkPreset } from '@/lib/templates/presets/splunk-preset'
import { teamsPreset } from '@/lib/templates/presets/teams-preset'

const presets: readonly BodyPreset[] = [
  slackPreset, teamsPreset, discordPreset, pagerdutyPreset, jiraPreset, splunkPreset, servicenowPreset,
]

/** The bodies offered beside an event type's default; a new receiver is one more file and one entry here. */
export function listBodyPresets(): readonly BodyPreset[] {
  return presets
}
