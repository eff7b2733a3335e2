import type { Factor } from '@/lib/catalogue/factors'
import type { Severity } from '@/lib/catalogue/risk-order'

export type { Factor }

/**
 * What a trigger or a rule asks of the observations of one scorecard.
 *
 * | kind | fires when |
 * |---|---|
 * | `under` | the score was at or above the threshold and is below it now: once, and again only after a recovery |
 * | `dropped`, `rose` | the score is at least `points` below the highest (above the lowest) that was in force in the last `days` days, and the score until then was not: once, until it has recovered or the window has moved on. A score is in force until the next one, so the window begins with the score as it stood `days` days ago |
 * | `score_drop`, `score_rise` | it is at least `threshold` below (above) the observation before |
 * | `grade_drop`, `grade_raise` | its grade is worse (better) than that of the observation before |
 * | `factor_…` | the same for a factor, compared with the last observation that had this factor |
 * | `new_issues` | an issue type of exactly this severity has active issues in the observation |
 * | `breach` | the observation tells of a breach |
 * | `changed` | score or a known factor differ from before, or it tells of issues or a breach |
 */
export type ScoreCheck =
  | { kind: 'under'; threshold: number }
  | { kind: 'dropped' | 'rose'; points: number; days: number }
  | { kind: 'score_drop' | 'score_rise'; threshold: number }
  | { kind: 'grade_drop' | 'grade_raise' }
  | { kind: 'factor_score_drop' | 'factor_score_rise'; factor: Factor; threshold: number }
  | { kind: 'factor_grade_drop' | 'factor_grade_raise'; factor: Factor }
  | { kind: 'new_issues'; severity: Severity }
  | { kind: 'breach' }
  | { kind: 'changed' }

export interface IssueCount {
  count: number
}
/** What is known of one issue type: how many became active, went away or were resolved. */
export interface Issue {
  severity?: string | undefined
  active?: IssueCount | undefined
  departed?: IssueCount | undefined
  resolved?: IssueCount | undefined
}
export type Issues = Readonly<Record<string, Issue>>
export type Factors = Readonly<Partial<Record<Factor, number>>>

/** What was seen of a scorecard at a time (milliseconds since the epoch). One without a score tells of the rest only. */
export interface Observation {
  at: number
  score: number | null
  factors?: Factors | undefined
  issues?: Issues | undefined
  breach?: Readonly<Record<string, unknown>> | undefined
}

/** That a check fired: from what to what. For windows `from` is the highest (lowest) score in force in it. */
export type Fired =
  | { kind: 'score'; from: number; to: number }
  | { kind: 'grade'; from: string; to: string }
  | { kind: 'issues'; issues: Issues }
  | { kind: 'breach'; breach: Readonly<Record<string, unknown>> }
  | { kind: 'changed'; from: number | null; to: number | null }
