import { RULE_EVENT_PREFIX } from '@/lib/contracts/event-names'
import type { RuleEvent } from '@/lib/contracts/scorecard'

type RuleKind = RuleEvent['kind']

/** How an event begins in the sentence; its parameters follow. */
export const kindGroups: ReadonlyArray<{ label: string; kinds: ReadonlyArray<{ value: RuleKind; label: string }> }> = [
  { label: 'Score and grade', kinds: [
    { value: 'score_drop', label: 'the score drops' }, { value: 'score_rise', label: 'the score rises' },
    { value: 'grade_drop', label: 'the grade drops' }, { value: 'grade_raise', label: 'the grade is raised' },
  ] },
  { label: 'A factor', kinds: [
    { value: 'factor_score_drop', label: 'the score of a factor drops' }, { value: 'factor_score_rise', label: 'the score of a factor rises' },
    { value: 'factor_grade_drop', label: 'the grade of a factor drops' }, { value: 'factor_grade_raise', label: 'the grade of a factor is raised' },
  ] },
  { label: 'Issues and breaches', kinds: [
    { value: 'new_issues', label: 'there are new issues' }, { value: 'breach', label: 'there is a breach' },
  ] },
]

const kinds = kindGroups.flatMap((group) => group.kinds)

/** The types of the events that rules wait for, which are none of the catalogue's, for filters: "The score drops". */
export const ruleEventOptions: ReadonlyArray<{ value: string; label: string }> =
  kinds.map(({ value, label }) => ({ value: `${RULE_EVENT_PREFIX}${value}`, label: label.charAt(0).toUpperCase() + label.slice(1) }))
