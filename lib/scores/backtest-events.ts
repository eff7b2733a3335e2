import type { Backtest, BacktestInput } from '@/lib/contracts/scorecard'
import { pool } from '@/lib/db'
import { filterEvent } from '@/lib/events/filter-event'
import { firstIdAt } from '@/lib/ids'
import { parseJson } from '@/lib/json/parse-json'
import { loadFacts } from './load-facts'
import { DAY_MS } from './scorecard-state'

interface EventRow {
  id: string
  workspace_id: string
  type: string
  scorecard: string | null
  context: string
  created_at: Date
}

// Of a busy workspace the newest: the wizard asks while somebody types.
const LOOKED_AT = 20_000

const EVENTS = `
  SELECT id, workspace_id, type, scorecard, context, created_at FROM (
    SELECT * FROM event WHERE workspace_id = $1 AND id >= $2 ORDER BY id DESC LIMIT ${LOOKED_AT}
  ) e WHERE type = $3 AND fired_params IS NULL`

const numberIn = (context: unknown, name: string): number | null => {
  const value: unknown = Object.hasOwn(Object(context), name) ? Reflect.get(Object(context), name) : null
  return value === null || Number.isNaN(Number(value)) ? null : Number(value)
}

/** The events that clients have posted in the last days and that a trigger with these parameters would have wanted. */
export async function backtestEvents(
  workspaceId: string, { triggerType, params, conditions, days }: BacktestInput & { triggerType: string }, now: number,
): Promise<Backtest['hits']> {
  const { rows } = await pool().query<EventRow>(EVENTS, [workspaceId, firstIdAt('evt', now - days * DAY_MS), triggerType])
  const trigger = { params, conditions }
  const facts = await loadFacts(pool(), rows, [{ workspace: { id: workspaceId }, triggers: new Map([[triggerType, trigger]]) }])
  return rows.flatMap((row) => {
    const context = parseJson(row.context)
    if (!filterEvent({ type: row.type, context, facts: facts.get(row.id) }, trigger).matches) return []
    const values = { from: numberIn(context, 'PrevScore'), to: numberIn(context, 'LatestScore') }
    return [{ at: row.created_at.toISOString(), domain: row.scorecard, ...values }]
  })
}
