import { bySystem } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { integrationInput } from '@/lib/contracts/integration'
import { inTransaction, pool, type Queryable } from '@/lib/db'
import { findType } from '@/lib/event-types/own-types'
import { createEventType } from '@/lib/event-types/write-event-type'
import { matchEvent } from '@/lib/events/match-event'
import { filterEvent } from '@/lib/events/filter-event'
import { createIntegration } from '@/lib/integrations/create-integration'
import { loadTargetsById } from '@/lib/integrations/load-targets'
import { findRuleEventType, ruleEventKey } from '@/lib/rules/rule-event-types'
import { askPatiently } from './ask-patiently'
import { demoIntegrations, type DemoIntegration } from './demo-integrations'
import { demoOwnType } from './demo-own-type'
import { DEMO_DAYS, factsAbout, planScorecards, type DemoScorecard } from './demo-scorecards'
import { makeRandom, type Chance } from './make-random'
import { planBurst, planEvents, type DemoEvent } from './plan-events'
import { Storyteller, type Made } from './storyteller'
import { tellExecutions } from './tell-executions'
import { writeHistory, type HistoryWorld } from './write-history'
import { makeRule, writeExecutions, type MadeRule } from './write-rule'
import { writeScorecards } from './write-scorecards'

/** What a demo came to; `refused`: the workspace holds something already, and nothing was changed. */
export type DemoFilled =
  | { outcome: 'filled'; integrations: number; rules: number; events: number; deliveries: number; scorecards: number }
  | { outcome: 'refused'; holds: string }

interface DemoOptions {
  now: number
  /** About so many deliveries; the last event may have one more. */
  deliveries?: number
}

const SEED = 2026
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const DEMO_LOCK = 4_627_003
const PER_STATEMENT = 1000

const HOLDS = `
  SELECT (SELECT count(*)::int FROM integration WHERE workspace_id = $1 AND deleted_at IS NULL AND rule_id IS NULL) AS integrations,
    (SELECT count(*)::int FROM scorecard WHERE workspace_id = $1) AS scorecards,
    EXISTS (SELECT 1 FROM event WHERE workspace_id = $1) AS events`

const findContents = async (tx: Queryable, workspaceId: string): Promise<string | null> => {
  const { rows: [row] } = await tx.query<{ integrations: number; scorecards: number; events: boolean }>(HOLDS, [workspaceId])
  const parts = [
    row?.integrations && `${row.integrations} integration${row.integrations === 1 ? '' : 's'}`,
    row?.scorecards && `${row.scorecards} scorecard${row.scorecards === 1 ? '' : 's'}`, row?.events && 'events',
  ].filter(Boolean)
  return parts.length === 0 ? null : parts.join(', ')
}

// By the product's own functions, in transactions of their own.
const createAll = async (workspaceId: string, since: number, created: Created): Promise<void> => {
  await createEventType(bySystem(workspaceId), demoOwnType, JSON.stringify(demoOwnType))
  created.hasType = true
  created.made.push(...(await createIntegrations(workspaceId, since)))
  created.rule = await makeRule(workspaceId, since)
}

const removeAll = async (workspaceId: string, { hasType, made, rule }: Created): Promise<void> => {
  const ids = [...made.map(({ target }) => target.id), ...(rule?.rule.steps.map(({ id }) => id) ?? [])]
  await pool().query('DELETE FROM integration WHERE workspace_id = $1 AND id = ANY($2)', [workspaceId, ids])
  await pool().query('DELETE FROM rule WHERE workspace_id = $1 AND id = $2', [workspaceId, rule?.rule.id])
  if (hasType) await pool().query('DELETE FROM event_type WHERE workspace_id = $1 AND key = $2', [workspaceId, demoOwnType.key])
}

interface Created {
  hasType: boolean
  made: Made[]
  rule?: MadeRule
}

const createIntegrations = async (workspaceId: string, since: number): Promise<Made[]> => {
  const ids = new Map<string, DemoIntegration>()
  for (const demo of demoIntegrations) {
    const { view } = await askPatiently(() => createIntegration(bySystem(workspaceId), integrationInput.parse(demo.input)))
    ids.set(view.id, demo)
  }
  await pool().query('UPDATE integration SET created_at = to_timestamp($2 / 1000.0) WHERE id = ANY($1)', [[...ids.keys()], since])
  const targets = await loadTargetsById(pool(), [...ids.keys()])
  return [...ids].flatMap(([id, demo]) => {
    const target = targets.get(id)
    return target ? [{ demo, target }] : []
  })
}

// What the demo shows of a receiver that fails now, and of one that is gone, must not be left to chance.
const planBursts = (chance: Chance, scorecards: readonly DemoScorecard[], now: number): DemoEvent[] =>
  demoIntegrations.flatMap(({ failingBefore, goneBefore }) => {
    const failing = failingBefore === undefined ? [] : [
      { from: now - failingBefore, to: now - failingBefore + 20 * MINUTE, count: 8 }, { from: now - failingBefore + 30 * MINUTE, to: now - MINUTE, count: 16 },
    ].flatMap((span) => planBurst(chance, 'RisksAdded', span, scorecards, { Severity: 'critical' }))
    const gone = goneBefore === undefined ? [] : planBurst(
      chance, 'reputations.updated', { from: now - goneBefore - 50 * MINUTE, to: now - goneBefore - MINUTE, count: 6 }, scorecards,
    )
    return [...failing, ...gone]
  })

