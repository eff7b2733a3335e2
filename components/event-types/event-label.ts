import type { EventTypeView } from '@/lib/contracts/event-type'

type Labelled = Pick<EventTypeView, 'label' | 'params'>

/**
 * What an event type is called in lists: `My company's score drops below 500`. Parameters that are not given have their
 * default; an unknown type is called by its key.
 */
export function eventLabel(type: Labelled | undefined, key: string, params: Record<string, unknown> = {}): string {
  if (!type) return key
  const sentence = type.label.replace(/\{(\w+)\}/g, (braces, name: string) => String(params[name] ?? defaultOf(type, name) ?? braces))
  const short = sentence.replace(/^When (a |an |the )?/, (_, article?: string) => article ?? '')
  return short.charAt(0).toUpperCase() + short.slice(1)
}

/** The default of a parameter in its JSON Schema. */
function defaultOf(type: Labelled, name: string): unknown {
  const properties = type.params.properties
  if (typeof properties !== 'object' || properties === null) return undefined
  const schema: unknown = Object.entries(properties).find(([key]) => key === name)?.[1]
  return typeof schema === 'object' && schema !== null && 'default' in schema ? schema.default : undefined
}
