import { auth } from '@/lib/auth/auth'
import { endTrust } from '@/lib/auth/end-trust'
import type { Prisma } from '@/lib/generated/prisma/client'

export const hashPassword = async (password: string): Promise<string> => (await auth().$context).password.hash(password)

/**
 * Gives a person another password, and ends what the old one has opened: sessions (but `keepSession`), sign-ins that
 * wait for a code, and links to a new password.
 */
export async function setPassword(
  tx: Prisma.TransactionClient, userId: string, passwordHash: string, keepSession: string | null = null,
): Promise<void> {
  await tx.account.updateMany({ where: { userId, providerId: 'credential' }, data: { password: passwordHash } })
  await tx.session.deleteMany({ where: { userId, ...(keepSession !== null && { id: { not: keepSession } }) } })
  await endTrust(userId, tx)
}
