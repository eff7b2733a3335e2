import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { RuleInput, RuleView } from '@/lib/contracts/rule'
import { prisma, withinPrisma } from '@/lib/db'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { checkOwner } from '@/lib/integrations/check-owner'
import { withSteps } from './read-rule'
import { settleRule } from './settle-rule'
import { NEVER_FIRED, viewRule } from './view-rule'
import { writeSteps } from './write-steps'

// Who makes a rule owns it, unless somebody else is named.
const withOwner = async ({ actor }: Acting, input: RuleInput): Promise<RuleInput> => {
  if (input.ownerEmail !== undefined || actor.kind !== 'person' || actor.id === null) return input
  const user = await prisma().user.findUnique({ where: { id: actor.id }, select: { email: true } })
  return { ...input, ownerEmail: user?.email ?? null }
}

/** Stores a new rule; 422 names each bad field. */
export async function createRule(acting: Acting, given: RuleInput, recordAnswer?: RecordAnswer): Promise<RuleView> {
  const { workspaceId } = acting
  const input = await withOwner(acting, given)
  const settled = await settleRule(workspaceId, input, [])
  await checkOwner(workspaceId, input.ownerEmail)
  const id = newId('rul')
  return prisma().$transaction(async (tx) => {
    await tx.rule.create({ data: { id, workspaceId, ...settled.columns } })
    await writeSteps(tx, { id, workspaceId }, settled)
    const view = viewRule(await tx.rule.findUniqueOrThrow({ where: { id }, ...withSteps }), NEVER_FIRED)
    await recordAudit(withinPrisma(tx), acting, { action: 'rule.created', target: { kind: 'rule', id, label: view.name } })
    await recordAnswer?.(withinPrisma(tx), { status: 201, body: view })
    return view
  })
}
