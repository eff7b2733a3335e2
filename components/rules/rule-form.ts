import { fromDestination, fromPolicy } from '@/components/integration-wizard/state/from-contract'
import { emptyForm, type FormState } from '@/components/integration-wizard/state/form-state'
import { toContract, toPolicy, type ContractBody } from '@/components/integration-wizard/state/to-contract'
import type { Severity } from '@/lib/catalogue/risk-order'
import type { RuleStepView, RuleView } from '@/lib/contracts/rule'
import type { Condition, FactorName, RuleEvent, ScoreScope } from '@/lib/contracts/scorecard'

export type RuleKind = RuleEvent['kind']

/** Numbers are text while they are typed; what another kind of event asks for is kept for the case that it is chosen again. */
export interface EventForm {
  kind: RuleKind
  threshold: string
  factor: FactorName
  severity: Severity
}

export interface StepForm {
  key: string // identity on the screen; never sent
  id: string | null // null: not saved yet
  destination: FormState
  template: string // '' = the standard body
  savedUrl: string | null
}

export interface RuleForm {
  name: string
  ownerEmail: string // '' = nobody
  event: EventForm
  scope: { kind: ScoreScope['kind']; portfolioId: string }
  conditions: Condition[]
  steps: StepForm[]
  policy: FormState['policy']
}

/** The body of create, change and test, before it is judged; the schemas of lib/contracts are the judge. */
export interface RuleBody {
  name: string
  ownerEmail: string | null
  event: Record<string, unknown>
  scope: { kind: ScoreScope['kind']; portfolioId?: string }
  conditions: Condition[]
  steps: (ContractBody['destination'] & { id?: string; template: string | null })[]
  policy: ContractBody['policy']
}

export const emptyStep = (key: string): StepForm => ({ key, id: null, destination: emptyForm, template: '', savedUrl: null })

export const emptyRule = (ownerEmail: string): RuleForm => ({
  name: '',
  ownerEmail,
  event: { kind: 'score_drop', threshold: '10', factor: 'network_security', severity: 'high' },
  scope: { kind: 'mine', portfolioId: '' },
  conditions: [],
  steps: [emptyStep('s1')],
  policy: { ...emptyForm.policy, profile: 'scorecard' },
})

/** A key that no web request of the form has. */
export const newStepKey = (steps: readonly StepForm[]): string =>
  `s${Math.max(0, ...steps.map(({ key }) => Number(key.slice(1)))) + 1}`

const fromStep = ({ id, template, ...destination }: RuleStepView, index: number): StepForm => ({
  key: `s${index + 1}`, id, destination: { ...emptyForm, ...fromDestination(destination) }, template: template ?? '', savedUrl: destination.url,
})

/** A saved rule as the builder's form. Secrets arrive as the note that they are stored. */
export function fromRule(rule: RuleView): RuleForm {
  const { event, scope } = rule
  const start = emptyRule(rule.ownerEmail ?? '')
  return {
    ...start,
    name: rule.name,
    event: {
      kind: event.kind,
      threshold: 'threshold' in event ? String(event.threshold) : start.event.threshold,
      factor: 'factor' in event ? event.factor : start.event.factor,
      severity: 'severity' in event ? event.severity : start.event.severity,
    },
    scope: { kind: scope.kind, portfolioId: scope.kind === 'portfolio' ? scope.portfolioId : '' },
    conditions: rule.conditions,
    steps: rule.steps.map(fromStep),
    policy: fromPolicy(rule.policy),
  }
}

export const asksThreshold = (kind: RuleKind) => /score_(drop|rise)$/.test(kind)
export const asksFactor = (kind: RuleKind) => kind.startsWith('factor_')
export const asksSeverity = (kind: RuleKind) => kind === 'new_issues'

/** The event as it is sent; a number that is none yet is refused by every schema. */
export const toEvent = ({ kind, threshold, factor, severity }: EventForm): Record<string, unknown> => ({
  kind,
  ...(asksThreshold(kind) && { threshold: threshold.trim() === '' ? Number.NaN : Number(threshold) }),
  ...(asksFactor(kind) && { factor }),
  ...(asksSeverity(kind) && { by: 'severity', severity }),
})

export const toScope = ({ kind, portfolioId }: RuleForm['scope']): RuleBody['scope'] => (kind === 'portfolio' ? { kind, portfolioId } : { kind })

export function toRuleBody({ name, ownerEmail, event, scope, conditions, steps, policy }: RuleForm): RuleBody {
  return {
    name: name.trim(),
    ownerEmail: ownerEmail === '' ? null : ownerEmail,
    event: toEvent(event),
    scope: toScope(scope),
    conditions,
    steps: steps.map(({ id, destination, template }) => ({
      ...toContract(destination).destination, ...(id !== null && { id }), template: template.trim() === '' ? null : template,
    })),
    policy: toPolicy(policy),
  }
}
