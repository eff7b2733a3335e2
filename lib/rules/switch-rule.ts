import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { RuleView } from '@/lib/contracts/rule'
import { prisma, withinPrisma } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { notFound } from '@/lib/errors'
import { checkIfMatch } from '@/lib/integrations/update-integration'
import { endExecutions } from './end-executions'
import { findRule, viewRuleRow } from './read-rule'
import type { RuleRow } from './stored-rule'
import { cancelSteps, updateRule } from './update-rule'
import { removeSteps } from './write-steps'

const find = async (workspaceId: string, id: string): Promise<RuleRow> => {
  const row = await findRule(workspaceId, id)
  if (!row) throw notFound('rule')
  return row
}

/** Switches a rule on. 422 when a template would not give a valid body or a URL is no longer allowed. */
export async function enableRule(dispatch: Dispatch, acting: Acting, id: string): Promise<RuleView> {
  const row = await find(acting.workspaceId, id)
  return row.enabled ? viewRuleRow(row) : (await updateRule(dispatch, acting, id, { enabled: true }, null)).view
}

/**
 * Switches a rule off, whatever else is wrong with it: what is in flight finishes, what waits is cancelled, later events
 * are skips.
 */
export async function disableRule(acting: Acting, id: string): Promise<RuleView> {
  const row = await find(acting.workspaceId, id)
  await prisma().$transaction(async (tx) => {
    const { count } = await tx.rule.updateMany({
      where: { id, deletedAt: null, enabled: true }, data: { enabled: false, version: { increment: 1 } },
    })
    if (count === 0) return // two do it at once, or it was deleted
    await tx.integration.updateMany({ where: { ruleId: id, deletedAt: null }, data: { enabled: false, version: { increment: 1 } } })
    await endExecutions(withinPrisma(tx), id)
    await recordAudit(withinPrisma(tx), acting, { action: 'rule.disabled', target: { kind: 'rule', id, label: row.name } })
  })
  await cancelSteps(id, row.steps)
  return viewRuleRow(await find(acting.workspaceId, id))
}

/** Deletes a rule with its web requests and their secrets; its history stays. */
export async function deleteRule(acting: Acting, id: string, ifMatch: string | null = null): Promise<void> {
  const row = await find(acting.workspaceId, id)
  checkIfMatch(row, ifMatch)
  const steps = await prisma().$transaction(async (tx) => {
    const { count } = await tx.rule.updateMany({
      where: { id, deletedAt: null }, data: { deletedAt: new Date(), enabled: false, version: { increment: 1 } },
    })
    if (count === 0) throw notFound('rule')
    const all = await tx.integration.findMany({ where: { ruleId: id, deletedAt: null }, include: { triggers: true } })
    await removeSteps(tx, all)
    await endExecutions(withinPrisma(tx), id)
    await recordAudit(withinPrisma(tx), acting, { action: 'rule.deleted', target: { kind: 'rule', id, label: row.name } })
    return all
  })
  await cancelSteps(id, steps)
}
