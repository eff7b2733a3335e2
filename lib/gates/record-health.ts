import type { Queryable } from '@/lib/db'
import { INTEGRATION_DRAIN, type Dispatch, type Message } from '@/lib/dispatch'
import { changeStreak, OPEN_AFTER, probeDelayMs, type JudgedAttempt } from './breaker'

/** An attempt that says something about its receiver. */
export interface HealthSign extends JudgedAttempt {
  integrationId: string
}

/** What became of a breaker. */
export interface BreakerChange {
  integrationId: string
  change: 'opened' | 'closed'
}

// The first failure of an integration makes its row.
const ENSURE = `
  INSERT INTO integration_gate (integration_id) SELECT unnest($1::text[]) ON CONFLICT (integration_id) DO NOTHING`

// By the database's clock: those of two workers may be a minute apart, which would make a streak of a moment look long.
// Locked by id, so that two workers that end attempts of the same integrations wait for each other, never in a circle.
const CHANGE = `
  WITH r AS (
    SELECT * FROM unnest($1::text[], $2::boolean[], $3::int[], $4::float8[], $5::float8[], $6::text[])
      AS r(id, reset, failures, first_age, last_age, error)
  ), before AS (
    SELECT g.*, r.reset, r.failures AS more, now() - r.first_age * interval '1 millisecond' AS first_at,
      now() - r.last_age * interval '1 millisecond' AS last_at, r.error
    FROM integration_gate g JOIN r ON r.id = g.integration_id ORDER BY g.integration_id FOR UPDATE OF g
  ), streak AS (
    SELECT integration_id, opened_at, probe_at, probes, warned_at,
      reset, CASE WHEN reset THEN more ELSE failures + more END AS failures,
      CASE WHEN reset OR failing_since IS NULL THEN first_at ELSE failing_since END AS failing_since,
      CASE WHEN reset THEN last_at ELSE greatest(last_failed_at, last_at) END AS last_failed_at,
      CASE WHEN reset OR more > 0 THEN error ELSE last_error END AS last_error
    FROM before
  ), judged AS (
    SELECT *, NOT reset AND (opened_at IS NOT NULL
      OR (failures >= ${OPEN_AFTER.failures} AND last_failed_at - failing_since >= interval '${OPEN_AFTER.lastingMs} milliseconds')) AS open
    FROM streak
  )
  UPDATE integration_gate g SET failures = j.failures, failing_since = j.failing_since, last_failed_at = j.last_failed_at,
    last_error = j.last_error, warned_at = CASE WHEN NOT j.reset THEN j.warned_at END,
    opened_at = CASE WHEN j.open THEN coalesce(j.opened_at, now()) END,
    probes = CASE WHEN j.open THEN j.probes ELSE 0 END,
    probe_at = CASE WHEN j.open THEN coalesce(j.probe_at, now() + interval '${probeDelayMs(0)} milliseconds') END
  FROM judged j WHERE g.integration_id = j.integration_id
  RETURNING g.integration_id AS id, j.opened_at IS NOT NULL AS was_open, j.open,
    extract(epoch FROM g.probe_at)::float8 * 1000 AS probe_at`

interface ChangedRow {
  id: string
  was_open: boolean
  open: boolean
  probe_at: number | null
}

/** Wakes what waits of an integration, at `ts` or at once. */
export const drainMessage = (integrationId: string, why: string, ts?: number): Message => ({
  name: INTEGRATION_DRAIN,
  id: `${integrationId}.${why}`,
  data: { integrationId },
  ...(ts !== undefined && { ts }),
})

const messageOf = (row: ChangedRow): Message[] => {
  if (row.open && !row.was_open && row.probe_at !== null) return [drainMessage(row.id, `probe.${row.probe_at}`, row.probe_at)]
  return row.was_open && !row.open ? [drainMessage(row.id, `closed.${Date.now()}`)] : []
}

/**
 * Adds attempts to the streaks of failures of their integrations in the caller's transaction. A streak that is long
 * enough opens the breaker and orders the first probe; a success closes it and wakes what waits. `now` is the time by the
 * clock that the attempts were timed with.
 */
export async function recordHealth(
  tx: Queryable, dispatch: Dispatch, signs: readonly HealthSign[], now = Date.now(),
): Promise<BreakerChange[]> {
  const byIntegration = new Map<string, HealthSign[]>()
  for (const sign of signs) {
    const known = byIntegration.get(sign.integrationId)
    if (known) known.push(sign)
    else byIntegration.set(sign.integrationId, [sign])
  }
  const ids = [...byIntegration.keys()].sort()
  if (ids.length === 0) return []
  const changes = ids.map((id) => changeStreak(byIntegration.get(id) ?? []))
  const ageOf = (at: number | null) => (at === null ? null : now - at)
  const failing = ids.filter((_, index) => (changes[index]?.failures ?? 0) > 0)
  if (failing.length > 0) await tx.query({ name: 'ensure_gates', text: ENSURE, values: [failing] })
  const { rows } = await tx.query<ChangedRow>({
    name: 'record_health',
    text: CHANGE,
    values: [
      ids, changes.map((one) => one.reset), changes.map((one) => one.failures), changes.map((one) => ageOf(one.firstFailedAt)),
      changes.map((one) => ageOf(one.lastFailedAt)), changes.map((one) => one.error),
    ],
  })
  const messages = rows.flatMap(messageOf)
  if (messages.length > 0) await dispatch(tx, messages)
  return rows.flatMap((row): BreakerChange[] =>
    row.open === row.was_open ? [] : [{ integrationId: row.id, change: row.open ? 'opened' : 'closed' }])
}
