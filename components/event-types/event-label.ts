import { ruleEventOptions } from '@/components/rules/rule-kinds'
import type { EventTypeView } from '@/lib/contracts/event-type'

/**
 * What an event type is called in lists: `My company's score drops below 500`. Parameters that are not given have their
 * default; what rules wait for has their words, and a type that is not known is called by its key. (The wizard's own `wordTrigger` would bring zod into every page.)
 */
export function eventLabel(
  type: Pick<EventTypeView, 'label' | 'params'> | undefined, key: string, params: Record<string, unknown> = {},
): string {
  if (!type) return ruleEventOptions.find(({ value }) => value === key)?.label ?? key
  const label = Object.entries(params).reduce((text, [name, value]) => setNumber(text, defaultOf(type.params, name), value), type.label)
  const short = label.replace(/^When /, '')
  return short.charAt(0).toUpperCase() + short.slice(1)
}

/** The label is worded with the defaults: the default's number, standing alone, becomes the value. */
function setNumber(label: string, standard: unknown, value: unknown): string {
  if (typeof standard !== 'number' || value === standard) return label
  return label.replace(new RegExp(`(?<![\\d.])${standard}(?![\\d.]*\\d)`), () => String(value))
}

function defaultOf(schema: Record<string, unknown>, name: string): unknown {
  const properties = schema.properties
  if (typeof properties !== 'object' || properties === null) return undefined
  const property: unknown = Object.entries(properties).find(([key]) => key === name)?.[1]
  return typeof property === 'object' && property !== null && 'default' in property ? property.default : undefined
}
