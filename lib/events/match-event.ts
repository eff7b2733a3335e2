import type { SkipReason } from '@/lib/contracts/event'
import type { Condition } from '@/lib/contracts/scorecard'
import type { ScorecardFacts } from '@/lib/scores/scorecard-facts'

/** What matching needs to know of an integration. */
export interface Candidate {
  id: string
  enabled: boolean
  disabledBy: string | null
  triggers: ReadonlyMap<string, TriggerToMatch>
}

export interface TriggerToMatch {
  params: Record<string, unknown>
  conditions: readonly Condition[]
}

export type FilterVerdict = { matches: true } | { matches: false; reason: 'below_threshold' | 'condition' }

/** Whether a trigger's conditions and parameters let an event through. */
export type Filter = (event: EventToMatch, trigger: TriggerToMatch) => FilterVerdict

export interface Match<T extends Candidate> {
  deliver: T[]
  /** Without `no_trigger`: that is every integration that is in neither list. */
  skips: Array<{ integrationId: string; reason: Exclude<SkipReason, 'no_trigger'> }>
}

const skipReason = (candidate: Candidate, trigger: TriggerToMatch, event: EventToMatch, filter: Filter) => {
  if (!candidate.enabled) return candidate.disabledBy === 'system' ? 'disabled_by_system' : 'disabled'
  const verdict = filter(event, trigger)
  return verdict.matches ? null : verdict.reason
}

export interface EventToMatch {
  type: string
  context: unknown
  /** Of an event that evaluation made: the parameters that fired, as JSON. */
  firedParams?: string | null
  /** Of its scorecard, where a trigger has conditions. */
  facts?: ScorecardFacts | undefined
}

/**
 * Who gets an event, and for the others with a trigger of that type the first reason that applies, in the contract's
 * order. Pure.
 */
export function matchEvent<T extends Candidate>(event: EventToMatch, candidates: readonly T[], filter: Filter): Match<T> {
  const match: Match<T> = { deliver: [], skips: [] }
  for (const candidate of candidates) {
    const trigger = candidate.triggers.get(event.type)
    if (!trigger) continue
    const reason = skipReason(candidate, trigger, event, filter)
    if (reason === null) match.deliver.push(candidate)
    else match.skips.push({ integrationId: candidate.id, reason })
  }
  return match
}
