import type { Deed } from '@/lib/audit/record-audit'
import { isSameJson } from '@/lib/json/is-same-json'
import type { SecretString } from '@/lib/security/secret-string'
import { headerSecrets, type IntegrationSecrets } from './integration-secrets'
import { readColumns, readParams, storedColumns, type IntegrationRow } from './stored-integration'
import type { SettledIntegration } from './write-integration'

/** Names of what differs between two lists of named things. Their order counts too: it is what is sent. */
export const changedNames = <T extends { name: string }>(before: readonly T[], after: readonly T[]): string[] => {
  const names = [...new Set([...before, ...after].map(({ name }) => name))]
  const of = (list: readonly T[], name: string) => list.filter((one) => one.name === name)
  return names.filter((name) => !isSameJson(of(before, name), of(after, name)))
}

/** What is kept sealed is compared by what it says, and only that it differs is told. */
export const textOf = (secret: SecretString | undefined): string | null => secret?.reveal() ?? null

/** Headers with the values of the secret ones, to be compared. */
export const withSecrets = (headers: ReturnType<typeof readColumns>['headers'], secrets: IntegrationSecrets) =>
  headers.map((header) => (header.secret ? { ...header, value: textOf(secrets.headers[header.name.toLowerCase()]) } : header))

const changedTriggers = (row: IntegrationRow, after: SettledIntegration['triggers']): string[] => {
  const before = row.triggers.map((trigger) => ({ name: trigger.type, params: readParams(trigger), template: trigger.template }))
  return changedNames(before, after.map(({ type, params, template }) => ({ name: type, params, template })))
}

/** Secrets that no longer open count as not there. */
export const NO_SECRETS: IntegrationSecrets = { headers: headerSecrets() }

/** Names of the fields of an integration that a change gives other values, secrets among them. Pure. */
function changedFields(row: IntegrationRow, kept: IntegrationSecrets, settled: SettledIntegration): string[] {
  const [before, after] = [readColumns(row), storedColumns.parse(settled.columns)]
  const { secrets, columns } = settled
  const differs = (name: string, one: unknown, other: unknown): string[] => (isSameJson(one, other) ? [] : [name])
  return [
    ...differs('name', row.name, columns.name),
    ...differs('preset', row.preset, columns.preset),
    ...differs('ownerEmail', row.ownerEmail, columns.ownerEmail),
    ...changedTriggers(row, settled.triggers).map((type) => `triggers.${type}`),
    ...differs('destination.url', row.url, columns.url),
    ...changedNames(withSecrets(before.headers, kept), withSecrets(after.headers, secrets)).map((name) => `destination.headers.${name}`),
    ...changedNames(before.params, after.params).map((name) => `destination.params.${name}`),
    ...differs('destination.auth', before.auth, after.auth),
    ...differs('destination.auth.password', textOf(kept.password), textOf(secrets.password)),
    ...differs('destination.auth.token', textOf(kept.token), textOf(secrets.token)),
    ...differs('signing', before.signing, after.signing),
    ...differs('signing.secret', textOf(kept.signing), textOf(secrets.signing)),
    ...differs('policy', before.policy, after.policy),
    ...differs('limits', before.limits, after.limits),
  ]
}

/** What a change is in the audit log: a switch is told apart from what else was edited; nothing changed is nothing done. */
export function describeChange(row: IntegrationRow, kept: IntegrationSecrets | null, settled: SettledIntegration): Deed[] {
  const target = { kind: 'integration', id: row.id, label: settled.columns.name } as const
  const fields = changedFields(row, kept ?? NO_SECRETS, settled)
  const { enabled } = settled.columns
  return [
    ...(fields.length > 0 ? [{ action: 'integration.updated', target, fields } as const] : []),
    ...(enabled === row.enabled ? [] : [{ action: enabled ? 'integration.enabled' : 'integration.disabled', target } as const]),
  ]
}
