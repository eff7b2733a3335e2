import { skipWords } from '@/components/deliveries/status-words'
import { eventLabel } from '@/components/event-types/event-label'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { Skip } from '@/lib/contracts/event'
import type { IntegrationView } from '@/lib/contracts/integration'

type Target = Pick<IntegrationView, 'name' | 'triggers'>

/** Who did not get the event: the integration's name, or what is known of it. */
export function skipName(skip: Skip, integration: Pick<Target, 'name'> | undefined): string {
  if (integration) return integration.name
  if (skip.integrationId) return `Deleted integration ${skip.integrationId}`
  return skip.ruleId ? `Rule ${skip.ruleId}` : 'No integration'
}

/** Why, in words: `not below 600` where the trigger's own number says it best. */
export function skipReason(skip: Skip, type: string, integration: Pick<Target, 'triggers'> | undefined, eventType?: EventTypeView): string {
  if (skip.reason !== 'below_threshold') return skipWords[skip.reason]
  const params = integration?.triggers.find((trigger) => trigger.type === type)?.params ?? {}
  const { threshold, points, days, minSeverity, minRiskLevel } = params
  if (threshold !== undefined) return `not below ${String(threshold)}`
  if (points !== undefined) return `dropped by less than ${String(points)} in ${String(days)} days`
  if (minSeverity !== undefined) return `severity below ${String(minSeverity)}`
  if (minRiskLevel !== undefined) return `risk level below ${String(minRiskLevel)}`
  return eventType ? `${skipWords.below_threshold}: ${eventLabel(eventType, type, params)}` : skipWords.below_threshold
}
