import { describeEvent } from '@/lib/catalogue/describe-event'
import { evaluatedEventId } from '@/lib/contracts/event-names'
import type { RuleEvent, ScorecardKind } from '@/lib/contracts/scorecard'
import type { JsonObject } from '@/lib/json/json-value'
import { parseJson } from '@/lib/json/parse-json'
import { describeFired } from './describe-fired'
import type { ScoreTrigger } from './load-triggers'
import type { Fired, Observation } from './score-check'
import { findScoreType } from './score-triggers'

export interface ScoredCard {
  id: string
  domain: string
  name: string | null
  kind: ScorecardKind
}

/** An event that evaluation makes, ready to be stored. */
export interface FiredEvent {
  type: string
  description: string
  occurredAt: string
  context: string
  scorecard: string
  /** Names scorecard, trigger and observation: whoever evaluates them again makes the same event. */
  externalId: string
  firedParams: string
}

const isDefined = ([, value]: [string, unknown]) => value !== undefined && value !== null

const observed = (card: ScoredCard, { at, score, factors, issues, breach }: Observation) => ({
  domain: card.domain, score, factors, observedAt: new Date(at).toISOString(), issues, breach,
})

const contextOf = (trigger: ScoreTrigger, card: ScoredCard, observation: Observation, fired: Fired): Record<string, unknown> => {
  const { check, type, ruleEvent } = trigger
  if (ruleEvent) return ruleContext(ruleEvent, card, observation, fired)
  if (fired.kind !== 'score') return Object.fromEntries(Object.entries(observed(card, observation)).filter(isDefined))
  return {
    LatestScore: fired.to,
    PrevScore: fired.from,
    ...('threshold' in check && { Threshold: check.threshold }),
    ...nameOf(type.key, card),
    Domain: card.domain,
    ...('days' in check && { Days: check.days }),
  }
}

const ruleContext = (event: RuleEvent, { id, domain, name }: ScoredCard, { at, score }: Observation, fired: Fired) => ({
  scorecard_id: id, domain, name, score, observedAt: new Date(at).toISOString(), trigger: describeFired(event, fired),
})

// A domain is its own name; a company that has none is left to the description's own words.
const nameOf = (key: string, card: ScoredCard): Record<string, string> => {
  const name = key === 'DomainCSTARUnderThreshold' ? card.domain : card.name
  const nameField = findScoreType(key)?.nameField
  return name === null || nameField === undefined ? {} : { [nameField]: name }
}

/** The event of a trigger that fired, with the context that the catalogue describes. Pure. */
export function scoreEvent(
  trigger: ScoreTrigger, card: ScoredCard, observation: Observation, fired: Fired, workspaceName: string,
): FiredEvent {
  const context = JSON.stringify(contextOf(trigger, card, observation, fired))
  const occurredAt = new Date(observation.at).toISOString()
  return {
    type: trigger.type.key,
    description: describeEvent(trigger.type, { context: parseJson(context) as JsonObject, occurredAt, workspaceName })
      .replaceAll('\u0000', '\ufffd').toWellFormed(),
    occurredAt,
    context,
    scorecard: card.domain,
    externalId: evaluatedEventId(card.id, trigger.key, observation.at),
    firedParams: JSON.stringify(trigger.params),
  }
}
