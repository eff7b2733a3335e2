import { describeEvent } from '@/lib/catalogue/describe-event'
import type { EventType } from '@/lib/catalogue/event-type'
import type { ObjectSchema } from '@/lib/catalogue/json-schema'
import { AWKWARD_TEXT, makeEventType } from '@/lib/catalogue/make-event-type'
import { RULE_EVENT_PREFIX } from '@/lib/contracts/event-names'
import { ruleEvent, type RuleEvent } from '@/lib/contracts/scorecard'
import type { JsonObject } from '@/lib/json/json-value'
import { describeFired } from '@/lib/scores/describe-fired'
import type { Fired } from '@/lib/scores/score-check'

/** The body of a rule's web request, in SecurityScorecard's words and order. */
export const RULE_TEMPLATE = `{
  "scorecard_id": "{{ notification.context.scorecard_id }}",
  "domain": "{{ notification.context.domain }}",
  "trigger": {{ notification.context.trigger }},
  "execution_id": "{{ rule.execution.id }}",
  "created_at": "{{ rule.execution.createdAt }}"{% if delivery.retries > 0 %},
  "retries": {{ delivery.retries }}{% endif %}{% if webhooks.size > 0 %},
  "webhooks": {{ webhooks }}{% endif %}
}`

const contextSchema: ObjectSchema = {
  type: 'object',
  properties: {
    scorecard_id: { type: 'string', description: 'The scorecard' },
    domain: { type: 'string', description: 'Its domain' },
    name: { type: ['string', 'null'], description: 'Its name' },
    score: { type: ['number', 'null'], description: 'The score now' },
    observedAt: { type: 'string', description: 'When it was observed' },
    trigger: { type: 'object', description: 'What fired' },
  },
}

type Kind = RuleEvent['kind']

interface RuleKind {
  event: RuleEvent // an example
  label: string
  description: string
}

const factor = 'network_security'
const KINDS: Record<Kind, RuleKind> = {
  score_drop: { event: { kind: 'score_drop', threshold: 100 }, label: 'When a score drops', description: 'the score dropped from {from} to {to}' },
  score_rise: { event: { kind: 'score_rise', threshold: 100 }, label: 'When a score rises', description: 'the score rose from {from} to {to}' },
  grade_drop: { event: { kind: 'grade_drop' }, label: 'When a grade drops', description: 'the grade dropped from {from} to {to}' },
  grade_raise: { event: { kind: 'grade_raise' }, label: 'When a grade is raised', description: 'the grade was raised from {from} to {to}' },
  factor_score_drop: { event: { kind: 'factor_score_drop', factor, threshold: 100 }, label: 'When the score of a factor drops', description: 'the score of {factor} dropped from {from} to {to}' },
  factor_score_rise: { event: { kind: 'factor_score_rise', factor, threshold: 100 }, label: 'When the score of a factor rises', description: 'the score of {factor} rose from {from} to {to}' },
  factor_grade_drop: { event: { kind: 'factor_grade_drop', factor }, label: 'When the grade of a factor drops', description: 'the grade of {factor} dropped from {from} to {to}' },
  factor_grade_raise: { event: { kind: 'factor_grade_raise', factor }, label: 'When the grade of a factor is raised', description: 'the grade of {factor} was raised from {from} to {to}' },
  new_issues: { event: { kind: 'new_issues', by: 'severity', severity: 'low' }, label: 'When there are new issues', description: 'new issues of severity {severity}' },
  breach: { event: { kind: 'breach' }, label: 'When there is a breach', description: 'a breach became known' },
}

/** One event of each kind, in the order in which they are offered. */
export const EXAMPLE_EVENTS: readonly RuleEvent[] = Object.values(KINDS).map(({ event }) => event)

// As far apart as the event asks for.
const sampleFired = (event: RuleEvent): Fired => {
  switch (event.kind) {
    case 'score_drop':
    case 'factor_score_drop':
      return { kind: 'score', from: Math.max(732, event.threshold), to: Math.max(732, event.threshold) - event.threshold }
    case 'score_rise':
    case 'factor_score_rise':
      return { kind: 'score', from: Math.min(599, 1000 - event.threshold), to: Math.min(599, 1000 - event.threshold) + event.threshold }
    case 'grade_drop':
    case 'factor_grade_drop':
      return { kind: 'grade', from: 'B', to: 'C' }
    case 'grade_raise':
    case 'factor_grade_raise':
      return { kind: 'grade', from: 'C', to: 'B' }
    case 'new_issues':
      return { kind: 'issues', issues: { csp_no_policy_v2: { active: { count: 2 } } } }
    case 'breach':
      return { kind: 'breach', breach: { date: '2026-06-20', records: 12_000 } }
  }
}

/** The type of the events that a rule waits for. They come from evaluation only: no client sends them. */
export const ruleEventKey = (kind: Kind): string => `${RULE_EVENT_PREFIX}${kind}`

const fill = (text: string): string => text.replace(/\{(\w+)\}/g, '{{ notification.context.trigger.$1 }}')

interface Subject {
  id: string
  domain: string
  name: string | null
}
const EXAMPLE: Subject = { id: 'sco_01J00000000000000000000000', domain: 'example.com', name: 'Example Company' }

/** What an event of this rule could tell about a scorecard, or about one that does not exist. */
export function sampleRuleContext(event: RuleEvent, { id, domain, name }: Subject = EXAMPLE): JsonObject {
  const fired = sampleFired(event)
  const trigger = describeFired(event, fired) as JsonObject // plain JSON
  const score = fired.kind === 'score' && !('factor' in event) ? fired.to : 612
  return { scorecard_id: id, domain, name, score, observedAt: '2026-06-24T12:00:00.000Z', trigger }
}

/** The notification of such an event, with the description that a real one would have. */
export function sampleRuleEvent(type: EventType, event: RuleEvent, workspaceName: string, subject?: Subject): EventType['sample'] {
  const context = sampleRuleContext(event, subject)
  return { ...type.sample, context, description: describeEvent(type, { context, occurredAt: type.sample.occurredAt, workspaceName }) }
}

const typeOf = (kind: Kind): EventType => {
  const { event, label, description } = KINDS[kind]
  const context = sampleRuleContext(event)
  const told = description.replace(/\{(\w+)\}/g, (_, name: string) => String(Reflect.get(Object(context.trigger), name)))
  return makeEventType({
    key: ruleEventKey(kind), label, category: 'scorecards', contextSchema, defaultTemplate: RULE_TEMPLATE,
    descriptionTemplate: `{{ notification.context.domain }}: ${fill(description)}`,
    sample: { id: 42, occurredAt: '2026-06-24T12:00:00Z', context, description: `example.com: ${told}` },
    edgeContext: sampleRuleContext(event, { id: EXAMPLE.id, domain: AWKWARD_TEXT, name: null }),
  })
}

const kinds = Object.keys(KINDS) as Kind[] // the keys of the object above
const byKey = new Map(kinds.map((kind) => [ruleEventKey(kind), typeOf(kind)]))

/** All of them; no list of event types shows them. */
export const listRuleEventTypes = (): EventType[] => [...byKey.values()]

/** The type of events that rules of a kind are made for; no integration can have it as a trigger. */
export const findRuleEventType = (key: string): EventType | undefined => byKey.get(key)

/** A rule's event as stored with the events that it fires. */
export const readRuleEvent = (text: string): RuleEvent => ruleEvent.parse(JSON.parse(text))
