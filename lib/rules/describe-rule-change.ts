import type { Deed } from '@/lib/audit/record-audit'
import { changedNames, NO_SECRETS, textOf, withSecrets } from '@/lib/integrations/describe-change'
import { tryOpenSecrets } from '@/lib/integrations/integration-secrets'
import { readColumns, type IntegrationRow } from '@/lib/integrations/stored-integration'
import { isSameJson } from '@/lib/json/is-same-json'
import type { SettledRule, SettledStep } from './settle-rule'
import { readRuleColumns, templateOfStep, type RuleRow } from './stored-rule'

const differs = (name: string, one: unknown, other: unknown): string[] => (isSameJson(one, other) ? [] : [name])

const changedStep = (row: IntegrationRow, step: SettledStep): string[] => {
  const before = readColumns(row)
  const kept = tryOpenSecrets(row, row.secrets) ?? NO_SECRETS
  const { columns, secrets } = step
  return [
    ...differs('url', row.url, step.url),
    ...changedNames(withSecrets(before.headers, kept), withSecrets(columns.headers, secrets)).map((name) => `headers.${name}`),
    ...changedNames(before.params, columns.params).map((name) => `params.${name}`),
    ...differs('auth', before.auth, columns.auth),
    ...differs('auth.password', textOf(kept.password), textOf(secrets.password)),
    ...differs('auth.token', textOf(kept.token), textOf(secrets.token)),
    ...differs('template', templateOfStep(row), step.template),
  ]
}

// A step is named by its number; one that is new, gone or elsewhere now as a whole.
const changedSteps = (row: RuleRow, after: readonly SettledStep[]): string[] => {
  const numbers = Array.from({ length: Math.max(row.steps.length, after.length) }, (_, index) => index)
  return numbers.flatMap((index) => {
    const [before, step] = [row.steps[index], after[index]]
    if (!before || !step || step.row?.id !== before.id) return [`steps.${index + 1}`]
    return changedStep(before, step).map((field) => `steps.${index + 1}.${field}`)
  })
}

/** What a change of a rule is in the audit log; nothing changed is nothing done. */
export function describeRuleChange(row: RuleRow, { columns, steps }: SettledRule): Deed[] {
  const before = readRuleColumns(row)
  const fields = [
    ...differs('name', row.name, columns.name),
    ...differs('ownerEmail', row.ownerEmail, columns.ownerEmail),
    ...(['event', 'scope', 'conditions', 'policy'] as const).flatMap((name) => differs(name, before[name], columns[name])),
    ...changedSteps(row, steps),
  ]
  const target = { kind: 'rule', id: row.id, label: columns.name } as const
  return [
    ...(fields.length > 0 ? [{ action: 'rule.updated', target, fields } as const] : []),
    ...(columns.enabled === row.enabled ? [] : [{ action: columns.enabled ? 'rule.enabled' : 'rule.disabled', target } as const]),
  ]
}
