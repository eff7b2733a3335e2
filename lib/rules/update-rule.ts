import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { ruleInput, type RuleInput, type RulePatch, type RuleView } from '@/lib/contracts/rule'
import { pool, prisma, withinPrisma } from '@/lib/db'
import { cancelWaiting } from '@/lib/deliveries/cancel-waiting'
import type { Dispatch } from '@/lib/dispatch'
import { DomainError, notFound } from '@/lib/errors'
import { resetGate } from '@/lib/gates/reset-gate'
import { validate } from '@/lib/http/validate'
import { checkOwner } from '@/lib/integrations/check-owner'
import { readColumns, type IntegrationRow } from '@/lib/integrations/stored-integration'
import { checkIfMatch, mergePolicy } from '@/lib/integrations/update-integration'
import { etagOf } from '@/lib/integrations/view-integration'
import { describeRuleChange } from './describe-rule-change'
import { endCancelled, endExecutions } from './end-executions'
import { findRule, viewRuleRow, withSteps } from './read-rule'
import { settleRule, type SettledRule } from './settle-rule'
import { readRuleColumns, templateOfStep, type RuleRow } from './stored-rule'
import { removeSteps, writeSteps } from './write-steps'

const stepInput = (row: IntegrationRow): RuleInput['steps'][number] => {
  const { headers, params, auth } = readColumns(row)
  return {
    id: row.id, url: row.url, params, auth, template: templateOfStep(row),
    headers: headers.map(({ name, value, secret }) => (secret ? { name, secret } : { name, value, secret })),
  }
}

/** A stored rule in the form in which it is written, without its secrets: they are kept. */
const toInput = (row: RuleRow): RuleInput => ({
  name: row.name, enabled: row.enabled, ownerEmail: row.ownerEmail, ...readRuleColumns(row), steps: row.steps.map(stepInput),
})

/** Applies a patch to what is stored: a complete rule, judged by the contract. 422 names each bad field. */
export function patchedRule(row: RuleRow, patch: RulePatch): RuleInput {
  const current = toInput(row)
  return validate(ruleInput, { ...current, ...patch, policy: mergePolicy(current.policy, patch.policy) })
}

class MetAnother extends Error {}
const MAX_TRIES = 5

interface Written {
  view: RuleView
  etag: string
}

/**
 * Changes a rule. Secrets that are left out are kept, except when scheme, host or port of their step change (422
 * `secret_required`). Steps that are no longer there are deleted, and executions that are at one of them end.
 */
export async function updateRule(
  dispatch: Dispatch, acting: Acting, id: string, patch: RulePatch, ifMatch: string | null,
): Promise<Written> {
  for (let tries = 1; ; tries++) {
    try {
      return await writePatch(dispatch, acting, id, patch, ifMatch)
    } catch (error) {
      // Two changes met. Who did not ask for a certain version gets his own applied to the newer one.
      if (!(error instanceof MetAnother)) throw error
      if (ifMatch !== null || tries === MAX_TRIES) throw new DomainError('stale', 'Someone changed this rule at the same moment: try again')
    }
  }
}

const writePatch = async (
  dispatch: Dispatch, acting: Acting, id: string, patch: RulePatch, ifMatch: string | null,
): Promise<Written> => {
  const { workspaceId } = acting
  const row = await findRule(workspaceId, id)
  if (!row) throw notFound('rule')
  checkIfMatch(row, ifMatch)
  const settled = await settleRule(workspaceId, patchedRule(row, patch), row.steps)
  if (patch.ownerEmail !== undefined) await checkOwner(workspaceId, patch.ownerEmail)
  await resetGates(dispatch, row, settled)
  const gone = row.steps.filter((step) => !settled.steps.some((one) => one.row?.id === step.id))
  const saved = await prisma().$transaction(async (tx) => {
    const { count } = await tx.rule.updateMany({
      where: { id, version: row.version, deletedAt: null }, data: { ...settled.columns, version: row.version + 1 },
    })
    if (count === 0) throw new MetAnother()
    await removeSteps(tx, gone)
    await writeSteps(tx, row, settled)
    if (row.enabled && !settled.columns.enabled) await endExecutions(withinPrisma(tx), id)
    for (const deed of describeRuleChange(row, settled)) await recordAudit(withinPrisma(tx), acting, deed)
    return tx.rule.findUniqueOrThrow({ where: { id }, ...withSteps })
  })
  await cancelSteps(id, saved.enabled ? gone : row.steps)
  return { view: await viewRuleRow(saved), etag: etagOf(saved) }
}

// Failures of before say nothing of another destination, nor after a rule was off.
const resetGates = async (dispatch: Dispatch, row: RuleRow, { columns, steps }: SettledRule): Promise<void> => {
  for (const step of steps) {
    if (step.row && (step.row.url !== step.url || (columns.enabled && !row.enabled))) await resetGate(pool(), dispatch, step.row.id)
  }
}

/** Cancels what waits for steps that are gone or off, and ends the executions that it belongs to. */
export async function cancelSteps(ruleId: string, steps: readonly IntegrationRow[]): Promise<void> {
  if (steps.length === 0) return
  for (const { id } of steps) await cancelWaiting(pool(), id)
  await endCancelled(pool(), { ruleId })
}
