import { findEventType, type EventType } from '@/lib/catalogue/find-event-type'
import { resolveParams } from '@/lib/catalogue/resolve-params'
import type { ParamValues } from '@/lib/catalogue/event-type'
import type { RuleEvent, ScorecardKind } from '@/lib/contracts/scorecard'
import type { Queryable } from '@/lib/db'
import { findRuleEventType, readRuleEvent, ruleEventKey } from '@/lib/rules/rule-event-types'
import { paramsKey } from './params-key'
import type { ScoreCheck } from './score-check'
import { checkOfRule, findScoreType, SCORE_TYPE_KEYS } from './score-triggers'

/** A type and its parameters, once, however many integrations have it. */
export interface ScoreTrigger {
  type: EventType
  params: ParamValues
  key: string // of type and parameters
  kinds: readonly ScorecardKind[]
  check: ScoreCheck
  /** Set: rules wait for it, and no integration. */
  ruleEvent?: RuleEvent
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

const RULES = 'SELECT DISTINCT event::text AS event FROM rule WHERE workspace_id = $1 AND deleted_at IS NULL'
const ALL_KINDS: readonly ScorecardKind[] = ['mine', 'vendor', 'domain']

// For scorecards outside of a rule's group too: that it was not for them is told by a skip.
const toRuleTrigger = (text: string): ScoreTrigger[] => {
  const event = readRuleEvent(text)
  const type = findRuleEventType(ruleEventKey(event.kind))
  return type ? [{ type, params: event, key: `${type.key} ${paramsKey(event)}`, kinds: ALL_KINDS, check: checkOfRule(event), ruleEvent: event }] : []
}

/** The distinct triggers of a workspace's integrations that are evaluated from scores, and what its rules wait for. */
export async function loadTriggers(tx: Queryable, workspaceId: string): Promise<ScoreTrigger[]> {
  const { rows } = await tx.query<{ type: string; params: string }>(TRIGGERS, [workspaceId, SCORE_TYPE_KEYS])
  const { rows: rules } = await tx.query<{ event: string }>(RULES, [workspaceId])
  const found = [
    ...rows.map(({ type, params }) => toScoreTrigger(type, JSON.parse(params))).filter((one) => one !== null),
    ...rules.flatMap(({ event }) => toRuleTrigger(event)),
  ]
  return [...new Map(found.map((one) => [one.key, one])).values()]
}
