import type { IntegrationInput, IntegrationView, SigningScheme, TriggerInput } from '@/lib/contracts/integration'
import { prisma } from '@/lib/db'
import { DomainError, invalid } from '@/lib/errors'
import type { Prisma } from '@/lib/generated/prisma/client'
import { newId } from '@/lib/ids'
import type { SecretString } from '@/lib/security/secret-string'
import { applySecrets, type Before } from './apply-secrets'
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
  triggers: Array<Pick<TriggerInput, 'type' | 'params' | 'conditions' | 'template'>>
  secrets: IntegrationSecrets
  shown: SecretString | null
}

/** What is there already when an integration is changed. */
export interface Former extends Before {
  scheme: SigningScheme
}

/** What is stored of an authentication besides its secret. */
export const storedAuth = (auth: IntegrationInput['destination']['auth']) =>
  auth.kind === 'basic' ? { kind: auth.kind, username: auth.username } : { kind: auth.kind }

/** Why kept secrets are asked for again. */
export const WHY_AGAIN = {
  moved: 'The destination leads elsewhere: enter its secrets again',
  unreadable: 'The stored secrets cannot be opened with ENCRYPTION_KEYS: enter them again',
}

// A signing secret that cannot be opened must not be replaced unasked: its receiver would refuse every message.
const lostSigning = ({ scheme, secret }: IntegrationInput['signing'], former: Former | null) =>
  former?.secrets !== null || former.scheme === 'none' || scheme === 'none' || typeof secret === 'string' || secret === null
    ? []
    : [{ pointer: '/signing/secret', code: 'secret_required', message: 'What is stored cannot be opened with ENCRYPTION_KEYS: enter this secret again, or null for a new one' }]

/** Judges a complete integration and settles its secrets; throws 422 with all that is wrong. */
export async function settleIntegration(
  workspaceId: string, input: IntegrationInput, former: Former | null, options: { test?: boolean } = {},
): Promise<SettledIntegration> {
  const applied = applySecrets(input.destination, former)
  const values = applied.headers.map(({ name, value, secret }) =>
    secret ? (applied.secrets.headers[name.toLowerCase()]?.reveal() ?? null) : value)
  const checked = await checkIntegration(workspaceId, input, applied.headers, values, options)
  const errors = [...checked.errors, ...applied.errors, ...lostSigning(input.signing, former)]
  if (errors.length > 0 && errors.every((error) => error.code === 'secret_required')) {
    throw new DomainError('secret_required', WHY_AGAIN[former?.secrets === null ? 'unreadable' : 'moved'], { errors })
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
      headers: applied.keptHeaders.map(({ name, value, secret }) => ({ name, value, secret })),
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
  triggers.map(({ type, params, conditions, template }, position) => ({
    id: ids.get(type) ?? newId('trg'), type, position, template, conditions: conditions ?? [],
    params: JSON.parse(JSON.stringify(params)) as Prisma.InputJsonObject, // plain JSON, as it came in
  }))

/** Seals the secrets for a row. */
export const sealFor = (id: string, workspaceId: string, secrets: IntegrationSecrets) =>
  sealSecrets({ id, workspaceId }, secrets)

/** Puts a shown signing secret into an answer; it is there this once. */
export const showSecret = (view: IntegrationView, shown: SecretString | null): IntegrationView =>
  shown === null ? view : { ...view, signing: { ...view.signing, secret: shown.reveal() } }

/** A row with its triggers, or null for none, a deleted one, another workspace's, or a step of a rule. */
export const findIntegration = (workspaceId: string, id: string) =>
  prisma().integration.findFirst({ where: { id, workspaceId, deletedAt: null, ruleId: null }, include: { triggers: true } })
