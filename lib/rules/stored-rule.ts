import { policy } from '@/lib/contracts/integration'
import { conditions, ruleEvent, scoreScope, type Condition, type RuleEvent, type ScoreScope } from '@/lib/contracts/scorecard'
import type { Policy } from '@/lib/contracts/integration'
import type { Rule } from '@/lib/generated/prisma/client'
import type { IntegrationRow } from '@/lib/integrations/stored-integration'

/** A rule with its steps in their order. */
export type RuleRow = Rule & { steps: IntegrationRow[] }

export interface RuleColumns {
  event: RuleEvent
  scope: ScoreScope
  conditions: Condition[]
  policy: Policy
}

/** The parsed JSON columns of a rule. */
export const readRuleColumns = (row: Pick<Rule, 'event' | 'scope' | 'conditions' | 'policy'>): RuleColumns => ({
  event: ruleEvent.parse(row.event),
  scope: scoreScope.parse(row.scope),
  conditions: conditions.parse(row.conditions),
  policy: policy.parse(row.policy),
})

/** The template of a step: its one trigger has it. */
export const templateOfStep = (step: IntegrationRow): string | null => step.triggers[0]?.template ?? null
