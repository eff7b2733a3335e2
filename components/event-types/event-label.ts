import { wordTrigger } from '@/components/integration-wizard/state/split-label'
import type { EventTypeView } from '@/lib/contracts/event-type'

/**
 * What an event type is called in lists: `My company's score drops below 500`. Parameters that are not given have their
 * default; an unknown type is called by its key.
 */
export function eventLabel(
  type: Pick<EventTypeView, 'label' | 'params'> | undefined, key: string, params: Record<string, unknown> = {},
): string {
  if (!type) return key
  const short = wordTrigger(type, params).replace(/^When /, '')
  return short.charAt(0).toUpperCase() + short.slice(1)
}
