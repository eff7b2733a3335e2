import { scorecardKind, type BacktestInput, type ScorecardKind } from '@/lib/contracts/scorecard'
import { pool } from '@/lib/db'
import type { Observation } from './score-check'
import { matchesScope, meetsConditions, type ScorecardFacts } from './scorecard-facts'
import { OBSERVATION_COLUMNS, toObservation, type ObservationRow } from './stored-observation'

export interface Watched {
  id: string
  domain: string
}

interface FactsRow {
  id: string
  domain: string
  kind: string
  followed: boolean
  tier: string | null
  labels: string[]
  attributes: string
  portfolio_ids: string[]
  score_max: number
}

const AT_ONCE = 500

const SCORECARDS = `
  SELECT s.id, s.domain, s.kind, s.followed, s.tier, s.labels, s.attributes, w.score_max,
    ARRAY(SELECT m.portfolio_id FROM portfolio_member m WHERE m.scorecard_id = s.id) AS portfolio_ids
  FROM scorecard s JOIN workspace w ON w.id = s.workspace_id
  WHERE s.workspace_id = $1 AND s.kind = ANY($2) AND s.id > $3 AND s.last_at IS NOT NULL ORDER BY s.id LIMIT ${AT_ONCE}`

const factsOf = (row: FactsRow): ScorecardFacts => ({
  kind: scorecardKind.parse(row.kind), followed: row.followed, tier: row.tier, labels: row.labels,
  attributes: Object(JSON.parse(row.attributes)), portfolioIds: row.portfolio_ids,
})

/** The scorecards that a backtest is about, some at a time. */
export async function* findScorecards(
  workspaceId: string, kinds: readonly ScorecardKind[], { scope, conditions }: Pick<BacktestInput, 'scope' | 'conditions'>,
): AsyncGenerator<{ scorecards: Watched[]; scoreMax: number }> {
  for (let after = ''; ;) {
    const { rows } = await pool().query<FactsRow>(SCORECARDS, [workspaceId, kinds, after])
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    const scorecards = rows.filter((row) => {
      const facts = factsOf(row)
      return meetsConditions(facts, conditions) && (scope === undefined || matchesScope(facts, scope))
    })
    yield { scorecards: scorecards.map(({ id, domain }) => ({ id, domain })), scoreMax: last.score_max }
    if (rows.length < AT_ONCE) return
  }
}

// From the last score before the time on: it is in force then, and what the first one after it is compared with.
const HISTORY = `
  SELECT o.* FROM unnest($1::text[]) AS s(id) CROSS JOIN LATERAL (
    SELECT ${OBSERVATION_COLUMNS} FROM observation
    WHERE scorecard_id = s.id AND observed_at <= $3 AND observed_at >= coalesce((
      SELECT observed_at FROM observation WHERE scorecard_id = s.id AND observed_at <= $2 AND score IS NOT NULL
      ORDER BY observed_at DESC LIMIT 1), '-infinity')
  ) o ORDER BY o.scorecard_id, o.observed_at`

/** What was seen of these scorecards from a time on, and the score in force then; each in the order of time, whenever it came in. */
export async function readObservations(scorecards: readonly Watched[], from: number, to: number): Promise<Map<string, Observation[]>> {
  const { rows } = await pool().query<ObservationRow>(HISTORY, [scorecards.map(({ id }) => id), new Date(from), new Date(to)])
  const found = new Map<string, Observation[]>()
  for (const row of rows) {
    const one = toObservation(row)
    const known = found.get(row.scorecard_id)
    if (known) known.push(one)
    else found.set(row.scorecard_id, [one])
  }
  return found
}
