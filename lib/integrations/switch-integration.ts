import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { IntegrationView } from '@/lib/contracts/integration'
import { pool, prisma, withinPrisma } from '@/lib/db'
import { cancelWaiting } from '@/lib/deliveries/cancel-waiting'
import type { Dispatch } from '@/lib/dispatch'
import { DomainError, notFound } from '@/lib/errors'
import { resetGate } from '@/lib/gates/reset-gate'
import type { Prisma } from '@/lib/generated/prisma/client'
import { headerSecrets } from './integration-secrets'
import { viewRow } from './read-integration'
import type { IntegrationRow } from './stored-integration'
import { checkIfMatch, formerOf, toInput } from './update-integration'
import { findIntegration, sealFor, settleIntegration } from './write-integration'

const MAX_TRIES = 5

interface Switched {
  view: IntegrationView
}

type Change = { enabled: boolean } & Prisma.IntegrationUpdateManyMutationInput

// Guarded: what was deleted at the same moment stays deleted, and what two do at once was done by one of them. `judged`:
// only the version that may be switched on.
const write = async (acting: Acting, { id, name }: IntegrationRow, data: Change, judged?: { version: number }): Promise<Switched> => {
  const { workspaceId } = acting
  await prisma().$transaction(async (tx) => {
    const { count } = await tx.integration.updateMany({
      where: { id, deletedAt: null, enabled: !data.enabled, ...judged }, data: { ...data, version: { increment: 1 } },
    })
    const action = data.enabled ? 'integration.enabled' : 'integration.disabled'
    if (count > 0) await recordAudit(withinPrisma(tx), acting, { action, target: { kind: 'integration', id, label: name } })
  })
  const saved = await findIntegration(workspaceId, id)
  if (!saved) throw notFound('integration')
  return { view: await viewRow(saved) }
}

/** Switches an integration on. 422 when a template would not give a valid body or the URL is no longer allowed. */
export async function enableIntegration(dispatch: Dispatch, acting: Acting, id: string): Promise<Switched> {
  for (let tries = 1; ; tries++) {
    const row = await findIntegration(acting.workspaceId, id)
    if (!row) throw notFound('integration')
    if (row.enabled) return { view: await viewRow(row) }
    // Someone changes it all the time.
    if (tries > MAX_TRIES) throw new DomainError('stale', 'Someone changed this integration at the same moment: try again')
    await settleIntegration(acting.workspaceId, { ...toInput(row), enabled: true }, formerOf(row))
    await resetGate(pool(), dispatch, id)
    const on = { enabled: true, disabledBy: null, disabledReason: null, disabledAt: null }
    const written = await write(acting, row, on, { version: row.version })
    if (written.view.enabled) return written
  }
}

/** Switches an integration off: what is in flight finishes, what waits is cancelled, later events are skips. */
export async function disableIntegration(acting: Acting, id: string): Promise<Switched> {
  const row = await findIntegration(acting.workspaceId, id)
  if (!row) throw notFound('integration')
  if (!row.enabled) return { view: await viewRow(row) }
  const off = { enabled: false, disabledBy: 'person', disabledReason: 'Switched off by a person', disabledAt: new Date() }
  const written = await write(acting, row, off)
  await cancelWaiting(pool(), id)
  return written
}

/** Deletes an integration and its secrets; its history stays. What is in flight finishes, what waits is cancelled. */
export async function deleteIntegration(acting: Acting, id: string, ifMatch: string | null = null): Promise<void> {
  const row = await findIntegration(acting.workspaceId, id)
  if (!row) throw notFound('integration')
  checkIfMatch(row, ifMatch)
  await prisma().$transaction(async (tx) => {
    const { count } = await tx.integration.updateMany({
      where: { id, deletedAt: null },
      data: {
        deletedAt: new Date(), enabled: false, version: { increment: 1 },
        secrets: sealFor(id, row.workspaceId, { headers: headerSecrets() }),
      },
    })
    if (count === 0) throw notFound('integration')
    await recordAudit(withinPrisma(tx), acting, { action: 'integration.deleted', target: { kind: 'integration', id, label: row.name } })
  })
  await cancelWaiting(pool(), id)
}
