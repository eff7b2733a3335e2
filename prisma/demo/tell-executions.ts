import type { EventType } from '@/lib/catalogue/event-type'
import type { RuleView } from '@/lib/contracts/rule'
import { firstIdAt } from '@/lib/ids'
import type { Target } from '@/lib/integrations/load-targets'
import { calledWebhook } from '@/lib/rules/called-webhook'
import { replayHistory } from '@/lib/scores/backtest'
import { scoreEvent } from '@/lib/scores/score-event'
import { checkOfRule } from '@/lib/scores/score-triggers'
import { paramsKey } from '@/lib/scores/params-key'
import { matchesScope } from '@/lib/scores/scorecard-facts'
import { maskUrl } from '@/lib/security/mask-url'
import type { RuleScope } from '@/lib/templates/template-scope'
import { demoSteps } from './demo-rule'
import { factsOf, type DemoScorecard } from './demo-scorecards'
import { makeRandom, type Chance } from './make-random'
import { planDelivery } from './plan-delivery'
import type { DemoStory } from './write-history'

/** An execution of the demo's rule with the story of its event, whose deliveries are its web requests. */
export interface DemoExecution {
  id: string
  status: 'running' | 'succeeded' | 'failed'
  createdAt: number
  finishedAt: number | null
  story: DemoStory
}

export interface RuleWorld {
  rule: RuleView
  type: EventType
  targets: readonly Target[] // of its steps
  scorecards: ReadonlyMap<string, DemoScorecard> // by id
  workspaceName: string
}

const DELAY_MS = 900 // from the score to the execution

// Two workspaces may be filled at the same moment: the times are the same then, and the chance is.
const seedOf = (text: string): number => [...text].reduce((seed, letter) => (Math.imul(seed, 31) + letter.charCodeAt(0)) | 0, 7)

const runSteps = (chance: Chance, ids: Chance, { rule, targets }: RuleWorld, execution: { id: string; createdAt: number }, now: number) => {
  const webhooks: RuleScope['webhooks'] = []
  const deliveries: DemoStory['deliveries'] = []
  let at = execution.createdAt
  let status: DemoExecution['status'] = 'succeeded'
  for (const [index, target] of targets.entries()) {
    const step = demoSteps[index]
    if (!step || status !== 'succeeded') break
    const outcome = planDelivery(chance, step, target.retryPolicy, at, now)
    const scope: RuleScope = {
      rule: { id: rule.id, name: rule.name, execution: { id: execution.id, createdAt: new Date(execution.createdAt).toISOString() } }, webhooks: [...webhooks],
    }
    deliveries.push({
      id: firstIdAt('dlv', at) + ids.idEnd(), attemptIds: outcome.attempts.map(({ startedAt }) => firstIdAt('att', startedAt) + ids.idEnd()),
      target, outcome, scope, at,
    })
    const answer = outcome.attempts.at(-1)?.answer
    if (outcome.status === 'succeeded' && answer) webhooks.push(calledWebhook(maskUrl(target.url), { status: answer.status ?? 0, body: Buffer.from(answer.body) }))
    else status = outcome.status === 'failed' ? 'failed' : 'running'
    at = outcome.finishedAt ?? at
  }
  return { status, deliveries, finishedAt: status === 'running' ? null : at }
}

/** Each time that the rule would have fired by these scores, as the product's own evaluation says, and what came of it. */
export function tellExecutions(chance: Chance, world: RuleWorld, now: number): DemoExecution[] {
  const { rule, type } = world
  const ids = makeRandom(seedOf(rule.id))
  const check = checkOfRule(rule.event)
  const trigger = { type, params: rule.event, key: `${type.key} ${paramsKey(rule.event)}`, kinds: [], check, ruleEvent: rule.event }
  const told = [...world.scorecards].flatMap(([id, card]) => {
    if (!matchesScope(factsOf(card), rule.scope)) return []
    const history = card.observations.map(({ at, score }) => ({ at, score }))
    return replayHistory(history, check, { since: 0, scoreMax: 1000 }).map(({ at, fired }): DemoExecution => {
      const score = history.find((one) => one.at === at)?.score ?? null
      const made = scoreEvent(trigger, { id, domain: card.domain, name: card.name, kind: card.kind }, { at, score }, fired, world.workspaceName)
      const execution = { id: firstIdAt('rex', at + DELAY_MS) + ids.idEnd(), createdAt: at + DELAY_MS }
      const { deliveries, ...ended } = runSteps(chance, ids, world, execution, now)
      const event = { at: at + DELAY_MS, type: made.type, context: JSON.parse(made.context) as Record<string, unknown>, scorecard: card.domain, fired: made }
      return { ...execution, ...ended, story: { id: firstIdAt('evt', at + DELAY_MS) + ids.idEnd(), event, deliveries, skips: [] } }
    })
  })
  return told.sort((one, other) => one.createdAt - other.createdAt)
}
