import type { IntegrationInput, IntegrationView, SigningScheme } from '@/lib/contracts/integration'
import { prisma } from '@/lib/db'
import { DomainError, invalid } from '@/lib/errors'
import type { Prisma } from '@/lib/generated/prisma/client'
import { newId } from '@/lib/ids'
import { applySecrets } from './apply-secrets'
import { checkIntegration } from './check-integration'
import { sealSecrets, type IntegrationSecrets } from './integration-secrets'
import { settleSigning, storedSigning } from './settle-signing'

/** An integration after all checks, ready to be stored. `shown` is a signing secret that is new. */
export interface SettledIntegration {
  columns: {
    type: string
    preset: string | null
    name: string
    enabled: boolean
    ownerEmail: string | null
    url: string
    headers: Prisma.InputJsonValue
    params: Prisma.InputJsonValue
    auth: Prisma.InputJsonValue
    signing: Prisma.InputJsonValue
    policy: Prisma.InputJsonValue
    limits: Prisma.InputJsonValue
  }
  triggers: Array<{ type: string; params: Record<string, unknown>; template: string | null }>
  secrets: IntegrationSecrets
  shown: string | null
}

/** What is there already when an integration is changed. */
export interface Former {
  url: string
  secrets: IntegrationSecrets
  scheme: SigningScheme
}

const storedAuth = (auth: IntegrationInput['destination']['auth']) =>
  auth.kind === 'basic' ? { kind: auth.kind, username: auth.username } : { kind: auth.kind }

/** Judges a complete integration and settles its secrets; throws 422 with all that is wrong. */
export function settleIntegration(
  input: IntegrationInput, former: Former | null, options: { test?: boolean } = {},
): SettledIntegration {
  const kept = former?.secrets ?? { headers: {} }
  const applied = applySecrets(input.destination, kept, former?.url ?? null)
  const values = applied.headers.map(({ name, value, secret }) =>
    secret ? (applied.secrets.headers[name.toLowerCase()] ?? null) : value)
  const checked = checkIntegration(input, applied.headers, values, options)
  const secretMissing = applied.errors.filter((error) => error.code === 'secret_required')
  const errors = [...checked.errors, ...applied.errors]
  if (secretMissing.length > 0 && secretMissing.length === errors.length) {
    throw new DomainError('secret_required', 'The destination leads elsewhere: enter its secrets again', { errors })
  }
  if (errors.length > 0) throw invalid(errors)
  const { secrets, shown } = settleSigning(input.signing.scheme, input.signing.secret, applied.secrets, former?.scheme ?? null)
  return {
    columns: {
      type: input.type,
      preset: input.preset ?? null,
      name: input.name.trim(),
      enabled: input.enabled,
      ownerEmail: input.ownerEmail ?? null,
      url: checked.url,
      headers: applied.headers.map(({ name, value, secret }) => ({ name, value, secret })),
      params: input.destination.params,
      auth: storedAuth(input.destination.auth),
      signing: { ...storedSigning(input.signing) },
      policy: input.policy,
      limits: input.limits,
    },
    triggers: checked.triggers,
    secrets,
    shown,
  }
}

/** The rows of triggers, in the order given. */
export const triggerRows = (triggers: SettledIntegration['triggers'], ids: ReadonlyMap<string, string>) =>
  triggers.map(({ type, params, template }, position) => ({
    id: ids.get(type) ?? newId('trg'), type, position, template,
    params: JSON.parse(JSON.stringify(params)) as Prisma.InputJsonObject, // plain JSON, as it came in
  }))

/** Seals the secrets for a row. */
export const sealFor = (id: string, workspaceId: string, secrets: IntegrationSecrets) =>
  sealSecrets({ table: 'integration', id, workspaceId }, secrets)

/** Puts a shown signing secret into an answer; it is there this once. */
export const showSecret = (view: IntegrationView, shown: string | null): IntegrationView =>
  shown === null ? view : { ...view, signing: { ...view.signing, secret: shown } }

/** A row with its triggers, or null for none, a deleted one, or another workspace's. */
export const findIntegration = (workspaceId: string, id: string) =>
  prisma().integration.findFirst({ where: { id, workspaceId, deletedAt: null }, include: { triggers: true } })
