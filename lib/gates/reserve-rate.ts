import type { Queryable } from '@/lib/db'

/** How many may leave now, and if there is not a single one, in how many milliseconds the next may. */
export interface Reserved {
  granted: number
  waitMs: number
}

const PER_SECOND_AT_ONCE = 0.05
// A worker that wakes a little late catches up; a longer pause is not made up for, so that there are no bursts.
const MOST_LATE_MS = 10

// No reservation reaches further ahead: what does was written before the clock was set back.
const MOST_AHEAD_MS = 10_000

// One row for all workers: whoever moves it on may send. The spacing is 1/rate, so that no second sees more than the rate.
const RESERVE = `
  INSERT INTO integration_gate AS g (integration_id, rate_free_at)
  VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
  ON CONFLICT (integration_id) DO UPDATE
    SET rate_free_at = greatest(least(g.rate_free_at, clock_timestamp()), clock_timestamp() - interval '${MOST_LATE_MS} milliseconds') + $2 * interval '1 millisecond'
    WHERE g.rate_free_at IS NULL OR g.rate_free_at NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '${MOST_AHEAD_MS} milliseconds'
  RETURNING 1`

const FREE_IN = `
  SELECT extract(epoch FROM rate_free_at - clock_timestamp())::float8 * 1000 AS ms FROM integration_gate WHERE integration_id = $1`

/**
 * Asks the rate limit that all workers share for up to `wanted` deliveries: they are spaced evenly, some at once where
 * the rate is high (a twentieth of a second's worth).
 */
export async function reserveRate(db: Queryable, integrationId: string, perSecond: number, wanted: number): Promise<Reserved> {
  const granted = Math.max(1, Math.min(wanted, Math.floor(perSecond * PER_SECOND_AT_ONCE)))
  const { rowCount } = await db.query({
    name: 'reserve_rate', text: RESERVE, values: [integrationId, (granted * 1000) / perSecond],
  })
  if (rowCount) return { granted, waitMs: 0 }
  const { rows: [row] } = await db.query<{ ms: number | null }>({ name: 'rate_free_in', text: FREE_IN, values: [integrationId] })
  return { granted: 0, waitMs: Math.max(1, Math.ceil(row?.ms ?? 1)) }
}
