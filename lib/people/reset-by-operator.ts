import { originOf } from '@/lib/audit/acting'
import { endTrust } from '@/lib/auth/end-trust'
import { pool, prisma } from '@/lib/db'
import { auditPerson } from './audit-person'
import { makeResetLink } from './reset-password'

export type OperatorReset = { outcome: 'unknown' } | { outcome: 'made'; link: string; removedSecondFactor: boolean }

const OPERATOR = { kind: 'system', id: null, label: 'The operator, by command' } as const

/** A link to a new password for somebody whom no mail reaches; on request the second step goes too, for a lost phone. */
export async function resetByOperator(email: string, { removesSecondFactor }: { removesSecondFactor: boolean }): Promise<OperatorReset> {
  const user = await prisma().user.findUnique({ where: { email }, select: { id: true, twoFactorEnabled: true } })
  if (!user) return { outcome: 'unknown' }
  const removedSecondFactor = removesSecondFactor && user.twoFactorEnabled
  if (removedSecondFactor) {
    await prisma().$transaction(async (tx) => {
      await tx.twoFactor.deleteMany({ where: { userId: user.id } })
      await tx.user.update({ where: { id: user.id }, data: { twoFactorEnabled: false } })
      await endTrust(user.id, tx)
      await auditPerson(tx, user.id, originOf(new Headers(), null), { action: 'account.two_factor_disabled', by: OPERATOR })
    })
  }
  return { outcome: 'made', link: await makeResetLink(pool(), user.id), removedSecondFactor }
}
