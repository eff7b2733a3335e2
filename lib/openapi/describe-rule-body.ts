import { FACTORS } from '@/lib/catalogue/factors'
import { SEVERITIES } from '@/lib/catalogue/risk-order'
import type { RuleEvent } from '@/lib/contracts/scorecard'
import type { JsonObject } from '@/lib/json/json-value'
import { EXAMPLE_EVENTS, RULE_TEMPLATE, sampleRuleContext } from '@/lib/rules/rule-event-types'
import { renderTemplate } from '@/lib/templates/render-template'
import { buildTemplateScope, type RuleScope } from '@/lib/templates/template-scope'

type Json = Record<string, unknown>

const object = (properties: Json, required = Object.keys(properties)): Json => ({ type: 'object', required, properties })
const text = (description?: string): Json => ({ type: 'string', ...(description !== undefined && { description }) })
const number = { type: 'number' }
const grade = { type: 'string', enum: ['A', 'B', 'C', 'D', 'F'] }
const factor = { type: 'string', enum: [...FACTORS] }
const count = object({ count: { type: 'integer', minimum: 0 } })
const issue = object({ active: count, departed: count, resolved: count }, [])

const ofKind = (kind: RuleEvent['kind'], more: Json): Json => object({ type: { type: 'string', const: kind }, ...more })
const score = { from: number, to: number, threshold: number }
const grades = { from: grade, to: grade }

const triggers: Record<RuleEvent['kind'], Json> = {
  score_drop: ofKind('score_drop', score),
  score_rise: ofKind('score_rise', score),
  grade_drop: ofKind('grade_drop', grades),
  grade_raise: ofKind('grade_raise', grades),
  factor_score_drop: ofKind('factor_score_drop', { factor, ...score }),
  factor_score_rise: ofKind('factor_score_rise', { factor, ...score }),
  factor_grade_drop: ofKind('factor_grade_drop', { factor, ...grades }),
  factor_grade_raise: ofKind('factor_grade_raise', { factor, ...grades }),
  new_issues: ofKind('new_issues', {
    selected: { type: 'string', const: 'by_severity' }, severity: { type: 'string', enum: [...SEVERITIES] },
    issues: { type: 'object', description: 'By issue type', additionalProperties: issue },
  }),
  breach: { ...ofKind('breach', {}), description: 'With what was reported of the breach' },
}

const called = object({
  url: text('Without its parameters'),
  response: object({ status: { type: 'integer' }, body: { description: 'JSON where the answer was JSON, else text; null when it was empty' } }),
})

/** The standard body of a rule's web request, in SecurityScorecard's words. */
export const ruleBodySchema = (): Json => object({
  scorecard_id: text(),
  domain: text(),
  trigger: { description: 'What fired', oneOf: Object.values(triggers) },
  execution_id: text('The same on every retry and in every web request of one execution'),
  created_at: { type: 'string', format: 'date-time', description: 'When the rule fired' },
  retries: { type: 'integer', minimum: 1, description: 'How many retries were made so far, this one included; absent on the first attempt' },
  webhooks: { type: 'array', minItems: 1, items: called, description: 'The web requests that this execution has already made; absent when there are none' },
}, ['scorecard_id', 'domain', 'trigger', 'execution_id', 'created_at'])

const CREATED_AT = '2026-06-24T12:00:00.000Z'
const scope = (webhooks: RuleScope['webhooks']): RuleScope =>
  ({ rule: { id: 'rul_sample', name: 'Example rule', execution: { id: 'rex_01J00000000000000000000000', createdAt: CREATED_AT } }, webhooks })

/** The standard body for an event of a rule, as the template of rules writes it. */
export function renderRuleBody(event: RuleEvent, { attempt = 1, webhooks = [] }: { attempt?: number; webhooks?: RuleScope['webhooks'] } = {}): JsonObject {
  const rendered = renderTemplate({
    template: RULE_TEMPLATE, contentType: 'application/json',
    scope: buildTemplateScope({
      notification: { id: 42, type: `scorecard.${event.kind}`, description: '', occurredAt: CREATED_AT, context: sampleRuleContext(event) },
      integration: { id: 'int_sample', name: 'Example rule' }, workspace: { id: 'ws_sample', name: 'Example Company' },
      delivery: { id: 'dlv_sample', attempt, createdAt: CREATED_AT }, ...scope(webhooks),
    }),
  })
  if (!rendered.ok) throw new Error('The standard body of rules cannot be rendered')
  return JSON.parse(rendered.output) as JsonObject // that template writes an object
}

const RETRY = { attempt: 3, webhooks: [{ url: 'https://example.com/tickets', response: { status: 201, body: { ticket: 'SEC-7' } } }] }

export const ruleBodyExamples = (): Json => ({
  ...Object.fromEntries(EXAMPLE_EVENTS.map((event) => [event.kind, { value: renderRuleBody(event) }])),
  'the second retry of a second web request': { value: renderRuleBody({ kind: 'score_drop', threshold: 100 }, RETRY) },
})
