import type { Queryable } from '@/lib/db'
import { scoresObserved, type Dispatch } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import type { Observation } from './score-check'

/** An observation as it came in, of a domain in its normal form. */
export interface Seen extends Observation {
  domain: string
  evaluate: boolean
}

export interface StoredSeen {
  scorecardId: string
  isNew: boolean
}

export interface StoredBatch {
  batchId: string
  /** In the order given. */
  seen: StoredSeen[]
}

// In the order of domains, so that two requests that create the same scorecards do not wait for each other in a circle.
const CREATE = `
  INSERT INTO scorecard (id, workspace_id, domain, kind)
  SELECT id, $1, domain, 'vendor' FROM unnest($2::text[], $3::text[]) AS d(id, domain) ORDER BY domain
  ON CONFLICT (workspace_id, domain) DO NOTHING`

const FIND = 'SELECT id, domain FROM scorecard WHERE workspace_id = $1 AND domain = ANY($2) FOR KEY SHARE'

const INSERT = `
  INSERT INTO observation (scorecard_id, observed_at, score, factors, issues, breach, evaluate, batch_id, position)
  SELECT scorecard_id, to_timestamp(at / 1000.0), score, factors::json, issues::json, breach::json, evaluate, $1, position
  FROM unnest($2::text[], $3::float8[], $4::float8[], $5::text[], $6::text[], $7::text[], $8::bool[], $9::int[])
    AS o(scorecard_id, at, score, factors, issues, breach, evaluate, position)
  ORDER BY scorecard_id, at
  ON CONFLICT (scorecard_id, observed_at) DO NOTHING
  RETURNING position`

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

const findScorecards = async (tx: Queryable, workspaceId: string, domains: string[]): Promise<Map<string, string>> => {
  const read = async () => (await tx.query<{ id: string; domain: string }>(FIND, [workspaceId, domains])).rows
  const known = new Set((await read()).map(({ domain }) => domain))
  const missing = domains.filter((one) => !known.has(one))
  if (missing.length > 0) await tx.query(CREATE, [workspaceId, missing.map(() => newId('sco')), missing])
  return new Map((await read()).map(({ id, domain }) => [domain, id]))
}

// The first of several of the same time counts.
const distinct = (seen: readonly Seen[], ids: ReadonlyMap<string, string>) => {
  const times = new Set<string>()
  return seen.flatMap((one, position) => {
    const scorecardId = ids.get(one.domain)
    const key = `${scorecardId} ${one.at}`
    if (scorecardId === undefined || times.has(key)) return []
    times.add(key)
    return [{ ...one, scorecardId, position }]
  })
}

/**
 * Stores observations, each scorecard and time once, with the message that has them evaluated, in the caller's
 * transaction. Domains that are not known become scorecards of vendors. `eventId`: they came as events of clients.
 */
export async function storeObservations(
  tx: Queryable, dispatch: Dispatch, workspaceId: string, seen: readonly Seen[], eventId: string | null = null,
): Promise<StoredBatch> {
  const batchId = newId('sbt')
  const ids = await findScorecards(tx, workspaceId, [...new Set(seen.map(({ domain }) => domain))])
  const rows = distinct(seen, ids)
  const column = <T>(pick: (row: (typeof rows)[number]) => T) => rows.map(pick)
  const { rows: inserted } = await tx.query<{ position: number }>(INSERT, [
    batchId, column((row) => row.scorecardId), column((row) => row.at), column((row) => row.score),
    column((row) => json(row.factors)), column((row) => json(row.issues)), column((row) => json(row.breach)),
    column((row) => row.evaluate), column((row) => row.position),
  ])
  if (inserted.length > 0) {
    await tx.query('INSERT INTO score_batch (id, workspace_id, event_id) VALUES ($1, $2, $3)', [batchId, workspaceId, eventId])
    await dispatch(tx, [scoresObserved(batchId, workspaceId)])
  }
  const isNew = new Set(inserted.map(({ position }) => position))
  return { batchId, seen: seen.map((one, i) => ({ scorecardId: ids.get(one.domain) ?? '', isNew: isNew.has(i) })) }
}
