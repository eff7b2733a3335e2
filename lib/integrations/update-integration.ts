import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { integrationInput, type IntegrationInput, type IntegrationPatch, type IntegrationView } from '@/lib/contracts/integration'
import { pool, prisma, withinPrisma } from '@/lib/db'
import { cancelWaiting } from '@/lib/deliveries/cancel-waiting'
import type { Dispatch } from '@/lib/dispatch'
import { DomainError, notFound } from '@/lib/errors'
import { lockTypes } from '@/lib/event-types/lock-types'
import { resetGate } from '@/lib/gates/reset-gate'
import { validate } from '@/lib/http/validate'
import { checkOwner } from './check-owner'
import { describeChange } from './describe-change'
import { tryOpenSecrets } from './integration-secrets'
import { viewRow } from './read-integration'
import { readColumns, readConditions, readParams, type IntegrationRow } from './stored-integration'
import { etagOf } from './view-integration'
import { findIntegration, sealFor, settleIntegration, triggerRows, type Former } from './write-integration'

/** A stored integration in the form in which it is written, without its secrets: they are kept. */
export function toInput(row: IntegrationRow): IntegrationInput {
  const { headers, params, auth, signing, policy, limits } = readColumns(row)
  return {
    type: 'webhook',
    preset: row.preset,
    name: row.name,
    enabled: row.enabled,
    ownerEmail: row.ownerEmail,
    triggers: [...row.triggers].sort((a, b) => a.position - b.position)
      .map((trigger) => ({ type: trigger.type, params: readParams(trigger), ...readConditions(trigger), template: trigger.template })),
    destination: {
      url: row.url,
      headers: headers.map(({ name, value, secret }) => (secret ? { name, secret } : { name, value, secret })),
      params,
      auth,
    },
    signing,
    policy,
    limits,
  }
}

// A parameter left out of a repeated trigger goes back to its default, like in a new one: lists are replaced.
const mergePatch = (current: IntegrationInput, patch: IntegrationPatch): unknown => ({
  ...current,
  ...patch,
  destination: { ...current.destination, ...patch.destination },
  signing: mergeSigning(current.signing, patch.signing),
  policy: mergePolicy(current.policy, patch.policy),
  limits: { ...current.limits, ...patch.limits },
})

// Another scheme starts from its own defaults, not from the former one's header and algorithm.
const mergeSigning = (current: IntegrationInput['signing'], patch: IntegrationPatch['signing']) =>
  patch?.scheme !== undefined && patch.scheme !== current.scheme ? patch : { ...current, ...patch }

/** A policy with a patch over it; another profile starts from its own table. */
export const mergePolicy = (current: IntegrationInput['policy'], patch: IntegrationPatch['policy']) =>
  patch?.profile !== undefined && patch.profile !== current.profile ? patch : { ...current, ...patch }

/** Applies a patch to what is stored: a complete integration, judged by the contract. 422 names each bad field. */
export const patchedInput = (row: IntegrationRow, patch: IntegrationPatch): IntegrationInput =>
  validate(integrationInput, mergePatch(toInput(row), patch))

const switched = (row: IntegrationRow, enabled: boolean) => {
  if (enabled === row.enabled) return {}
  return enabled
    ? { disabledBy: null, disabledReason: null, disabledAt: null }
    : { disabledBy: 'person', disabledReason: 'Switched off by a person', disabledAt: new Date() }
}

/** What was there before, for settling the secrets of a change or a test. */
export const formerOf = (row: IntegrationRow): Former =>
  ({ url: row.url, secrets: tryOpenSecrets(row, row.secrets), scheme: readColumns(row).signing.scheme })

/** Throws 412 when `ifMatch` names another version than the stored one. */
export function checkIfMatch(row: { id: string; version: number }, ifMatch: string | null): void {
  if (ifMatch === null || ifMatch.trim() === '*') return
  const wanted = ifMatch.split(',').map((tag) => tag.trim())
  if (wanted.includes(etagOf(row))) return
  throw new DomainError('stale', 'Someone changed it in the meantime: read it again')
}

/**
 * Changes an integration. Secrets that are left out are kept, except when scheme, host or port change (422
 * `secret_required`). Disabling cancels what still waits.
 */
export async function updateIntegration(
  dispatch: Dispatch, acting: Acting, id: string, patch: IntegrationPatch, ifMatch: string | null,
): Promise<{ view: IntegrationView; etag: string }> {
  for (let tries = 1; ; tries++) {
    try {
      return await writePatch(dispatch, acting, id, patch, ifMatch)
    } catch (error) {
      // Two changes met. Who did not ask for a certain version gets his own applied to the newer one.
      if (!(error instanceof MetAnother)) throw error
      if (ifMatch !== null || tries === MAX_TRIES) throw new DomainError('stale', 'Someone changed this integration at the same moment: try again')
    }
  }
}

class MetAnother extends Error {}
const MAX_TRIES = 5

const writePatch = async (
  dispatch: Dispatch, acting: Acting, id: string, patch: IntegrationPatch, ifMatch: string | null,
): Promise<{ view: IntegrationView; etag: string }> => {
  const { workspaceId } = acting
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  checkIfMatch(row, ifMatch)
  const input = patchedInput(row, patch)
  const former = formerOf(row)
  const settled = await settleIntegration(workspaceId, input, former)
  if (patch.ownerEmail !== undefined) await checkOwner(workspaceId, patch.ownerEmail)
  const ids = new Map(row.triggers.map((trigger) => [trigger.type, trigger.id]))
  // Before it is on: else it could be switched off once more for what failed before.
  if (!row.enabled && settled.columns.enabled) await resetGate(pool(), dispatch, id)
  const saved = await prisma().$transaction(async (tx) => {
    await lockTypes(withinPrisma(tx), workspaceId, settled.triggers.map(({ type }) => type))
    const { count } = await tx.integration.updateMany({
      where: { id, version: row.version, deletedAt: null },
      data: {
        ...settled.columns, ...switched(row, settled.columns.enabled),
        secrets: sealFor(id, workspaceId, settled.secrets), version: row.version + 1,
      },
    })
    if (count === 0) throw new MetAnother()
    await tx.trigger.deleteMany({ where: { integrationId: id } })
    await tx.trigger.createMany({ data: triggerRows(settled.triggers, ids).map((trigger) => ({ ...trigger, integrationId: id })) })
    for (const deed of describeChange(row, former.secrets, settled)) await recordAudit(withinPrisma(tx), acting, deed)
    return tx.integration.findUniqueOrThrow({ where: { id }, include: { triggers: true } })
  })
  if (row.enabled && !saved.enabled) await cancelWaiting(pool(), id)
  if (row.url !== saved.url) await resetGate(pool(), dispatch, id)
  // A secret that a change of scheme made is not shown here: only create and rotate-secret do.
  return { view: await viewRow(saved), etag: etagOf(saved) }
}

