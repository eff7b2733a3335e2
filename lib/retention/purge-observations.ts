import type { PurgeBatch } from './purge'

const WINDOWS_DAYS = 90 // the longest there is

/** How long what was observed of scorecards is kept: a backtest of 365 days, and a window before it. */
export const OBSERVATION_DAYS = 365 + WINDOWS_DAYS

// What is left begins with a score: it is in force until the next one, which is compared with it. Where nothing has come
// for long, the window before the newest is left whole.
const OLD = `
  WITH card AS (
    SELECT id, LEAST(to_timestamp($2 / 1000.0), last_at - interval '${WINDOWS_DAYS} days') AS until FROM scorecard
    WHERE id > $1 ORDER BY id LIMIT $3
  ), kept AS (
    SELECT id, coalesce((
      SELECT observed_at FROM observation WHERE scorecard_id = card.id AND observed_at < until AND score IS NOT NULL
      ORDER BY observed_at DESC LIMIT 1), until) AS since
    FROM card
  ), gone AS (
    DELETE FROM observation o USING kept
    WHERE o.scorecard_id = kept.id AND o.observed_at < kept.since AND o.outcome NOT IN ('pending', 'set_aside') RETURNING 1
  )
  SELECT (SELECT max(id) FROM card) AS after, (SELECT count(*) FROM card)::int AS found, (SELECT count(*) FROM gone)::int AS removed`

interface Gone {
  after: string | null
  found: number
  removed: number
}

/** Removes what was observed before a time (ms), some scorecards at a time; of each the newest score before it stays. */
export const purgeObservations = (observedBefore: number): PurgeBatch => async (pool, { after, limit }) => {
  const { rows: [row] } = await pool.query<Gone>(OLD, [after, observedBefore, limit])
  return { after: row?.after ?? after, found: row?.found ?? 0, removed: { observation: row?.removed ?? 0 } }
}
