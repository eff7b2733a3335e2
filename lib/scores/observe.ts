import { checkFires, Windows } from './check-fires'
import type { Fired, Observation, ScoreCheck } from './score-check'
import { advance, type ScorecardState } from './scorecard-state'

/** What an observation was to its scorecard. */
export type ObservationOutcome = 'baseline' | 'evaluated' | 'imported' | 'late' | 'repeated'

export interface Observed<C> {
  outcome: ObservationOutcome
  state: ScorecardState
  fired: Array<{ check: C; fired: Fired }>
}

export interface ObserveOptions {
  scoreMax: number
  /** The longest window that any check may look back; see `longestWindow`. */
  keepDays: number
  /** False for imports: the state moves on, nothing fires. */
  evaluate?: boolean
}

/** The longest window of these checks, in days; 0 when none looks back. */
export const longestWindow = (checks: ReadonlyArray<{ check: ScoreCheck }>): number =>
  Math.max(0, ...checks.map(({ check }) => ('days' in check ? check.days : 0)))

/**
 * Takes the next observation of a scorecard: what fires, and the state to compare the next one with. Pure.
 *
 * - The first observation is the `baseline`: nothing fires.
 * - Each one that is newer than the newest so far is `evaluated`, whatever its age, or `imported` when it must not be.
 * - One that is older is `late`, one of the same time is `repeated`: neither fires or changes the state. That a time is
 *   there already further back only the stored history knows; it takes each time once.
 */
export function observe<C extends { check: ScoreCheck }>(
  state: ScorecardState, observation: Observation, checks: readonly C[], options: ObserveOptions,
): Observed<C> {
  if (state.lastAt !== null && observation.at <= state.lastAt) {
    return { outcome: observation.at === state.lastAt ? 'repeated' : 'late', state, fired: [] }
  }
  const next = advance(state, observation, options.keepDays)
  if (options.evaluate === false) return { outcome: 'imported', state: next, fired: [] }
  if (state.lastAt === null) return { outcome: 'baseline', state: next, fired: [] }
  const comparison = { state, observation, scoreMax: options.scoreMax, windows: new Windows(state.recent, observation.at) }
  const fired: Observed<C>['fired'] = []
  for (const check of checks) {
    const result = checkFires(check.check, comparison)
    if (result) fired.push({ check, fired: result })
  }
  return { outcome: 'evaluated', state: next, fired }
}
