import type { Queryable } from '@/lib/db'
import { newId } from '@/lib/ids'
import { loadTargetsById } from '@/lib/integrations/load-targets'
import { MASK, maskUrl } from '@/lib/security/mask-url'
import type { ScorecardFacts } from '@/lib/scores/scorecard-facts'
import type { LoadedRule } from './load-rules'
import { matchRules, type RuleMatch } from './match-rules'
import { readRuleEvent } from './rule-event-types'
import type { NewExecution } from './store-executions'

interface RuleEventRow {
  id: string
  fired_params: string | null
}

export interface PlannedExecutions {
  executions: NewExecution[]
  skips: RuleMatch<LoadedRule>['skips']
}

/**
 * Which rules an event of evaluation fires, with their steps as they are now. Stores nothing.
 */
export async function planExecutions(
  db: Queryable, event: RuleEventRow, rules: readonly LoadedRule[], facts: ScorecardFacts | null, now: number,
): Promise<PlannedExecutions> {
  if (event.fired_params === null) return { executions: [], skips: [] } // nobody else makes such events
  const { fire, skips } = matchRules(readRuleEvent(event.fired_params), rules, facts)
  const targets = await loadTargetsById(db, fire.flatMap(({ steps }) => steps.map(({ id }) => id)))
  const urlOf = (id: string): string => {
    const target = targets.get(id)
    return target ? target.redact(maskUrl(target.url)) : MASK
  }
  return {
    skips,
    executions: fire.map(({ id: ruleId, workspaceId, steps }) => ({
      id: newId('rex', now), workspaceId, ruleId, eventId: event.id, createdAt: now,
      steps: steps.map((step) => ({ ...step, url: urlOf(step.id) })),
    })),
  }
}
