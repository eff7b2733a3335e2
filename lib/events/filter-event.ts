import { findEventType } from '@/lib/catalogue/find-event-type'
import { matchesParams } from '@/lib/catalogue/matches-params'
import { resolveParams } from '@/lib/catalogue/resolve-params'
import { paramsKey } from '@/lib/scores/params-key'
import { meetsConditions } from '@/lib/scores/scorecard-facts'
import type { Filter, FilterVerdict } from './match-event'

const MATCH: FilterVerdict = { matches: true }

/**
 * Whether a trigger wants an event of its type: its conditions first, then its parameters. An event that evaluation made
 * is wanted by the triggers with the parameters that fired; one that a client posted is judged by its level.
 */
export const filterEvent: Filter = (event, trigger) => {
  if (!meetsConditions(event.facts ?? null, trigger.conditions)) return { matches: false, reason: 'condition' }
  const type = findEventType(event.type)
  // A workspace's own type: it has no parameters, so every event of it is wanted.
  if (!type) return MATCH
  const resolved = resolveParams(type, trigger.params)
  const params = resolved.ok ? resolved.values : {}
  if (event.firedParams === undefined || event.firedParams === null) return matchesParams(type, params, event.context)
  const fired: unknown = JSON.parse(event.firedParams)
  return paramsKey(Object(fired)) === paramsKey(params) ? MATCH : { matches: false, reason: 'below_threshold' }
}
