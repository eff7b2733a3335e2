import { observationParts, scorecardKind } from '@/lib/contracts/scorecard'
import type { Queryable } from '@/lib/db'
import type { ScoredCard } from './score-event'
import type { ScoredAt, ScorecardState } from './scorecard-state'

interface CardRow {
  id: string
  domain: string
  name: string | null
  kind: string
  last_at: Date | null
  score: number | null
  factors: string
}

const CARDS = `
  SELECT id, domain, name, kind, last_at, score, factors FROM scorecard WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`

const TAKEN = `scorecard_id = s.id AND score IS NOT NULL AND outcome IN ('baseline', 'evaluated', 'imported')`

// Windows end at a newer observation, so none begins earlier than this long before the newest; with the score that was in
// force then, however old it is.
const RECENT = `
  SELECT s.id, o.observed_at, o.score
  FROM scorecard s CROSS JOIN LATERAL (SELECT s.last_at - $2::int * interval '24 hours' AS since) w CROSS JOIN LATERAL (
    (SELECT observed_at, score FROM observation WHERE ${TAKEN} AND observed_at <= w.since ORDER BY observed_at DESC LIMIT 1)
    UNION ALL
    (SELECT observed_at, score FROM observation WHERE ${TAKEN} AND observed_at > w.since)
  ) o WHERE s.id = ANY($1) ORDER BY o.observed_at`

export const readFactors = (text: string | null) => observationParts.factors.catch({}).parse(JSON.parse(text ?? '{}'))

/** Locks these scorecards and reads what their next observations are compared with. */
export async function readStates(
  tx: Queryable, ids: readonly string[], keepDays: number,
): Promise<Map<string, { card: ScoredCard; state: ScorecardState }>> {
  const { rows: cards } = await tx.query<CardRow>(CARDS, [ids])
  const recent = keepDays === 0 ? new Map<string, ScoredAt[]>() : await readRecent(tx, ids, keepDays)
  return new Map(cards.map((row) => [row.id, {
    card: { id: row.id, domain: row.domain, name: row.name, kind: scorecardKind.parse(row.kind) },
    state: { lastAt: row.last_at?.getTime() ?? null, score: row.score, factors: readFactors(row.factors), recent: recent.get(row.id) ?? [] },
  }]))
}

interface RecentRow {
  id: string
  observed_at: Date
  score: number
}

async function readRecent(tx: Queryable, ids: readonly string[], keepDays: number): Promise<Map<string, ScoredAt[]>> {
  const { rows } = await tx.query<RecentRow>(RECENT, [ids, keepDays])
  const found = new Map<string, ScoredAt[]>()
  for (const { id, observed_at: at, score } of rows) {
    const known = found.get(id)
    if (known) known.push({ at: at.getTime(), score })
    else found.set(id, [{ at: at.getTime(), score }])
  }
  return found
}
