import { wordFailure } from '@/lib/contracts/error-words'
import type { Health } from '@/lib/contracts/integration'
import { pool } from '@/lib/db'
import { firstIdAt } from '@/lib/ids'
import { PATIENCE } from './disable-failing'
import type { Activity } from './view-integration'

const DAY_MS = 24 * 3600 * 1000
const RECENT = 20 // attempts that the state is judged by
const DEGRADED_OVER = 0.2
const CHEAP_MS = 100

interface CountRow {
  integration_id: string
  status: keyof Activity['counts24h']
  count: number
}

interface AttemptRow {
  integration_id: string
  ok: boolean
  error: string | null
  at: Date
}

export const NO_COUNTS: Activity['counts24h'] = {
  pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0,
}

/** What the state is judged by, newest first; `error` says what went wrong ("503", "timeout"). */
export interface RecentAttempt {
  ok: boolean
  error: string | null
  at: Date
}

/** The streak that opened the breaker (lib/gates). */
export interface OpenBreaker {
  failures: number
  error: string | null
  since: Date
}

/**
 * healthy, degraded (over 20 % of the recent attempts failed), failing (so many failed in a row, for so long, that its
 * breaker is open), or disabled. Pure.
 */
export function judgeHealth(
  switched: { enabled: boolean; disabledReason: string | null; disabledAt: Date | null },
  recent: readonly RecentAttempt[], breaker: OpenBreaker | null = null,
): Health {
  if (!switched.enabled) {
    return { state: 'disabled', reason: switched.disabledReason, since: switched.disabledAt?.toISOString() ?? null }
  }
  if (breaker) {
    const reason = `The last ${breaker.failures} attempts failed: ${wordFailure(breaker.error)}`
    return { state: 'failing', reason, since: breaker.since.toISOString() }
  }
  const failed = recent.filter((attempt) => !attempt.ok)
  const latest = failed[0]
  if (!latest || failed.length / recent.length <= DEGRADED_OVER) return { state: 'healthy', reason: null, since: null }
  const share = recent.length === 1 ? 'The last attempt' : `${failed.length} of the last ${recent.length} attempts`
  const reason = `${share} failed: ${wordFailure(latest.error)}`
  return { state: 'degraded', reason, since: failed.at(-1)?.at.toISOString() ?? null }
}

// Tests, 429, template and blocked-address errors say nothing about the receiver's health (delivery.md), nor do answers
// that we lost ourselves.
const RECENT_ATTEMPTS = `
  SELECT i.id AS integration_id, a.ok, a.error, a.at
  FROM unnest($1::text[]) AS i(id)
  CROSS JOIN LATERAL (
    SELECT a.error_code IS NULL AS ok, coalesce(a.status_code::text, a.error_code) AS error, a.started_at AS at
    FROM (
      SELECT id FROM delivery
      WHERE integration_id = i.id AND id >= $2 AND NOT test AND attempt_count > 0
      ORDER BY id DESC LIMIT ${RECENT}
    ) d
    JOIN attempt a ON a.delivery_id = d.id
    WHERE a.status_code IS DISTINCT FROM 429
      AND (a.error_code IS NULL OR a.error_code NOT IN ('template', 'blocked_address', 'unknown_outcome'))
    ORDER BY a.started_at DESC LIMIT ${RECENT}
  ) a`

const COUNTS = `
  SELECT integration_id, status, count(*)::int AS count FROM delivery
  WHERE integration_id = ANY($1) AND id >= $2 AND NOT test GROUP BY 1, 2`

const LATEST = `
  SELECT i.id AS integration_id, d.created_at
  FROM unnest($1::text[]) AS i(id)
  CROSS JOIN LATERAL (
    SELECT created_at FROM delivery WHERE integration_id = i.id AND NOT test ORDER BY id DESC LIMIT 1
  ) d`

// It takes a failure at that time or later (disable-failing.ts): this is the earliest.
const DISABLES_AT = `
  CASE WHEN warned_at IS NOT NULL
    THEN greatest(failing_since + interval '${PATIENCE.disableAfter}', warned_at + interval '${PATIENCE.noticeOf}') END`

const OPEN_BREAKERS = `
  SELECT integration_id, failures, last_error AS error, failing_since AS since, ${DISABLES_AT} AS disables_at FROM integration_gate
  WHERE integration_id = ANY($1) AND opened_at IS NOT NULL`

interface Switched {
  id: string
  enabled: boolean
  disabledReason: string | null
  disabledAt: Date | null
}

const REMEMBER = 50 // times as long as the counting took
const MAX_REMEMBERED = 1000
const remembered = new Map<string, { rows: CountRow[]; until: number }>()

// Fresh while it is cheap; a workspace with very many deliveries sees figures that are some seconds old.
const countDeliveries = async (ids: readonly string[], since: string, now: number): Promise<{ rows: CountRow[] }> => {
  const key = ids.join()
  const known = remembered.get(key)
  if (known && known.until > now) return known
  const started = performance.now()
  const { rows } = await pool().query<CountRow>(COUNTS, [ids, since])
  const tookMs = performance.now() - started
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  if (tookMs > CHEAP_MS) remembered.set(key, { rows, until: now + REMEMBER * tookMs })
  return { rows }
}

/** Health, counts of the last 24 hours and time of the latest delivery for each integration, by id. */
export async function readActivity(integrations: readonly Switched[], now = Date.now()): Promise<Map<string, Activity>> {
  if (integrations.length === 0) return new Map()
  const ids = integrations.map(({ id }) => id)
  const since = firstIdAt('dlv', now - DAY_MS)
  const [counts, latest, attempts, breakers] = await Promise.all([
    countDeliveries(ids, since, now),
    pool().query<{ integration_id: string; created_at: Date }>(LATEST, [ids]),
    pool().query<AttemptRow>(RECENT_ATTEMPTS, [ids, since]),
    pool().query<OpenBreaker & { integration_id: string; disables_at: Date | null }>(OPEN_BREAKERS, [ids]),
  ])
  return new Map(integrations.map((integration) => {
    const mine = <T extends { integration_id: string }>(rows: T[]) =>
      rows.filter((row) => row.integration_id === integration.id)
    const counted = Object.fromEntries(mine(counts.rows).map(({ status, count }) => [status, count]))
    const breaker = mine(breakers.rows)[0] ?? null
    return [integration.id, {
      health: judgeHealth(integration, mine(attempts.rows), breaker),
      disablesAt: integration.enabled ? (breaker?.disables_at?.toISOString() ?? null) : null,
      lastDeliveryAt: mine(latest.rows)[0]?.created_at.toISOString() ?? null,
      counts24h: { ...NO_COUNTS, ...counted },
    }]
  }))
}
