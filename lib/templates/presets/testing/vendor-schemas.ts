import * as z from 'zod'

// The request formats that the services publish, written down from their documents, for the tests of the bodies. Strict,
// where a service refuses or ignores what it does not know, so that a misspelt field is found.

const text = (max: number) => z.string().min(1).max(max)

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
const slack = z.strictObject({
  channel: text(80).optional(),
  username: text(80).optional(),
  icon_emoji: z.string().regex(/^:[\w+-]+:$/).optional(),
  text: text(40_000).optional(),
  attachments: z.array(z.strictObject({
    fallback: text(40_000),
    color: z.union([z.enum(['good', 'warning', 'danger']), z.string().regex(/^#[\da-f]{6}$/i)]).optional(),
    title: text(40_000).optional(),
    title_link: z.url({ protocol: /^https$/ }).optional(),
    fields: z.array(z.strictObject({ title: text(500), value: text(8000), short: z.boolean().optional() })).max(20).optional(),
  })).min(1).max(20),
})

/** https://adaptivecards.io/explorer/ (1.4), in the envelope of https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
const teamsCard = z.strictObject({
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.4'),
  msteams: z.strictObject({ width: z.literal('Full') }).optional(),
  body: z.array(z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('TextBlock'), text: text(28_000), wrap: z.boolean().optional(), weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
      color: z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
    }),
    z.strictObject({ type: z.literal('FactSet'), facts: z.array(z.strictObject({ title: text(500), value: text(8000) })).min(1) }),
  ])).min(1),
  actions: z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: text(100), url: z.url() })).max(6).optional(),
})
const teams = z.strictObject({
  type: z.literal('message'),
  attachments: z.array(z.strictObject({
    contentType: z.literal('application/vnd.microsoft.card.adaptive'), contentUrl: z.null(), content: teamsCard,
  })).length(1),
}).refine((message) => Buffer.byteLength(JSON.stringify(message)) <= 28 * 1024, 'A message has at most 28 KB')

/** https://discord.com/developers/docs/resources/webhook#execute-webhook and …/message#embed-object-embed-limits */
const embed = z.strictObject({
  title: text(256).optional(),
  description: text(4096).optional(),
  color: z.number().int().min(0).max(0xffffff).optional(),
  fields: z.array(z.strictObject({ name: text(256), value: text(1024), inline: z.boolean().optional() })).max(25).optional(),
})
const lengthOf = ({ title = '', description = '', fields = [] }: z.infer<typeof embed>): number =>
  [title, description, ...fields.flatMap(({ name, value }) => [name, value])].join('').length
const discord = z.strictObject({
  content: text(2000).optional(),
  allowed_mentions: z.strictObject({ parse: z.array(z.enum(['roles', 'users', 'everyone'])) }),
  embeds: z.array(embed).min(1).max(10).refine((embeds) => embeds.reduce((sum, one) => sum + lengthOf(one), 0) <= 6000, '6 000 in all'),
})

/** https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
const pagerduty = z.strictObject({
  routing_key: text(100),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: text(255),
  client: z.string().optional(),
  client_url: z.url().optional(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional(),
  payload: z.strictObject({
    summary: text(1024),
    source: text(1024),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: z.iso.datetime().optional(),
    component: z.string().optional(),
    group: z.string().optional(),
    class: z.string().optional(),
    custom_details: z.looseObject({}).optional(),
  }),
}).refine((event) => Buffer.byteLength(JSON.stringify(event)) <= 512 * 1024, 'An event has at most 512 KB')

/** https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ */
const adfText = z.strictObject({
  type: z.literal('text'), text: z.string().min(1),
  marks: z.array(z.strictObject({ type: z.literal('link'), attrs: z.strictObject({ href: z.url() }) })).optional(),
})
/** https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post */
const jira = z.strictObject({
  fields: z.strictObject({
    project: z.strictObject({ key: z.string().regex(/^[A-Z][A-Z\d_]+$/) }),
    issuetype: z.strictObject({ name: text(60) }),
    summary: text(255).refine((summary) => !/[\r\n]/.test(summary), 'A summary has one line'),
    labels: z.array(z.string().regex(/^\S+$/)).optional(),
    description: z.strictObject({
      type: z.literal('doc'), version: z.literal(1),
      content: z.array(z.strictObject({ type: z.literal('paragraph'), content: z.array(adfText).min(1) })).min(1),
    }).refine((doc) => JSON.stringify(doc).length <= 32_767 * 2, 'A description has at most 32 767 characters'),
  }),
})

/** https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/format-events-for-http-event-collector */
const splunk = z.strictObject({
  time: z.number().positive().optional(),
  host: text(256).optional(),
  source: text(1024).optional(),
  sourcetype: text(256).optional(),
  index: text(80).optional(),
  event: z.looseObject({}),
})

/** https://www.servicenow.com/docs/bundle/latest/page/integrate/inbound-rest/concept/c_TableAPI.html, table incident */
const servicenow = z.strictObject({
  short_description: text(160).refine((line) => !/[\r\n]/.test(line), 'One line'),
  description: text(4000),
  urgency: z.enum(['1', '2', '3']),
  impact: z.enum(['1', '2', '3']),
  correlation_id: text(100),
  correlation_display: text(100),
})

export const vendorSchemas: Readonly<Record<string, z.ZodType>> = { slack, teams, discord, pagerduty, jira, splunk, servicenow }
