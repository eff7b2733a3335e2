import type { Factors, Observation } from './score-check'

export interface ScoredAt {
  at: number
  score: number
}

/** What the next observation of a scorecard is compared with. */
export interface ScorecardState {
  /** Of the newest observation; null before the first. */
  lastAt: number | null
  /** The newest score and, for each factor, its newest value, from whichever observation had them last. */
  score: number | null
  factors: Factors
  /** Scores with their times, oldest first, from the one on that was in force when the longest window before the newest began. */
  recent: readonly ScoredAt[]
}

export const NO_STATE: ScorecardState = { lastAt: null, score: null, factors: {}, recent: [] }

export const DAY_MS = 24 * 3600 * 1000

/** The state after an observation. `keepDays` is the longest window of any check. */
export function advance(state: ScorecardState, { at, score, factors }: Observation, keepDays: number): ScorecardState {
  return {
    lastAt: at,
    score: score ?? state.score,
    factors: factors === undefined ? state.factors : { ...state.factors, ...factors },
    recent: score === null ? state.recent : keepRecent([...state.recent, { at, score }], at - keepDays * DAY_MS),
  }
}

const keepRecent = (recent: ScoredAt[], from: number): ScoredAt[] => {
  let first = 0
  while ((recent[first + 1]?.at ?? Infinity) <= from) first++
  return first === 0 ? recent : recent.slice(first)
}
