import { findEventType, type EventType } from '@/lib/catalogue/find-event-type'
import { resolveParams } from '@/lib/catalogue/resolve-params'
import type { ParamValues } from '@/lib/catalogue/event-type'
import type { ScorecardKind } from '@/lib/contracts/scorecard'
import type { Queryable } from '@/lib/db'
import { paramsKey } from './params-key'
import type { ScoreCheck } from './score-check'
import { findScoreType, SCORE_TYPE_KEYS } from './score-triggers'

/** A type and its parameters, once, however many integrations have it. */
export interface ScoreTrigger {
  type: EventType
  params: ParamValues
  key: string // of type and parameters
  kinds: readonly ScorecardKind[]
  check: ScoreCheck
}

// Also of integrations that are off: what they do not get is a skip that can be replayed.
const TRIGGERS = `
  SELECT DISTINCT t.type, t.params::text AS params FROM trigger t JOIN integration i ON i.id = t.integration_id
  WHERE i.workspace_id = $1 AND i.deleted_at IS NULL AND t.type = ANY($2)`

/** A trigger of a type that is evaluated from scores; null for other types and parameters that are not valid. */
export function toScoreTrigger(key: string, given: unknown): ScoreTrigger | null {
  const type = findEventType(key)
  const scoreType = findScoreType(key)
  if (!type || !scoreType) return null
  const resolved = resolveParams(type, given)
  if (!resolved.ok) return null
  const params = resolved.values
  return { type, params, key: `${key} ${paramsKey(params)}`, kinds: scoreType.kinds, check: scoreType.toCheck(params) }
}

/** The distinct triggers of a workspace's integrations that are evaluated from scores. */
export async function loadTriggers(tx: Queryable, workspaceId: string): Promise<ScoreTrigger[]> {
  const { rows } = await tx.query<{ type: string; params: string }>(TRIGGERS, [workspaceId, SCORE_TYPE_KEYS])
  const found = rows.map(({ type, params }) => toScoreTrigger(type, JSON.parse(params))).filter((one) => one !== null)
  return [...new Map(found.map((one) => [one.key, one])).values()]
}
