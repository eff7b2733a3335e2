import { hostOf } from '@/components/deliveries/url-host'
import { wordFactor } from '@/components/scorecards/scorecard-words'
import type { RuleView } from '@/lib/contracts/rule'
import type { Condition, PortfolioView, RuleEvent, ScoreScope } from '@/lib/contracts/scorecard'

const points = (count: number) => `${count} ${count === 1 ? 'point' : 'points'}`

/** Completes "When …". */
export function wordEvent(event: RuleEvent): string {
  switch (event.kind) {
    case 'score_drop': return `the score drops by at least ${points(event.threshold)}`
    case 'score_rise': return `the score rises by at least ${points(event.threshold)}`
    case 'grade_drop': return 'the grade drops'
    case 'grade_raise': return 'the grade is raised'
    case 'factor_score_drop': return `the score of ${wordFactor(event.factor)} drops by at least ${points(event.threshold)}`
    case 'factor_score_rise': return `the score of ${wordFactor(event.factor)} rises by at least ${points(event.threshold)}`
    case 'factor_grade_drop': return `the grade of ${wordFactor(event.factor)} drops`
    case 'factor_grade_raise': return `the grade of ${wordFactor(event.factor)} is raised`
    case 'new_issues': return `there are new issues of severity ${event.severity}`
    case 'breach': return 'there is a breach'
  }
}

/** SecurityScorecard's names of the groups, as its users know them. */
export const scopeOptions: ReadonlyArray<{ value: ScoreScope['kind']; label: string }> = [
  { value: 'mine', label: 'My Scorecard' }, { value: 'followed', label: 'All Followed Scorecards' }, { value: 'portfolio', label: 'Selected Portfolio' },
]

/** Completes "for …". */
export function wordScope(scope: ScoreScope, portfolios: readonly PortfolioView[]): string {
  switch (scope.kind) {
    case 'mine': return 'my scorecard'
    case 'followed': return 'all followed scorecards'
    case 'portfolio': return `the portfolio ${portfolios.find(({ id }) => id === scope.portfolioId)?.name ?? '…'}`
  }
}

/** "When the score drops by at least 10 points for my scorecard, then send to a.example, then to b.example." */
export function wordRule({ event, scope, conditions, steps }: Pick<RuleView, 'event' | 'scope' | 'conditions' | 'steps'>, portfolios: readonly PortfolioView[]): string {
  const limits = conditions.length === 0 ? '' : ` on ${conditions.length} ${conditions.length === 1 ? 'condition' : 'conditions'}`
  const hosts = steps.map(({ url }, index) => `${index === 0 ? 'send a web request to' : 'then to'} ${hostOf(url)}`)
  return `When ${wordEvent(event)} for ${wordScope(scope, portfolios)}${limits}, ${hosts.join(', ')}.`
}

/** Completes "only if …". */
export function wordCondition(condition: Condition, portfolios: readonly PortfolioView[]): string {
  const { field, op, value } = condition
  const subject = field === 'attribute' ? `the attribute ${condition.name}` : `the ${field}`
  const comparison = { is: 'is', is_not: 'is not', contains: 'contains', not_contains: 'does not contain' }[op]
  return `${subject} ${comparison} ${field === 'portfolio' ? (portfolios.find(({ id }) => id === value)?.name ?? 'a deleted portfolio') : value}`
}
