import { resolveParams } from '@/lib/catalogue/resolve-params'
import type { Backtest, BacktestInput, ScorecardKind } from '@/lib/contracts/scorecard'
import { invalid } from '@/lib/errors'
import { findType } from '@/lib/event-types/own-types'
import { backtestEvents } from './backtest-events'
import { findScorecards, readObservations } from './backtest-history'
import { toScoreTrigger } from './load-triggers'
import { longestWindow, observe } from './observe'
import { OBSERVED_EVENT } from './observe-events'
import type { Fired, Observation, ScoreCheck } from './score-check'
import { NO_STATE, DAY_MS } from './scorecard-state'
import { checkOfRule } from './score-triggers'

type Hit = Backtest['hits'][number]

const MOST_HITS = 1000

const hitOf = (domain: string, at: number, fired: Fired): Hit => {
  const values = fired.kind === 'issues' || fired.kind === 'breach' ? { from: null, to: null } : { from: fired.from, to: fired.to }
  return { at: new Date(at).toISOString(), domain, ...values }
}

/** When a check would have fired in a history that is in the order of time, from `since` on. Pure. */
export function replayHistory(
  history: readonly Observation[], check: ScoreCheck, { since, scoreMax }: { since: number; scoreMax: number },
): Array<{ at: number; fired: Fired }> {
  const checks = [{ check }]
  const options = { scoreMax, keepDays: longestWindow(checks) }
  let state = NO_STATE
  const hits: Array<{ at: number; fired: Fired }> = []
  for (const observation of history) {
    const seen = observe(state, observation, checks, options)
    state = seen.state
    for (const { fired } of seen.fired) if (observation.at >= since) hits.push({ at: observation.at, fired })
  }
  return hits
}

interface Plan {
  check: ScoreCheck
  kinds: readonly ScorecardKind[]
}

// What is evaluated from scores; null for types that only ever come as events.
const planOf = async (workspaceId: string, input: BacktestInput): Promise<Plan | null> => {
  if (input.event) return { check: checkOfRule(input.event), kinds: ['mine', 'vendor', 'domain'] }
  const key = input.triggerType ?? ''
  const type = await findType(workspaceId, key)
  if (!type) throw invalid([{ pointer: '/triggerType', code: 'unknown_type', message: `There is no event type "${key}"` }])
  const resolved = resolveParams(type, input.params)
  if (!resolved.ok) throw invalid(resolved.problems.map((problem) => ({ ...problem, pointer: `/params${problem.pointer}` })))
  return toScoreTrigger(key, input.params)
}

const fromScores = async (workspaceId: string, plan: Plan, input: BacktestInput, now: number): Promise<Hit[]> => {
  const since = now - input.days * DAY_MS
  const from = since - longestWindow([plan]) * DAY_MS
  const hits: Hit[] = []
  for await (const { scorecards, scoreMax } of findScorecards(workspaceId, plan.kinds, input)) {
    const histories = await readObservations(scorecards, from, now)
    for (const { id, domain } of scorecards) {
      const fired = replayHistory(histories.get(id) ?? [], plan.check, { since, scoreMax })
      hits.push(...fired.map((one) => hitOf(domain, one.at, one.fired)))
    }
  }
  return hits
}

/**
 * How often a trigger or a rule's event would have fired in the last days: from the stored scores by the function that
 * evaluates new ones, and from the events of its type that clients have posted. Hits are newest first, 1000 at most.
 */
export async function backtest(workspaceId: string, input: BacktestInput, now: number): Promise<Backtest> {
  const plan = await planOf(workspaceId, input)
  const hits = plan ? await fromScores(workspaceId, plan, input, now) : []
  // A client's scorecard.changed is in the stored scores already.
  if (input.triggerType !== undefined && input.triggerType !== OBSERVED_EVENT) {
    hits.push(...(await backtestEvents(workspaceId, { ...input, triggerType: input.triggerType }, now)))
  }
  hits.sort((a, b) => (a.at < b.at ? 1 : -1))
  return { count: hits.length, hits: hits.slice(0, MOST_HITS) }
}
