import {
  observation, type HistoryQuery, type ObservationView, type ScorecardQuery, type ScorecardView,
} from '@/lib/contracts/scorecard'
import type { Page } from '@/lib/contracts/paging'
import { pool } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { readCursor, toPage, writeCursor } from '@/lib/http/cursor'
import { isId } from '@/lib/ids'
import { gradeOf } from './grade'
import { readFactors } from './read-states'
import { SCORECARD_COLUMNS, viewScorecards, type ScorecardRow } from './view-scorecard'

const LIST = `
  SELECT ${SCORECARD_COLUMNS} FROM scorecard s JOIN workspace w ON w.id = s.workspace_id
  WHERE s.workspace_id = $1 AND ($2::text IS NULL OR s.id < $2) AND ($3::text IS NULL OR s.kind = $3)
    AND ($4::bool IS NULL OR s.followed = $4) AND ($5::text IS NULL OR s.tier = $5) AND ($6::text IS NULL OR $6 = ANY(s.labels))
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM portfolio_member m WHERE m.scorecard_id = s.id AND m.portfolio_id = $7))
    AND ($8::text IS NULL OR strpos(s.domain, lower($8)) > 0 OR strpos(lower(s.name), lower($8)) > 0)
  ORDER BY s.id DESC LIMIT $9`

/** A workspace's scorecards by filter, newest first. */
export async function listScorecards(workspaceId: string, query: ScorecardQuery): Promise<Page<ScorecardView>> {
  const after = readCursor(query.cursor, (id) => isId('sco', id))
  const { rows } = await pool().query<ScorecardRow>(LIST, [
    workspaceId, after ?? null, query.kind ?? null, query.followed ?? null, query.tier ?? null, query.label ?? null,
    query.portfolio ?? null, query.q?.trim() || null, query.limit + 1,
  ])
  const { data, page } = toPage(rows, query.limit)
  return { data: await viewScorecards(data), page }
}

/** One scorecard; 404 for none or another workspace's. */
export async function readScorecard(workspaceId: string, id: string): Promise<ScorecardView> {
  const { rows } = await pool().query<ScorecardRow>(
    `SELECT ${SCORECARD_COLUMNS} FROM scorecard s JOIN workspace w ON w.id = s.workspace_id WHERE s.id = $1 AND s.workspace_id = $2`,
    [id, workspaceId],
  )
  const [view] = await viewScorecards(rows)
  if (!view) throw notFound('scorecard')
  return view
}

interface HistoryRow {
  observed_at: Date
  score: number | null
  factors: string | null
  issues: string | null
  breach: string | null
  outcome: string
}

const HISTORY = `
  SELECT observed_at, score, factors, issues, breach, outcome FROM observation
  WHERE scorecard_id = $1 AND ($2::timestamptz IS NULL OR observed_at < $2) AND ($3::timestamptz IS NULL OR observed_at >= $3)
    AND ($4::timestamptz IS NULL OR observed_at < $4)
  ORDER BY observed_at DESC LIMIT $5`

const viewObservation = (row: HistoryRow, scoreMax: number): ObservationView => ({
  observedAt: row.observed_at.toISOString(),
  score: row.score,
  grade: row.score === null ? null : gradeOf(row.score, scoreMax),
  factors: row.factors === null ? null : readFactors(row.factors),
  issues: row.issues === null ? null : observation.shape.issues.parse(JSON.parse(row.issues)),
  breach: row.breach === null ? null : observation.shape.breach.parse(JSON.parse(row.breach)),
  outcome: observation.shape.outcome.parse(row.outcome),
})

const isTime = (text: string): boolean => /^\d{4}-[\d:.T-]+Z$/.test(text) && !Number.isNaN(Date.parse(text))

/** The observations of a scorecard, newest first; also those that came late. */
export async function readHistory(workspaceId: string, id: string, query: HistoryQuery): Promise<Page<ObservationView>> {
  const { rows: [known] } = await pool().query<{ score_max: number }>(
    'SELECT w.score_max FROM scorecard s JOIN workspace w ON w.id = s.workspace_id WHERE s.id = $1 AND s.workspace_id = $2', [id, workspaceId],
  )
  if (!known) throw notFound('scorecard')
  const after = readCursor(query.cursor, isTime)
  const { rows } = await pool().query<HistoryRow>(HISTORY, [id, after ?? null, query.since ?? null, query.until ?? null, query.limit + 1])
  const data = rows.slice(0, query.limit).map((row) => viewObservation(row, known.score_max))
  const last = data.at(-1)
  return { data, page: { nextCursor: rows.length > query.limit && last ? writeCursor(last.observedAt) : null } }
}
