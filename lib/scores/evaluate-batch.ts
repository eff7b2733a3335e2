import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { loadTriggers, type ScoreTrigger } from './load-triggers'
import { longestWindow, observe, type ObservationOutcome } from './observe'
import { OBSERVED_EVENT } from './observe-events'
import { readStates } from './read-states'
import { scoreEvent, type FiredEvent } from './score-event'
import type { ScorecardState } from './scorecard-state'
import { storeFired } from './store-fired'
import { OBSERVATION_COLUMNS, toObservation, type ObservationRow } from './stored-observation'

export interface BatchDeps {
  dispatch: Dispatch
  now: () => number
}

/** Observations of a workspace that were accepted together. */
export interface Batch {
  id: string
  workspaceId: string
  eventId: string | null
}

type PendingRow = ObservationRow & { evaluate: boolean }

const PENDING = `
  SELECT ${OBSERVATION_COLUMNS}, evaluate FROM observation
  WHERE batch_id = $1 AND outcome = 'pending' AND ($2::text IS NULL OR scorecard_id = $2) ORDER BY position`

const OUTCOMES = `
  UPDATE observation o SET outcome = u.outcome
  FROM unnest($1::text[], $2::float8[], $3::text[]) AS u(scorecard_id, at, outcome)
  WHERE o.scorecard_id = u.scorecard_id AND o.observed_at = to_timestamp(u.at / 1000.0)`

const STATES = `
  UPDATE scorecard s SET last_at = to_timestamp(u.at / 1000.0), score = u.score, factors = u.factors::json
  FROM unnest($1::text[], $2::float8[], $3::float8[], $4::text[]) AS u(id, at, score, factors) WHERE s.id = u.id`

interface Judged {
  outcomes: Array<{ scorecardId: string; at: number; outcome: ObservationOutcome }>
  states: Map<string, ScorecardState>
  events: FiredEvent[]
}

const evaluateAll = (
  rows: readonly PendingRow[], known: Awaited<ReturnType<typeof readStates>>, triggers: readonly ScoreTrigger[],
  workspace: { name: string; scoreMax: number },
): Judged => {
  const judged: Judged = { outcomes: [], states: new Map(), events: [] }
  const options = { scoreMax: workspace.scoreMax, keepDays: longestWindow(triggers) }
  for (const row of rows) {
    const found = known.get(row.scorecard_id)
    if (!found) continue // deleted in the meantime
    const observation = toObservation(row)
    const wanted = triggers.filter(({ kinds }) => kinds.includes(found.card.kind))
    const state = judged.states.get(row.scorecard_id) ?? found.state
    const seen = observe(state, observation, wanted, { ...options, evaluate: row.evaluate })
    if (seen.state !== state) judged.states.set(row.scorecard_id, seen.state)
    judged.outcomes.push({ scorecardId: row.scorecard_id, at: observation.at, outcome: seen.outcome })
    judged.events.push(...seen.fired.map(({ check, fired }) => scoreEvent(check, found.card, observation, fired, workspace.name)))
  }
  return judged
}

const store = async (tx: Queryable, { outcomes, states }: Judged): Promise<void> => {
  await tx.query(OUTCOMES, [
    outcomes.map(({ scorecardId }) => scorecardId), outcomes.map(({ at }) => at),
    outcomes.map(({ outcome }) => (outcome === 'repeated' ? 'late' : outcome)),
  ])
  const changed = [...states]
  await tx.query(STATES, [
    changed.map(([id]) => id), changed.map(([, { lastAt }]) => lastAt), changed.map(([, { score }]) => score),
    changed.map(([, { factors }]) => JSON.stringify(factors)),
  ])
}

/**
 * Evaluates what a batch still has to be evaluated, or only its observations of one scorecard. States, outcomes, events and
 * their messages commit together: a crash repeats all of it or nothing.
 */
export async function evaluateBatch(tx: Queryable, { dispatch, now }: BatchDeps, batch: Batch, scorecardId: string | null = null): Promise<void> {
  const { workspaceId } = batch
  const { rows: [workspace] } = await tx.query<{ name: string; score_max: number }>('SELECT name, score_max FROM workspace WHERE id = $1', [workspaceId])
  const { rows } = await tx.query<PendingRow>(PENDING, [batch.id, scorecardId])
  if (rows.length === 0 || !workspace) return
  // A client's own scorecard.changed is that event already.
  const triggers = (await loadTriggers(tx, workspaceId)).filter(({ type }) => batch.eventId === null || type.key !== OBSERVED_EVENT)
  const known = await readStates(tx, [...new Set(rows.map((row) => row.scorecard_id))], longestWindow(triggers))
  const judged = evaluateAll(rows, known, triggers, { name: workspace.name, scoreMax: workspace.score_max })
  await store(tx, judged)
  await storeFired(tx, dispatch, workspaceId, judged.events, now())
}
