import type { Health, IntegrationView } from '@/lib/contracts/integration'
import { viewSecret } from './apply-secrets'
import { headerSecrets, tryOpenSecrets, type IntegrationSecrets } from './integration-secrets'
import { readColumns, readConditions, readParams, type IntegrationRow, type StoredColumns } from './stored-integration'

/** What is counted apart from the row itself. */
export interface Activity {
  health: Health
  disablesAt: string | null
  lastDeliveryAt: string | null
  counts24h: IntegrationView['counts24h']
}

/** A destination as it is shown. */
export const viewDestination = (url: string, columns: StoredColumns, secrets: IntegrationSecrets): IntegrationView['destination'] => ({
  url,
  headers: columns.headers.map(({ name, value, secret }) => ({
    name,
    value: secret ? viewSecret(secrets.headers[name.toLowerCase()]) : value,
    secret,
  })),
  params: columns.params,
  auth: viewAuth(columns.auth, secrets),
})

const viewAuth = (auth: StoredColumns['auth'], secrets: IntegrationSecrets): IntegrationView['destination']['auth'] => {
  if (auth.kind === 'basic') return { ...auth, password: viewSecret(secrets.password, false) }
  return auth.kind === 'bearer' ? { ...auth, token: viewSecret(secrets.token) } : auth
}

const UNREADABLE = 'The secrets cannot be opened with ENCRYPTION_KEYS: enter them again'

/** An integration as the API shows it; secrets only as whether they are set. */
export function viewIntegration(row: IntegrationRow, activity: Activity): IntegrationView {
  const columns = readColumns(row)
  // A row whose secrets do not open must not hide the others of a list.
  const opened = tryOpenSecrets(row, row.secrets)
  const secrets = opened ?? { headers: headerSecrets() }
  return {
    id: row.id,
    type: 'webhook',
    preset: row.preset,
    name: row.name,
    enabled: row.enabled,
    disabledBy: row.enabled ? null : row.disabledBy === 'system' ? 'system' : 'person',
    ownerEmail: row.ownerEmail,
    triggers: [...row.triggers]
      .sort((a, b) => a.position - b.position)
      .map((trigger) => ({
        id: trigger.id, type: trigger.type, params: readParams(trigger), ...readConditions(trigger), template: trigger.template,
      })),
    destination: viewDestination(row.url, columns, secrets),
    signing: { ...columns.signing, ...(columns.signing.scheme !== 'none' && { secret: viewSecret(secrets.signing) }) },
    policy: columns.policy,
    limits: columns.limits,
    ...activity,
    ...(opened === null && row.enabled && { health: { state: 'failing' as const, reason: UNREADABLE, since: null } }),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** The ETag of an integration: it changes with each write. */
export const etagOf = (row: { id: string; version: number }): string => `"${row.id}.${row.version}"`
