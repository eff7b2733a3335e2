import type { Origin } from '@/lib/audit/acting'
import { auth } from '@/lib/auth/auth'
import { prisma } from '@/lib/db'
import { invalid } from '@/lib/errors'
import { limits } from '@/lib/throttle/limits'
import { forgetTries, takeTryOrThrow } from '@/lib/throttle/throttle'
import { auditPerson } from './audit-person'
import { hashPassword, setPassword } from './set-password'

interface PasswordChange {
  currentPassword: string
  newPassword: string
}

const isRight = async (userId: string, password: string): Promise<boolean> => {
  const account = await prisma().account.findFirst({ where: { userId, providerId: 'credential' } })
  if (!account?.password) return false
  return (await auth().$context).password.verify({ hash: account.password, password })
}

/** Changes the own password; every other session of the person ends. 422 where the current one is wrong, 429 after ten. */
export async function changePassword(person: { userId: string; sessionId: string; origin: Origin }, change: PasswordChange): Promise<void> {
  const tries = [limits.passwordAgain(person.userId)]
  await takeTryOrThrow(tries)
  if (!(await isRight(person.userId, change.currentPassword))) {
    throw invalid([{ pointer: '/currentPassword', code: 'wrong', message: 'Is not your current password' }])
  }
  const hash = await hashPassword(change.newPassword)
  await prisma().$transaction(async (tx) => {
    await setPassword(tx, person.userId, hash, person.sessionId)
    await auditPerson(tx, person.userId, person.origin, { action: 'account.password_changed' })
  })
  await forgetTries(tries)
}
