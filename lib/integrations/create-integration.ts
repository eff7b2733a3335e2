import type { Acting } from '@/lib/audit/acting'
import { recordAudit, type Deed } from '@/lib/audit/record-audit'
import type { IntegrationInput, IntegrationView } from '@/lib/contracts/integration'
import { prisma, withinPrisma } from '@/lib/db'
import { lockTypes } from '@/lib/event-types/lock-types'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { checkOwner } from './check-owner'
import { judgeHealth, NO_COUNTS } from './read-activity'
import { viewIntegration } from './view-integration'
import { sealFor, settleIntegration, showSecret, triggerRows, type SettledIntegration } from './write-integration'

/** `view` shows the new signing secret, `stored` is the same without it. */
export interface Created {
  view: IntegrationView
  stored: IntegrationView
}

/** Stores a new integration; 422 names each bad field. The answer is the only place that shows its signing secret. */
export async function createIntegration(
  acting: Acting, input: IntegrationInput, recordAnswer?: RecordAnswer,
): Promise<Created> {
  const settled = await settleIntegration(acting.workspaceId, input, null)
  await checkOwner(acting.workspaceId, input.ownerEmail)
  return storeIntegration(acting, settled, [], recordAnswer)
}

/** Stores an integration that was judged, under a new id; `deeds` is what was done besides. */
export async function storeIntegration(
  acting: Acting, settled: SettledIntegration, deeds: readonly Deed[], recordAnswer?: RecordAnswer,
): Promise<Created> {
  const { workspaceId } = acting
  const id = newId('int')
  const switchedOff = settled.columns.enabled ? {} : { disabledBy: 'person', disabledReason: 'Not switched on yet', disabledAt: new Date() }
  return prisma().$transaction(async (tx) => {
    await lockTypes(withinPrisma(tx), workspaceId, settled.triggers.map(({ type }) => type))
    const row = await tx.integration.create({
      data: {
        id, workspaceId, ...settled.columns, ...switchedOff,
        secrets: sealFor(id, workspaceId, settled.secrets),
        triggers: { create: triggerRows(settled.triggers, new Map()) },
      },
      include: { triggers: true },
    })
    const stored = viewIntegration(row, { health: judgeHealth(row, []), disablesAt: null, lastDeliveryAt: null, counts24h: NO_COUNTS })
    const made: Deed = { action: 'integration.created', target: { kind: 'integration', id, label: row.name } }
    for (const deed of [...deeds, made]) await recordAudit(withinPrisma(tx), acting, deed)
    await recordAnswer?.(withinPrisma(tx), { status: 201, body: stored })
    return { view: showSecret(stored, settled.shown), stored }
  })
}
