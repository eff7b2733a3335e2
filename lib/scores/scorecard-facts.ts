import type { Condition, ScorecardKind, ScoreScope } from '@/lib/contracts/scorecard'

/** What scopes and conditions ask about a scorecard. */
export interface ScorecardFacts {
  kind: ScorecardKind
  followed: boolean
  tier: string | null
  labels: readonly string[]
  attributes: Readonly<Record<string, unknown>>
  portfolioIds: readonly string[]
}

/** Whether a scorecard belongs to a group. */
export function matchesScope(facts: ScorecardFacts, scope: ScoreScope): boolean {
  switch (scope.kind) {
    case 'mine':
      return facts.kind === 'mine'
    case 'followed':
      return facts.followed
    case 'portfolio':
      return facts.portfolioIds.includes(scope.portfolioId)
  }
}

const lower = (value: unknown): string => String(value).trim().toLowerCase()

// A field that is not there has no value: nothing equals it, nothing is in it.
const valuesOf = (facts: ScorecardFacts, condition: Condition): string[] => {
  switch (condition.field) {
    case 'tier':
      return facts.tier === null ? [] : [lower(facts.tier)]
    case 'label':
      return facts.labels.map(lower)
    case 'portfolio':
      return facts.portfolioIds.map(lower)
    case 'attribute': {
      const value: unknown = Object.hasOwn(facts.attributes, condition.name) ? facts.attributes[condition.name] : undefined
      return value === undefined || value === null ? [] : [lower(value)]
    }
  }
}

const meets = (facts: ScorecardFacts, condition: Condition): boolean => {
  const values = valuesOf(facts, condition)
  const wanted = lower(condition.value)
  switch (condition.op) {
    case 'is':
      return values.includes(wanted)
    case 'is_not':
      return !values.includes(wanted)
    case 'contains':
      return values.some((value) => value.includes(wanted))
    case 'not_contains':
      return !values.some((value) => value.includes(wanted))
  }
}

/**
 * Whether a scorecard meets all conditions, upper and lower case alike. `null` is a scorecard that is not known: it meets
 * none, so an event about something else is not sent where conditions are set.
 */
export const meetsConditions = (facts: ScorecardFacts | null, conditions: readonly Condition[]): boolean =>
  conditions.length === 0 || (facts !== null && conditions.every((condition) => meets(facts, condition)))
