import type { ParamValues } from '@/lib/catalogue/event-type'
import type { RuleEvent, ScorecardKind } from '@/lib/contracts/scorecard'
import type { ScoreCheck } from './score-check'

interface ScoreType {
  kinds: readonly ScorecardKind[]
  /** The field of the context that names what was scored. */
  nameField: string
  toCheck: (params: ParamValues) => ScoreCheck
}

const under = ({ threshold }: ParamValues): ScoreCheck => ({ kind: 'under', threshold: Number(threshold) })

/** Event types that are evaluated here from scores, and for which kinds of scorecard. A company is one's own or a vendor. */
const SCORE_TYPES: Readonly<Record<string, ScoreType>> = {
  CustomerCSTARUnderThreshold: { kinds: ['mine'], nameField: 'CompanyName', toCheck: under },
  CompanyCSTARUnderThreshold: { kinds: ['mine', 'vendor'], nameField: 'CompanyName', toCheck: under },
  VendorCSTARUnderThreshold: { kinds: ['vendor'], nameField: 'VendorName', toCheck: under },
  DomainCSTARUnderThreshold: { kinds: ['domain'], nameField: 'Hostname', toCheck: under },
  VendorCSTARDropped: {
    kinds: ['vendor'], nameField: 'VendorName',
    toCheck: ({ points, days }) => ({ kind: 'dropped', points: Number(points), days: Number(days) }),
  },
  'scorecard.changed': { kinds: ['mine', 'vendor', 'domain'], nameField: 'name', toCheck: () => ({ kind: 'changed' }) },
}

export const SCORE_TYPE_KEYS: readonly string[] = Object.keys(SCORE_TYPES)

export const findScoreType = (key: string): ScoreType | undefined =>
  Object.hasOwn(SCORE_TYPES, key) ? SCORE_TYPES[key] : undefined

/** What a rule's event asks of the observations. */
export const checkOfRule = (event: RuleEvent): ScoreCheck =>
  event.kind === 'new_issues' ? { kind: 'new_issues', severity: event.severity } : event
