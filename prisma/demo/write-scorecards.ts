import type { Queryable } from '@/lib/db'
import { newId } from '@/lib/ids'
import { demoPortfolios, type DemoScorecard } from './demo-scorecards'

const SCORECARDS = `
  INSERT INTO scorecard (id, workspace_id, domain, name, kind, followed, tier, labels, last_at, score, factors, created_at, updated_at)
  SELECT id, $1, domain, name, kind, followed, tier, ARRAY(SELECT json_array_elements_text(labels::json)), to_timestamp(at / 1000.0), score,
    factors::json, to_timestamp(since / 1000.0), to_timestamp(at / 1000.0)
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::text[], $8::text[], $9::float8[], $10::float8[], $11::text[], $12::float8[])
    AS s(id, domain, name, kind, followed, tier, labels, at, score, factors, since)`
const OBSERVATIONS = `
  INSERT INTO observation (scorecard_id, observed_at, score, factors, issues, evaluate, outcome, batch_id, position)
  SELECT id, to_timestamp(at / 1000.0), score, factors::json, issues::json, true, CASE WHEN place = 0 THEN 'baseline' ELSE 'evaluated' END, $1, place
  FROM unnest($2::text[], $3::float8[], $4::float8[], $5::text[], $6::text[], $7::int[]) AS o(id, at, score, factors, issues, place)`
const PORTFOLIOS = `INSERT INTO portfolio (id, workspace_id, name, description) SELECT id, $1, name, about FROM unnest($2::text[], $3::text[], $4::text[]) AS p(id, name, about)`
const MEMBERS = `INSERT INTO portfolio_member (portfolio_id, scorecard_id) SELECT * FROM unnest($1::text[], $2::text[])`

const columns = <T>(rows: readonly T[], ...picks: Array<(row: T) => unknown>): unknown[][] => picks.map((pick) => rows.map(pick))

/** Writes scorecards with their history and the portfolios, in the caller's transaction. Returns them by id. */
export async function writeScorecards(tx: Queryable, workspaceId: string, scorecards: readonly DemoScorecard[]): Promise<Map<string, DemoScorecard>> {
  const rows = scorecards.map((scorecard) => ({ id: newId('sco'), scorecard, first: scorecard.observations[0], last: scorecard.observations.at(-1) }))
  await tx.query(SCORECARDS, [workspaceId, ...columns(
    rows, ({ id }) => id, ({ scorecard }) => scorecard.domain, ({ scorecard }) => scorecard.name, ({ scorecard }) => scorecard.kind,
    ({ scorecard }) => scorecard.followed, ({ scorecard }) => scorecard.tier, ({ scorecard }) => JSON.stringify(scorecard.labels),
    ({ last }) => last?.at ?? null, ({ last }) => last?.score ?? null, ({ last }) => JSON.stringify(last?.factors ?? {}), ({ first }) => first?.at ?? null,
  )])
  const seen = rows.flatMap(({ id, scorecard }) => scorecard.observations.map((observation, place) => ({ id, place, ...observation })))
  await tx.query(OBSERVATIONS, [newId('sbt'), ...columns(
    seen, ({ id }) => id, ({ at }) => at, ({ score }) => score, ({ factors }) => JSON.stringify(factors),
    ({ issues }) => (issues === null ? null : JSON.stringify(issues)), ({ place }) => place,
  )])
  const portfolios = demoPortfolios.map((portfolio) => ({ id: newId('pfl'), ...portfolio }))
  await tx.query(PORTFOLIOS, [workspaceId, ...columns(portfolios, ({ id }) => id, ({ name }) => name, ({ description }) => description)])
  const members = portfolios.flatMap(({ id, has }) => rows.filter(({ scorecard }) => has(scorecard)).map((row) => ({ id, scorecardId: row.id })))
  await tx.query(MEMBERS, columns(members, ({ id }) => id, ({ scorecardId }) => scorecardId))
  return new Map(rows.map(({ id, scorecard }) => [id, scorecard]))
}
