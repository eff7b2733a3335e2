import { stringifyJson } from '@/lib/json/stringify-json'
import type { RuleScope } from '@/lib/templates/template-scope'

/** What the templates of an execution read besides the event, as the text that is stored with a body. */
export const writeRuleScope = (scope: RuleScope): string => stringifyJson(scope)

/** Believable values, for the check of a template before a rule is switched on; of a later step with an earlier answer. */
export const sampleRuleScope = (name: string, position: number): string => writeRuleScope({
  rule: { id: 'rul_sample', name, execution: { id: 'rex_sample', createdAt: '2026-01-01T00:00:00.000Z' } },
  webhooks: Array.from({ length: position }, () => ({ url: 'https://example.com/hook', response: { status: 200, body: { ok: true } } })),
})
