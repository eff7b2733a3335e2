import { readFactors } from './read-states'
import type { Observation } from './score-check'

/** The columns of an observation, in the table's words. */
export const OBSERVATION_COLUMNS = 'scorecard_id, observed_at, score, factors, issues, breach'

export interface ObservationRow {
  scorecard_id: string
  observed_at: Date
  score: number | null
  factors: string | null
  issues: string | null
  breach: string | null
}

/** An observation as it was stored. */
export const toObservation = (row: ObservationRow): Observation => ({
  at: row.observed_at.getTime(),
  score: row.score,
  factors: row.factors === null ? undefined : readFactors(row.factors),
  issues: row.issues === null ? undefined : (JSON.parse(row.issues) as Observation['issues']), // checked when it was stored
  breach: row.breach === null ? undefined : (JSON.parse(row.breach) as Observation['breach']),
})