const planAll = (chance: Chance, made: readonly Made[], { scorecards, now, deliveries }: Plan): DemoEvent[] => {
  const goneAt = (demo: DemoIntegration) => (demo.goneBefore === undefined ? Infinity : now - demo.goneBefore)
  const facts = factsAbout(scorecards)
  const wanted = ({ type, context, scorecard, at }: DemoEvent): number => matchEvent({ type, context, facts: facts(scorecard) }, made.map(({ demo, target }) => ({
    ...target, enabled: at <= goneAt(demo), disabledBy: 'system',
  })), filterEvent).deliver.length
  const events = planBursts(chance, scorecards, now)
  let left = deliveries - events.reduce((sum, event) => sum + wanted(event), 0)
  for (const event of planEvents(chance, now, scorecards)) {
    if (left <= 0) break
    events.push(event)
    left -= wanted(event)
  }
  return events.sort((one, other) => one.at - other.at)
}

const SWITCH_OFF = `
  UPDATE integration SET enabled = false, disabled_by = 'system', disabled_reason = '410 Gone', disabled_at = to_timestamp($2 / 1000.0),
    version = version + 1, updated_at = to_timestamp($2 / 1000.0) WHERE id = $1`
const OPEN_BREAKER = `
  INSERT INTO integration_gate (integration_id, failures, failing_since, last_failed_at, last_error, opened_at, probes, probe_at)
  SELECT $1, greatest(6, count(*)), to_timestamp($2 / 1000.0), max(a.started_at), '503', to_timestamp($2 / 1000.0) + interval '90 seconds', 8,
    to_timestamp($3 / 1000.0) + interval '8 minutes'
  FROM delivery d JOIN attempt a ON a.delivery_id = d.id WHERE d.integration_id = $1 AND a.started_at >= to_timestamp($2 / 1000.0)`

const settleStates = async (tx: Queryable, workspaceId: string, made: readonly Made[], switchedOff: ReadonlyMap<string, number>, now: number) => {
  for (const [id, at] of switchedOff) {
    await tx.query(SWITCH_OFF, [id, at])
    const label = made.find(({ target }) => target.id === id)?.target.name ?? ''
    await recordAudit(tx, bySystem(workspaceId), { action: 'integration.disabled', target: { kind: 'integration', id, label } }, at)
  }
  for (const { demo, target } of made) {
    if (demo.failingBefore !== undefined) await tx.query(OPEN_BREAKER, [target.id, now - demo.failingBefore, now])
  }
}

/**
 * Fills an empty workspace with four believable weeks: integrations of six kinds, one of them failing and one switched
 * off, a rule with its executions, an event type of its own, scorecards, portfolios, events, deliveries, attempts and
 * skips. Nothing is sent, and nothing is dispatched: the addresses end in `.example`. All or nothing; a workspace that holds something is left alone.
 */
export async function fillDemo(workspace: { id: string; name: string }, { now, deliveries = 20_000 }: DemoOptions): Promise<DemoFilled> {
  const chance = makeRandom(SEED)
  const scorecards = planScorecards(chance, now)
  const created: Created = { hasType: false, made: [] }
  try {
    return await inTransaction(async (tx): Promise<DemoFilled> => {
      // Idle while integrations are made beside it, whose templates wait for their turn on a busy machine.
      await tx.query(`SET LOCAL idle_in_transaction_session_timeout = '10min'`)
      await tx.query('SELECT pg_advisory_xact_lock($1)', [DEMO_LOCK])
      const holds = await findContents(tx, workspace.id)
      if (holds !== null) return { outcome: 'refused', holds }
      await createAll(workspace.id, now - (DEMO_DAYS + 1) * DAY, created)
      return writeAll(tx, workspace, { chance, scorecards, ...created, now, deliveries })
    })
  } catch (error) {
    await removeAll(workspace.id, created)
    throw error
  }
}

interface Plan {
  chance: Chance
  scorecards: readonly DemoScorecard[]
  made: readonly Made[]
  rule?: MadeRule
  now: number
  deliveries: number
}

async function writeAll(tx: Queryable, workspace: { id: string; name: string }, plan: Plan): Promise<DemoFilled> {
  const { chance, scorecards, made, now } = plan
  const ownType = await findType(workspace.id, demoOwnType.key)
  const ruleType = findRuleEventType(ruleEventKey('score_drop'))
  const world: HistoryWorld = { workspace, types: new Map([ownType, ruleType].flatMap((type) => (type ? [[type.key, type]] : []))) }
  const known = await writeScorecards(tx, workspace.id, scorecards)
  const executions = plan.rule && ruleType ? tellExecutions(chance, { ...plan.rule, type: ruleType, scorecards: known, workspaceName: workspace.name }, now) : []
  let deliveries = executions.reduce((sum, { story }) => sum + story.deliveries.length, 0)
  const events = planAll(chance, made, { ...plan, deliveries: plan.deliveries - deliveries })
  const teller = new Storyteller(chance, made, scorecards, now)
  for (let from = 0; from < events.length; from += PER_STATEMENT) {
    const stories = events.slice(from, from + PER_STATEMENT).map((event) => teller.tell(event))
    deliveries += stories.reduce((sum, story) => sum + story.deliveries.length, 0)
    await writeHistory(tx, world, stories)
  }
  await writeHistory(tx, world, executions.map(({ story }) => story))
  if (plan.rule) await writeExecutions(tx, workspace.id, plan.rule, executions)
  await settleStates(tx, workspace.id, made, teller.switchedOff, now)
  return { outcome: 'filled', integrations: made.length, rules: plan.rule ? 1 : 0, events: events.length + executions.length, deliveries, scorecards: scorecards.length }
}
