import { stringifyJson } from '@/lib/json/stringify-json'
import type { RuleScope } from '@/lib/templates/template-scope'

/** What the templates of an execution read besides the event, as the text that is stored with a body. */
export const writeRuleScope = (scope: RuleScope): string => stringifyJson(scope)

type Webhook = RuleScope['webhooks'][number]
const EXAMPLE: Webhook = { url: 'https://example.com/hook', response: { status: 200, body: { ok: true } } }

/**
 * Believable values, for the check of a template before a rule is switched on; of a later step with earlier answers:
 * those that are known, in their order, and an example for each of the others.
 */
export const sampleRuleScope = (name: string, position: number, known: ReadonlyArray<Webhook | null> = []): string => writeRuleScope({
  rule: { id: 'rul_sample', name, execution: { id: 'rex_sample', createdAt: '2026-01-01T00:00:00.000Z' } },
  webhooks: Array.from({ length: position }, (_, index) => known[index] ?? EXAMPLE),
})
