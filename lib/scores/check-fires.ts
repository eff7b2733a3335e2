import { gradeOf, gradesLost } from './grade'
import type { Factor, Fired, Issues, Observation, ScoreCheck } from './score-check'
import { DAY_MS, type ScorecardState, type ScoredAt } from './scorecard-state'

/**
 * The extremes of the scores that were in force in the days before an observation; each window is looked for once, however
 * many checks ask. A score is in force until the next one, so the window begins with the one that it finds.
 */
export class Windows {
  private readonly found = new Map<number, { highest: number; lowest: number }>()

  constructor(private readonly recent: readonly ScoredAt[], private readonly until: number) {}

  get(days: number): { highest: number; lowest: number } {
    const known = this.found.get(days)
    if (known) return known
    const from = this.until - days * DAY_MS
    let highest = -Infinity
    let lowest = Infinity
    for (let i = this.recent.length - 1; i >= 0; i--) {
      const one = this.recent[i]
      if (!one) break
      if (one.score > highest) highest = one.score
      if (one.score < lowest) lowest = one.score
      if (one.at <= from) break
    }
    const extremes = { highest, lowest }
    this.found.set(days, extremes)
    return extremes
  }
}

export interface Comparison {
  state: ScorecardState
  observation: Observation
  scoreMax: number
  windows: Windows
}

// Differences of decimal scores, without the dust of binary fractions.
const points = (from: number, to: number): number => Math.round((to - from) * 1e6) / 1e6

/** Whether a check fires for an observation that is newer than all before it; undefined when it does not. Pure. */
export function checkFires(check: ScoreCheck, comparison: Comparison): Fired | undefined {
  const { state, observation } = comparison
  switch (check.kind) {
    case 'under':
      return score(state.score, observation.score, (from, to) => from >= check.threshold && to < check.threshold)
    case 'dropped':
    case 'rose':
      return moved(check, comparison)
    case 'score_drop':
      return score(state.score, observation.score, (from, to) => points(to, from) >= check.threshold)
    case 'score_rise':
      return score(state.score, observation.score, (from, to) => points(from, to) >= check.threshold)
    case 'factor_score_drop':
      return score(...factor(check.factor, comparison), (from, to) => points(to, from) >= check.threshold)
    case 'factor_score_rise':
      return score(...factor(check.factor, comparison), (from, to) => points(from, to) >= check.threshold)
    case 'grade_drop':
    case 'grade_raise':
      return grade(state.score, observation.score, check.kind === 'grade_drop', comparison.scoreMax)
    case 'factor_grade_drop':
    case 'factor_grade_raise':
      return grade(...factor(check.factor, comparison), check.kind === 'factor_grade_drop', comparison.scoreMax)
    case 'new_issues':
      return newIssues(observation.issues ?? {}, check.severity)
    case 'breach':
      return observation.breach && { kind: 'breach', breach: observation.breach }
    case 'changed':
      return hasChanged(comparison) ? { kind: 'changed', from: state.score, to: observation.score } : undefined
  }
}

type Value = number | null

const score = (from: Value, to: Value, test: (from: number, to: number) => boolean): Fired | undefined =>
  from !== null && to !== null && test(from, to) ? { kind: 'score', from, to } : undefined

const factor = (name: Factor, { state, observation }: Comparison): [Value, Value] =>
  [state.factors[name] ?? null, observation.factors?.[name] ?? null]

const grade = (from: Value, to: Value, isDrop: boolean, scoreMax: number): Fired | undefined => {
  if (from === null || to === null) return undefined
  const [before, now] = [gradeOf(from, scoreMax), gradeOf(to, scoreMax)]
  const lost = gradesLost(before, now)
  return (isDrop ? lost > 0 : lost < 0) ? { kind: 'grade', from: before, to: now } : undefined
}

type Move = ScoreCheck & { kind: 'dropped' | 'rose' }

const extreme = ({ kind, days }: Move, window: Windows): number => (kind === 'dropped' ? window.get(days).highest : window.get(days).lowest)

const isFar = (check: Move, from: number, to: number): boolean =>
  (check.kind === 'dropped' ? points(to, from) : points(from, to)) >= check.points

// It fires when it holds with the new score and did not hold with the one until then: so once, until the score has
// recovered or the window has moved on, which it also does while nothing is observed.
const moved = (check: Move, { state: { score: before }, observation: { score: now }, windows }: Comparison): Fired | undefined => {
  if (before === null || now === null) return undefined
  const from = extreme(check, windows)
  return isFar(check, from, now) && !isFar(check, from, before) ? { kind: 'score', from, to: now } : undefined
}

const newIssues = (issues: Issues, severity: string): Fired | undefined => {
  const fitting = Object.entries(issues).filter(([, issue]) =>
    issue.severity?.toLowerCase() === severity && (issue.active?.count ?? 0) > 0)
  return fitting.length === 0 ? undefined : { kind: 'issues', issues: Object.fromEntries(fitting) }
}

const hasChanged = ({ state, observation: { score: now, factors, issues, breach } }: Comparison): boolean =>
  (now !== null && now !== state.score) || breach !== undefined || Object.keys(issues ?? {}).length > 0 ||
  Object.entries(factors ?? {}).some(([name, value]) => Reflect.get(state.factors, name) !== value)
