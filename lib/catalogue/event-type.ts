import type { ObjectSchema } from '@/lib/catalogue/json-schema'
import type { JsonObject } from '@/lib/json/json-value'

/** The groups in which the wizard shows triggers, in their order. */
export const EVENT_CATEGORIES = {
  scores: 'Scores',
  data_leaks: 'Data leaks',
  identity_breaches: 'Identity breaches',
  typosquatting: 'Typosquatting',
  vulnerabilities: 'Vulnerabilities and risks',
  trust_page: 'Trust Page',
  scorecards: 'Scorecards',
  alerts: 'Alerts',
  reputations: 'Reputations',
  custom: 'Custom',
} as const
export type EventCategory = keyof typeof EVENT_CATEGORIES

/** What templates see as `notification`. */
export type EventSample = {
  id: number
  type: string
  description: string
  occurredAt: string
  context: JsonObject
}

export type ParamValue = string | number | boolean
export type ParamValues = { readonly [name: string]: ParamValue }

/** An entry of the catalogue. */
export type EventType = {
  key: string
  /** Parameters in braces: `When my company's score drops below {threshold}`. See `renderLabel`. */
  label: string
  category: EventCategory
  /** Each property has a default, so that no parameter has to be given. */
  params: ObjectSchema
  contextSchema: ObjectSchema
  /** Plain Liquid for an event that comes without a description; of an own type only text and places, see `fillDescription`. */
  descriptionTemplate: string
  sample: EventSample
  /** The sample first, then one with quotes, line breaks, emoji, nulls, empty lists and a 2 000-character text. */
  samples: ReadonlyArray<{ name: string } & EventSample>
  defaultTemplate: string
  /** What of the context an integration takes only once, whatever number of events brings it; see deliveries/take-once. */
  onceBy?: (context: unknown) => string | undefined
  /** A workspace has made it: what is written in it is a user's. */
  isOwn?: true
}
