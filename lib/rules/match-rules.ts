import type { SkipReason } from '@/lib/contracts/event'
import type { Condition, RuleEvent, ScoreScope } from '@/lib/contracts/scorecard'
import { paramsKey } from '@/lib/scores/params-key'
import { matchesScope, meetsConditions, type ScorecardFacts } from '@/lib/scores/scorecard-facts'

/** What matching needs to know of a rule. */
export interface RuleToMatch {
  id: string
  enabled: boolean
  event: RuleEvent
  scope: ScoreScope
  conditions: readonly Condition[]
}

export interface RuleMatch<R> {
  fire: R[]
  /** Without `no_trigger`: that is every rule that waits for something else. */
  skips: Array<{ ruleId: string; reason: SkipReason }>
}

const withoutThreshold = (event: RuleEvent): RuleEvent => ('threshold' in event ? { ...event, threshold: 1 } : event)
const isSame = (one: RuleEvent, other: RuleEvent): boolean => paramsKey(one) === paramsKey(other)

const skipReason = (rule: RuleToMatch, fired: RuleEvent, facts: ScorecardFacts | null): SkipReason | null => {
  if (!rule.enabled) return 'disabled'
  if (facts === null || !matchesScope(facts, rule.scope)) return 'scope'
  if (!meetsConditions(facts, rule.conditions)) return 'condition'
  return isSame(rule.event, fired) ? null : 'below_threshold'
}

/**
 * Which rules an event of evaluation fires, and for the others that wait for its like the first reason that applies, in
 * the contract's order. `fired` is the rule's event that it was made for: one with another threshold has an event of its
 * own. Pure.
 */
export function matchRules<R extends RuleToMatch>(fired: RuleEvent, rules: readonly R[], facts: ScorecardFacts | null): RuleMatch<R> {
  const match: RuleMatch<R> = { fire: [], skips: [] }
  for (const rule of rules) {
    if (!isSame(withoutThreshold(rule.event), withoutThreshold(fired))) continue
    const reason = skipReason(rule, fired, facts)
    if (reason === null) match.fire.push(rule)
    else match.skips.push({ ruleId: rule.id, reason })
  }
  return match
}
