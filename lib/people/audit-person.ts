import { personActor, type Actor, type Origin } from '@/lib/audit/acting'
import { recordAudit, type Deed } from '@/lib/audit/record-audit'
import { withinPrisma } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'

/** Somebody whose sign-in was refused, say. */
export const UNKNOWN_ACTOR: Actor = { kind: 'person', id: null, label: 'Somebody who is not signed in' }

interface PersonDeed {
  action: Deed['action']
  fields?: Deed['fields']
  /** The person, where nobody else is said to have done it. */
  by?: Actor
}

/** Writes what concerns a person rather than a workspace into the audit log of each workspace that the person is in. */
export async function auditPerson(
  tx: Prisma.TransactionClient, userId: string, origin: Origin, { action, fields, by }: PersonDeed,
): Promise<void> {
  const members = await tx.member.findMany({ where: { userId }, include: { user: { select: { id: true, name: true, email: true } } } })
  for (const { workspaceId, user } of members) {
    const actor = personActor(user)
    const target = { kind: 'account' as const, id: user.id, label: actor.label }
    await recordAudit(withinPrisma(tx), { workspaceId, actor: by ?? actor, origin }, { action, target, ...(fields && { fields }) })
  }
}
