import * as z from 'zod'
import { conditions, ruleEvent, scoreScope } from '@/lib/contracts/scorecard'
import type { Queryable } from '@/lib/db'
import type { RuleToMatch } from './match-rules'

/** A rule as routing needs it. */
export interface LoadedRule extends RuleToMatch {
  workspaceId: string
  steps: Array<{ id: string; template: string | null }>
}

interface RuleRow {
  id: string
  workspace_id: string
  enabled: boolean
  event: string
  scope: string
  conditions: string
  steps: string
}

// Also those that are off: what they do not get is a skip.
const RULES = `
  SELECT r.id, r.workspace_id, r.enabled, r.event, r.scope, r.conditions, coalesce((
    SELECT json_agg(json_build_object('id', i.id, 'template', t.template) ORDER BY i.rule_position)
    FROM integration i JOIN trigger t ON t.integration_id = i.id WHERE i.rule_id = r.id AND i.deleted_at IS NULL), '[]')::text AS steps
  FROM rule r WHERE r.workspace_id = ANY($1) AND r.deleted_at IS NULL ORDER BY r.id`

const steps = z.array(z.object({ id: z.string(), template: z.string().nullable() }))

/** All rules of these workspaces, by workspace. */
export async function loadRules(db: Queryable, workspaceIds: readonly string[]): Promise<Map<string, LoadedRule[]>> {
  const { rows } = await db.query<RuleRow>({ name: 'rules_to_match', text: RULES, values: [[...new Set(workspaceIds)]] })
  const found = new Map<string, LoadedRule[]>()
  for (const row of rows) {
    const rule: LoadedRule = {
      id: row.id, workspaceId: row.workspace_id, enabled: row.enabled,
      event: ruleEvent.parse(JSON.parse(row.event)), scope: scoreScope.parse(JSON.parse(row.scope)),
      conditions: conditions.parse(JSON.parse(row.conditions)), steps: steps.parse(JSON.parse(row.steps)),
    }
    const known = found.get(rule.workspaceId)
    if (known) known.push(rule)
    else found.set(rule.workspaceId, [rule])
  }
  return found
}
