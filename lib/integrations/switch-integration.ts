import type { IntegrationView } from '@/lib/contracts/integration'
import { prisma, withinPrisma } from '@/lib/db'
import { cancelWaiting } from '@/lib/deliveries/cancel-waiting'
import { notFound } from '@/lib/errors'
import { viewRow } from './read-integration'
import { formerOf, toInput } from './update-integration'
import { settleIntegration, findIntegration } from './write-integration'

interface Switched {
  view: IntegrationView
}

/** Switches an integration on. 422 when a template would not give a valid body or the URL is no longer allowed. */
export async function enableIntegration(workspaceId: string, id: string): Promise<Switched> {
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  if (row.enabled) return { view: await viewRow(row) }
  settleIntegration({ ...toInput(row), enabled: true }, formerOf(row))
  const saved = await prisma().integration.update({
    where: { id },
    data: { enabled: true, disabledBy: null, disabledReason: null, disabledAt: null, version: { increment: 1 } },
    include: { triggers: true },
  })
  return { view: await viewRow(saved) }
}

/** Switches an integration off: what is in flight finishes, what waits is cancelled, later events are skips. */
export async function disableIntegration(workspaceId: string, id: string): Promise<Switched> {
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  if (!row.enabled) return { view: await viewRow(row) }
  const saved = await prisma().$transaction(async (tx) => {
    const updated = await tx.integration.update({
      where: { id },
      data: {
        enabled: false, disabledBy: 'person', disabledReason: 'Switched off by a person', disabledAt: new Date(),
        version: { increment: 1 },
      },
      include: { triggers: true },
    })
    await cancelWaiting(withinPrisma(tx), id)
    return updated
  })
  return { view: await viewRow(saved) }
}

/** Deletes an integration; its history stays. What is in flight finishes, what waits is cancelled. */
export async function deleteIntegration(workspaceId: string, id: string): Promise<void> {
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  await prisma().$transaction(async (tx) => {
    await tx.integration.update({
      where: { id },
      data: { deletedAt: new Date(), enabled: false, version: { increment: 1 } },
    })
    await cancelWaiting(withinPrisma(tx), id)
  })
}
