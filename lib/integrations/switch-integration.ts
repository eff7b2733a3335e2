import type { IntegrationView } from '@/lib/contracts/integration'
import { pool, prisma } from '@/lib/db'
import { cancelWaiting } from '@/lib/deliveries/cancel-waiting'
import type { Dispatch } from '@/lib/dispatch'
import { notFound } from '@/lib/errors'
import { resetGate } from '@/lib/gates/reset-gate'
import type { Prisma } from '@/lib/generated/prisma/client'
import { headerSecrets } from './integration-secrets'
import { viewRow } from './read-integration'
import { checkIfMatch, formerOf, toInput } from './update-integration'
import { findIntegration, sealFor, settleIntegration } from './write-integration'

interface Switched {
  view: IntegrationView
}

// Guarded: what was deleted at the same moment stays deleted.
const write = async (workspaceId: string, id: string, data: Prisma.IntegrationUpdateManyMutationInput): Promise<Switched> => {
  await prisma().integration.updateMany({ where: { id, deletedAt: null }, data: { ...data, version: { increment: 1 } } })
  const saved = await findIntegration(workspaceId, id)
  if (!saved) throw notFound('integration')
  return { view: await viewRow(saved) }
}

/** Switches an integration on. 422 when a template would not give a valid body or the URL is no longer allowed. */
export async function enableIntegration(dispatch: Dispatch, workspaceId: string, id: string): Promise<Switched> {
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  if (row.enabled) return { view: await viewRow(row) }
  settleIntegration({ ...toInput(row), enabled: true }, formerOf(row))
  await resetGate(pool(), dispatch, id)
  return write(workspaceId, id, { enabled: true, disabledBy: null, disabledReason: null, disabledAt: null })
}

/** Switches an integration off: what is in flight finishes, what waits is cancelled, later events are skips. */
export async function disableIntegration(workspaceId: string, id: string): Promise<Switched> {
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  if (!row.enabled) return { view: await viewRow(row) }
  const off = { enabled: false, disabledBy: 'person', disabledReason: 'Switched off by a person', disabledAt: new Date() }
  const written = await write(workspaceId, id, off)
  await cancelWaiting(pool(), id)
  return written
}

/** Deletes an integration and its secrets; its history stays. What is in flight finishes, what waits is cancelled. */
export async function deleteIntegration(workspaceId: string, id: string, ifMatch: string | null = null): Promise<void> {
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  checkIfMatch(row, ifMatch)
  await prisma().integration.update({
    where: { id },
    data: {
      deletedAt: new Date(), enabled: false, version: { increment: 1 },
      secrets: sealFor(id, workspaceId, { headers: headerSecrets() }),
    },
  })
  await cancelWaiting(pool(), id)
}
