import type { SkipReason } from '@/lib/contracts/event'

/** What matching needs to know of an integration. */
export interface Candidate {
  id: string
  enabled: boolean
  disabledBy: string | null
  triggers: ReadonlyMap<string, { params: Record<string, unknown> }>
}

export type FilterVerdict = { matches: true } | { matches: false; reason: 'below_threshold' | 'condition' }

/** Whether an event type's parameters let a context through (lib/catalogue). */
export type Filter = (type: string, params: Record<string, unknown>, context: unknown) => FilterVerdict

export interface Match<T extends Candidate> {
  deliver: T[]
  /** Without `no_trigger`: that is every integration that is in neither list. */
  skips: Array<{ integrationId: string; reason: Exclude<SkipReason, 'no_trigger'> }>
}

const skipReason = (candidate: Candidate, params: Record<string, unknown>, event: EventToMatch, filter: Filter) => {
  if (!candidate.enabled) return candidate.disabledBy === 'system' ? 'disabled_by_system' : 'disabled'
  const verdict = filter(event.type, params, event.context)
  return verdict.matches ? null : verdict.reason
}

export interface EventToMatch {
  type: string
  context: unknown
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
    const reason = skipReason(candidate, trigger.params, event, filter)
    if (reason === null) match.deliver.push(candidate)
    else match.skips.push({ integrationId: candidate.id, reason })
  }
  return match
}
