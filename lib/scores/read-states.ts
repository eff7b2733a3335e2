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

// Twice the longest window: one that ends at the newest score may begin that far before the newest observation.
const RECENT = `
  SELECT o.scorecard_id, o.observed_at, o.score FROM scorecard s JOIN observation o ON o.scorecard_id = s.id
  WHERE s.id = ANY($1) AND o.score IS NOT NULL AND o.outcome IN ('baseline', 'evaluated', 'imported')
    AND o.observed_at >= s.last_at - 2 * $2::int * interval '24 hours'
  ORDER BY o.observed_at`

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
  scorecard_id: string
  observed_at: Date
  score: number
}

async function readRecent(tx: Queryable, ids: readonly string[], keepDays: number): Promise<Map<string, ScoredAt[]>> {
  const { rows } = await tx.query<RecentRow>(RECENT, [ids, keepDays])
  const found = new Map<string, ScoredAt[]>()
  for (const { scorecard_id: id, observed_at: at, score } of rows) {
    const known = found.get(id)
    if (known) known.push({ at: at.getTime(), score })
    else found.set(id, [{ at: at.getTime(), score }])
  }
  return found
}
