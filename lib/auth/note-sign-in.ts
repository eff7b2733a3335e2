import { originOf } from '@/lib/audit/acting'
import type { AuditAction } from '@/lib/contracts/audit'
import { prisma } from '@/lib/db'
import { logError } from '@/lib/log-error'
import { logger } from '@/lib/logger'
import { auditPerson, UNKNOWN_ACTOR } from '@/lib/people/audit-person'
import type { Person } from './session'

// What the library has done cannot be undone when the entry cannot be written: then the log has it.
const write = async (userId: string, headers: Headers, action: AuditAction, isRefused = false): Promise<void> => {
  try {
    await auditPerson(prisma(), userId, originOf(headers, null), { action, ...(isRefused && { by: UNKNOWN_ACTOR }) })
  } catch (error) {
    logger().error({ action, userId, err: logError(error) }, 'an entry of the audit log could not be written')
  }
}

/** Writes into the audit log what a person who is signed in has done to the own account. */
export const note = (person: Person, headers: Headers, action: AuditAction): Promise<void> => write(person.user.id, headers, action)

/** Whether the answer to a password asks for a code. */
const asksCode = async (response: Response): Promise<boolean> => {
  const body: unknown = await response.clone().json().catch(() => null)
  return typeof body === 'object' && body !== null && Reflect.get(body, 'twoFactorRedirect') === true
}

/**
 * Writes a sign-in, or a refused one, into the audit log; nothing for an account that does not exist. Not awaited where
 * it was refused: how long an answer takes must not tell whether there is an account.
 */
export async function noteSignIn(response: Response, headers: Headers, who: { email: string } | { id: string }): Promise<void> {
  if (response.ok ? await asksCode(response) : response.status !== 401) return
  const find = async () => {
    const user = await prisma().user.findFirst({ where: who, select: { id: true } })
    if (user) await write(user.id, headers, response.ok ? 'session.started' : 'session.refused', !response.ok)
  }
  if (response.ok) await find()
  else void find().catch((error: unknown) => logger().error({ err: logError(error) }, 'a refused sign-in could not be noted'))
}
