import type { EventType } from '@/lib/catalogue/event-type'
import type { JsonSchema, ObjectSchema } from '@/lib/catalogue/json-schema'
import { AWKWARD_TEXT, LONG_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'

const LATEST: JsonSchema = { type: 'number', description: 'The score now' }
const PREVIOUS: JsonSchema = { type: 'number', description: 'The score before' }
const THRESHOLD: JsonSchema = { type: 'number', description: 'The limit that the score fell below' }

const DOMAIN: JsonSchema = { type: ['string', 'null'], description: 'The domain of the scorecard' }

function text(description: string): JsonSchema {
  return { type: ['string', 'null'], description }
}

const thresholdParams: ObjectSchema = {
  type: 'object',
  properties: {
    threshold: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 600,
      title: 'Score',
      description: 'Sent below it',
    },
  },
  additionalProperties: false,
}

function scoreContext(names: Record<string, JsonSchema>): ObjectSchema {
  return {
    type: 'object',
    properties: { LatestScore: LATEST, PrevScore: PREVIOUS, Threshold: THRESHOLD, ...names, Domain: DOMAIN },
    required: ['LatestScore', 'PrevScore', 'Threshold'],
  }
}

/** `named` is the Liquid that finds the name of what was scored; without one the subject is said in words. */
function describeDrop(named: string, unnamed: string): string {
  const tail =
    'dropped below {{ notification.context.Threshold }} with a score of {{ notification.context.LatestScore }}'
  return `{% assign name = ${named} %}The score for {% if name %}'{{ name }}'{% else %}${unnamed}{% endif %} ${tail}`
}

type ThresholdType = Pick<EventType, 'key' | 'label'> & {
  id: number
  subject: string
  /** Field of the context that names what was scored, with a sample; the own company needs none. */
  nameField: string
  described: string
  named: string
  unnamed: string
  inSample: boolean
}

function thresholdType(parts: ThresholdType): EventType {
  const { key, label, id, subject, nameField, described, named, unnamed } = parts
  const scores = { LatestScore: 599, PrevScore: 732, Threshold: 600 }
  return makeEventType({
    key,
    label,
    category: 'scores',
    params: thresholdParams,
    contextSchema: scoreContext({ [nameField]: text(described) }),
    descriptionTemplate: describeDrop(named, unnamed),
    sample: {
      id,
      description: `The score for '${subject}' dropped below 600 with a score of 599`,
      occurredAt: '2020-06-29T01:14:11.323507851Z',
      context: parts.inSample ? { ...scores, [nameField]: subject } : scores,
    },
    edgeContext: {
      LatestScore: 0,
      PrevScore: 599.5,
      Threshold: 600,
      [nameField]: AWKWARD_TEXT,
      Note: LONG_TEXT,
      Owner: null,
      Tags: [],
    },
  })
}

/** Score types of UpGuard's integrations. The first sample is its documented one, word for word. */
export const scoreEventTypes: readonly EventType[] = [
  thresholdType({
    key: 'CustomerCSTARUnderThreshold',
    label: "When my company's score drops below {threshold}",
    id: 29,
    subject: 'Example Company',
    nameField: 'CompanyName',
    described: 'Name of your company',
    named: 'notification.context.CompanyName | default: workspace.name',
    unnamed: 'your company',
    inSample: false,
  }),
  thresholdType({
    key: 'CompanyCSTARUnderThreshold',
    label: "When a company's score drops below {threshold}",
    id: 30,
    subject: 'Other Company',
    nameField: 'CompanyName',
    described: 'Name of the company',
    named: 'notification.context.CompanyName | default: notification.context.Domain',
    unnamed: 'a company',
    inSample: true,
  }),
  makeEventType({
    key: 'VendorCSTARDropped',
    label: "When a vendor's score drops by {points} in {days} days",
    category: 'scores',
    params: {
      type: 'object',
      description: 'Counted from the highest score of these days. The score that stood when they began counts too, however long ago it was reported. Sent once, until the score recovers or the days have passed.',
      properties: {
        points: { type: 'integer', minimum: 1, maximum: 1000, default: 10, title: 'Points', description: 'At least' },
        days: { type: 'integer', minimum: 1, maximum: 90, default: 7, title: 'Days', description: 'Within' },
      },
      additionalProperties: false,
    },
    // There is no threshold to fall below, so only the two scores are needed.
    contextSchema: {
      type: 'object',
      properties: {
        LatestScore: LATEST,
        PrevScore: { type: 'number', description: 'The highest score in these days' },
        VendorName: text('Name of the vendor'),
        Domain: DOMAIN,
        Days: { type: ['number', 'null'], description: 'Days in which it dropped' },
      },
      required: ['LatestScore', 'PrevScore'],
    },
    descriptionTemplate:
      '{% assign name = notification.context.VendorName | default: notification.context.Domain %}' +
      "The score for {% if name %}'{{ name }}'{% else %}a vendor{% endif %} dropped by " +
      '{{ notification.context.PrevScore | minus: notification.context.LatestScore }}' +
      ' to {{ notification.context.LatestScore }}' +
      '{% if notification.context.Days %} in {{ notification.context.Days }} days{% endif %}',
    sample: {
      id: 31,
      description: "The score for 'Example Vendor' dropped by 14 to 702 in 7 days",
      occurredAt: '2020-06-29T01:14:11.323507851Z',
      context: { LatestScore: 702, PrevScore: 716, VendorName: 'Example Vendor', Days: 7 },
    },
    edgeContext: { LatestScore: 0, PrevScore: 1000, VendorName: AWKWARD_TEXT, Days: null, Note: LONG_TEXT, Tags: [] },
  }),
  thresholdType({
    key: 'VendorCSTARUnderThreshold',
    label: "When a vendor's score drops below {threshold}",
    id: 32,
    subject: 'Example Vendor',
    nameField: 'VendorName',
    described: 'Name of the vendor',
    named: 'notification.context.VendorName | default: notification.context.Domain',
    unnamed: 'a vendor',
    inSample: true,
  }),
  thresholdType({
    key: 'DomainCSTARUnderThreshold',
    label: "When a domain or IP's score drops below {threshold}",
    id: 33,
    subject: 'shop.example.com',
    nameField: 'Hostname',
    described: 'The domain or IP address',
    named: 'notification.context.Hostname | default: notification.context.Domain',
    unnamed: 'a domain or IP',
    inSample: true,
  }),
]
