import { recordAudit } from '@/lib/audit/record-audit'
import { role, type MemberView, type Role } from '@/lib/contracts/member'
import { prisma, withinPrisma } from '@/lib/db'
import { DomainError, notFound } from '@/lib/errors'
import type { Caller } from '@/lib/http/authenticate'
import type { Prisma } from '@/lib/generated/prisma/client'
import { judgeChange, type Judged } from './judge-change'
import { viewMember, withUser } from './list-members'
import { lockMembers } from './lock-members'

type Actor = Pick<Caller, 'id' | 'kind' | 'role' | 'workspaceId' | 'actor' | 'origin'>

const REFUSALS: Record<Exclude<Judged, 'allowed'>, DomainError> = {
  viewers_look: new DomainError('forbidden', 'Your role does not allow this'),
  owners_only: new DomainError('forbidden', 'Only an owner may make or unmake an owner'),
  last_owner: new DomainError('conflict', 'This is the last owner: make somebody else an owner first'),
}

const targetOf = (id: string, { name, email }: { name: string; email: string }) => ({ kind: 'member' as const, id, label: `${name} (${email})` })

// Judged under the workspace's lock: of two owners who leave at once, the second finds itself the last.
const change = async <T>(
  actor: Actor, memberId: string, to: Role | null, apply: (tx: Prisma.TransactionClient, member: { id: string; userId: string }) => Promise<T>,
): Promise<T> =>
  prisma().$transaction(async (tx) => {
    await lockMembers(tx, actor.workspaceId)
    const members = await tx.member.findMany({ where: { workspaceId: actor.workspaceId } })
    const target = members.find(({ id }) => id === memberId)
    if (!target) throw notFound('member')
    const own = members.find(({ userId }) => userId === actor.id)
    const by = actor.kind === 'key' ? actor.role : role.catch('viewer').parse(own?.role)
    const judged = judgeChange({
      by, isSelf: target === own, from: role.catch('viewer').parse(target.role), to,
      owners: members.filter((member) => member.role === 'owner').length,
    })
    if (judged !== 'allowed') throw REFUSALS[judged]
    return apply(tx, target)
  })

/** Gives a member another role. 403 where the own one does not reach, 409 for the last owner, 404 for no such member. */
export const changeRole = (actor: Actor, memberId: string, to: Role): Promise<MemberView> =>
  change(actor, memberId, to, async (tx, { id }) => {
    const row = await tx.member.update({ where: { id }, data: { role: to }, ...withUser })
    await recordAudit(withinPrisma(tx), actor, { action: 'member.role_changed', target: targetOf(id, row.user), fields: ['role'] })
    return viewMember(row)
  })

/**
 * Takes a person out of the workspace, oneself too. Their next request there is refused; keys they made belong to the
 * workspace and stay, and notices about integrations and rules that they owned go to its owner.
 */
export const removeMember = (actor: Actor, memberId: string): Promise<void> =>
  change(actor, memberId, null, async (tx, { id, userId }) => {
    const { user } = await tx.member.delete({ where: { id }, ...withUser })
    await tx.session.updateMany({ where: { userId, activeWorkspaceId: actor.workspaceId }, data: { activeWorkspaceId: null } })
    const owned = { where: { workspaceId: actor.workspaceId, ownerEmail: { equals: user.email, mode: 'insensitive' } }, data: { ownerEmail: null } } as const
    await tx.integration.updateMany(owned)
    await tx.rule.updateMany(owned)
    await recordAudit(withinPrisma(tx), actor, { action: 'member.removed', target: targetOf(id, user) })
  })
