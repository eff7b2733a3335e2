import type { PolicyProfile, SigningScheme } from '@/lib/contracts/integration'
import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import { JIRA_PROJECT_KEY, PAGERDUTY_KEY } from '@/lib/templates/presets/find-placeholders'
import { listBodyPresets } from '@/lib/templates/presets/list-body-presets'
import type { AuthKind } from './form-state'

/** A card of the first step: what choosing it fills in. */
export interface WizardPreset {
  key: string
  title: string
  description: string
  /** Event types that are switched on. */
  triggers: readonly string[]
  /** The body for a type; null = the type's default. */
  templateFor: (type: string) => string | null
  authKind: AuthKind
  scheme: SigningScheme
  profile: PolicyProfile
  /** The address, where it is the same for everybody; else ''. */
  url: string
  urlPlaceholder: string
  /** Secret headers that the service wants, with what their value looks like. */
  headers: readonly { name: string; example: string }[]
  /** Requests per second that the service takes; '' = no limit. */
  perSecond: string
  /** What to enter on the destination step and where to find it. */
  steps: readonly string[]
  /** What has to be put into the body by hand. */
  bodyHint: string | null
}

const plain: Omit<WizardPreset, 'key' | 'title' | 'description'> = {
  triggers: [],
  templateFor: () => null,
  authKind: 'none',
  scheme: 'standard',
  profile: 'standard',
  url: '',
  urlPlaceholder: 'https://example.com/hooks/ratings',
  headers: [],
  perSecond: '',
  steps: [],
  bodyHint: null,
}

type Service = Partial<Omit<WizardPreset, 'key' | 'title' | 'templateFor'>> & Pick<WizardPreset, 'urlPlaceholder' | 'steps'>

const services: Readonly<Record<string, Service>> = {
  slack: {
    description: 'A channel message with a coloured bar',
    urlPlaceholder: 'https://hooks.slack.com/services/…',
    perSecond: '1',
    steps: [
      'In Slack, make an app with Incoming Webhooks and add it to a channel.',
      'Paste its Webhook URL as the URL. It is the only key: keep it to yourself.',
    ],
    bodyHint: 'Webhooks of apps ignore channel, username and icon_emoji: the app decides. Older custom integrations read them.',
  },
  teams: {
    urlPlaceholder: 'https://….logic.azure.com/workflows/…',
    steps: [
      'In Teams, open the channel’s Workflows and choose “Send webhook alerts to a channel”.',
      'Paste the address that it shows, with its whole query, as the URL.',
    ],
  },
  discord: {
    description: 'A channel message with a coloured embed',
    urlPlaceholder: 'https://discord.com/api/webhooks/…',
    perSecond: '1',
    steps: ['In Discord, open Channel settings › Integrations › Webhooks and make one.', 'Paste its Webhook URL as the URL.'],
  },
  pagerduty: {
    url: 'https://events.pagerduty.com/v2/enqueue',
    urlPlaceholder: 'https://events.pagerduty.com/v2/enqueue',
    steps: [
      'In PagerDuty, open the service › Integrations and add “Events API V2”.',
      'The URL is the same for everyone. The integration key goes into the body, on the next step.',
    ],
    bodyHint: `Put the service’s integration key in the place of ${PAGERDUTY_KEY}, in each body: before that it cannot be switched on.`,
  },
  jira: {
    authKind: 'basic',
    urlPlaceholder: 'https://your-site.atlassian.net/rest/api/3/issue',
    steps: [
      'URL: your Jira Cloud site with /rest/api/3/issue behind it.',
      'User name: the mail address of the Atlassian account that makes the issues. Password: an API token of that account.',
    ],
    bodyHint: `Put your project’s key in the place of ${JIRA_PROJECT_KEY}, in each body, and where the project has no Task another issue type.`,
  },
  splunk: {
    urlPlaceholder: 'https://http-inputs-your-stack.splunkcloud.com/services/collector/event',
    headers: [{ name: 'Authorization', example: 'Splunk 12345678-1234-1234-1234-1234567890AB' }],
    steps: [
      'In Splunk, open Settings › Data inputs › HTTP Event Collector and make a token.',
      'URL: your collector with /services/collector/event behind it.',
      'Header Authorization: the word Splunk, a space and the token.',
    ],
  },
  servicenow: {
    authKind: 'basic',
    urlPlaceholder: 'https://your-instance.service-now.com/api/now/table/incident',
    steps: [
      'URL: your instance with /api/now/table/incident behind it.',
      'User name and password: a user with the role that may make incidents, such as itil.',
    ],
  },
}

/** These services don't look at signatures: they know the sender by address, password or key. */
function fromBody(body: BodyPreset): WizardPreset {
  return {
    ...plain, scheme: 'none', description: body.description, ...services[body.key],
    key: body.key, title: body.label, templateFor: body.templateFor,
  }
}

const wizardPresets: readonly WizardPreset[] = [
  {
    ...plain,
    key: 'webhook',
    title: 'Webhook',
    description: 'Any HTTPS address, any JSON body, signed by the Standard Webhooks rules',
  },
  ...listBodyPresets().map(fromBody),
  {
    ...plain,
    key: 'guard',
    title: 'Guard alert',
    description: 'Investigations from a risk level on, each sent once',
    triggers: ['investigation.opened'],
    scheme: 'guard',
    profile: 'guard',
    urlPlaceholder: 'https://example.com/guard/alerts',
    steps: [
      'The address must be reachable from the internet and answer 2xx within 10 seconds.',
      'The signing secret is shown once, when you finish: copy it to the receiver.',
    ],
  },
  {
    ...plain,
    key: 'argyle',
    title: 'Argyle subscription',
    description: 'Added and updated reputations, also at /v1/webhooks',
    triggers: ['reputations.added', 'reputations.updated'],
    scheme: 'argyle',
    urlPlaceholder: 'https://example.com/argyle',
    steps: [
      'The name is sent in each body: it is the subscription’s name.',
      'This subscription is also at /v1/webhooks, where clients of Argyle’s v1 find it.',
    ],
  },
]

export function listWizardPresets(): readonly WizardPreset[] {
  return wizardPresets
}

export function findWizardPreset(key: string | null): WizardPreset | undefined {
  return wizardPresets.find((preset) => preset.key === key)
}

/** The body that a trigger of this kind of integration has by default; null = the event type's own. */
export function presetTemplate(preset: string | null, type: string): string | null {
  return findWizardPreset(preset)?.templateFor(type) ?? null
}
