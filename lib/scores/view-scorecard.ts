import { scorecard, type ScorecardView } from '@/lib/contracts/scorecard'
import { pool } from '@/lib/db'
import { gradeOf } from './grade'
import { readFactors } from './read-states'

/** A scorecard's row with the workspace's highest score. */
export interface ScorecardRow {
  id: string
  domain: string
  name: string | null
  kind: string
  followed: boolean
  tier: string | null
  labels: string[]
  attributes: string
  last_at: Date | null
  score: number | null
  factors: string
  created_at: Date
  updated_at: Date
  score_max: number
}

export const SCORECARD_COLUMNS = `
  s.id, s.domain, s.name, s.kind, s.followed, s.tier, s.labels, s.attributes, s.last_at, s.score, s.factors, s.created_at,
  s.updated_at, w.score_max`

const TREND = `
  SELECT scorecard_id, max(observed_at) AS at, (array_agg(score ORDER BY observed_at DESC))[1] AS score FROM observation
  WHERE scorecard_id = ANY($1) AND score IS NOT NULL AND observed_at >= now() - interval '30 days'
  GROUP BY scorecard_id, date_trunc('day', observed_at AT TIME ZONE 'UTC') ORDER BY 2`

const WEEK_AGO = `
  SELECT s.id, o.score FROM unnest($1::text[]) AS s(id) CROSS JOIN LATERAL (
    SELECT score FROM observation WHERE scorecard_id = s.id AND score IS NOT NULL AND observed_at <= now() - interval '7 days'
    ORDER BY observed_at DESC LIMIT 1) o`

const PORTFOLIOS = `
  SELECT m.scorecard_id, p.id, p.name FROM portfolio_member m JOIN portfolio p ON p.id = m.portfolio_id
  WHERE m.scorecard_id = ANY($1) ORDER BY p.name, p.id`

const group = <R extends { scorecard_id: string }>(rows: R[]): Map<string, R[]> => {
  const found = new Map<string, R[]>()
  for (const row of rows) found.set(row.scorecard_id, [...(found.get(row.scorecard_id) ?? []), row])
  return found
}

/** Scorecards as the API shows them, with their latest month. */
export async function viewScorecards(rows: readonly ScorecardRow[]): Promise<ScorecardView[]> {
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const [trends, weekAgo, portfolios] = await Promise.all([
    pool().query<{ scorecard_id: string; at: Date; score: number }>(TREND, [ids]),
    pool().query<{ id: string; score: number }>(WEEK_AGO, [ids]),
    pool().query<{ scorecard_id: string; id: string; name: string }>(PORTFOLIOS, [ids]),
  ])
  const [trendOf, portfoliosOf] = [group(trends.rows), group(portfolios.rows)]
  const before = new Map(weekAgo.rows.map(({ id, score }) => [id, score]))
  return rows.map((row) => ({
    id: row.id, domain: row.domain, name: row.name, followed: row.followed, tier: row.tier, labels: row.labels,
    kind: scorecard.shape.kind.parse(row.kind),
    attributes: scorecard.shape.attributes.parse(JSON.parse(row.attributes)),
    portfolios: (portfoliosOf.get(row.id) ?? []).map(({ id, name }) => ({ id, name })),
    score: row.score,
    grade: row.score === null ? null : gradeOf(row.score, row.score_max),
    factors: readFactors(row.factors),
    observedAt: row.last_at?.toISOString() ?? null,
    change7d: change(before.get(row.id), row.score),
    trend: (trendOf.get(row.id) ?? []).map(({ at, score }) => ({ at: at.toISOString(), score })),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }))
}

const change = (before: number | undefined, now: number | null): number | null =>
  before === undefined || now === null ? null : Math.round((now - before) * 1e6) / 1e6
