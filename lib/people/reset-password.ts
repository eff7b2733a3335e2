import type { Origin } from '@/lib/audit/acting'
import { inTransaction, prisma, type Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { env } from '@/lib/env'
import { notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { mailSetUp } from '@/lib/mail/mailer'
import { queueMails } from '@/lib/mail/queue-mail'
import { auditPerson } from './audit-person'
import { hashToken, newToken } from './new-token'
import { resetLetter } from './people-mails'
import { hashPassword, setPassword } from './set-password'

const INSERT = `
  INSERT INTO verification (id, identifier, value, expires_at, created_at, updated_at)
  VALUES ($1, $2, $3, now() + interval '1 hour', now(), now())`

const identifierOf = (token: string): string => `new-password-${Buffer.from(hashToken(token)).toString('hex')}`

const goodLink = (token: string) => ({ identifier: identifierOf(token), expiresAt: { gt: new Date() } })

/** Makes a link by which a person chooses a new password: once, within an hour. */
export async function makeResetLink(tx: Queryable, userId: string): Promise<string> {
  const { token } = newToken()
  await tx.query(INSERT, [newId('req'), identifierOf(token), userId])
  return `${env().APP_URL}/reset-password/${token}`
}

/**
 * Mails a link to a person who has forgotten the password. Does nothing, and says nothing, for an address without an
 * account. Without a mail server there is no link at all: a kept mail would be one that somebody else might come to see.
 */
export async function mailResetLink(dispatch: Dispatch, email: string): Promise<void> {
  if (mailSetUp() === null) return
  const user = await prisma().user.findFirst({ where: { email, accounts: { some: { providerId: 'credential' } } }, select: { id: true } })
  if (!user) return
  await inTransaction(async (tx) => {
    const link = await makeResetLink(tx, user.id)
    await queueMails(tx, dispatch, [{ workspaceId: null, kind: 'password_reset', to: email, ...resetLetter(), link, once: `reset ${newId('req')}` }])
  })
}

/** Whether a link to a new password is (still) good. */
export const isResetLink = async (token: string): Promise<boolean> =>
  (await prisma().verification.count({ where: goodLink(token) })) > 0

/** Sets the new password and signs the person out everywhere. 404 for a link that was used or is too old. */
export async function resetPassword(token: string, password: string, origin: Origin): Promise<{ userId: string }> {
  const gone = notFound('link, or it was used or is too old: ask for a new one')
  if (!(await isResetLink(token))) throw gone
  const hash = await hashPassword(password)
  return prisma().$transaction(async (tx) => {
    const found = await tx.verification.findFirst({ where: goodLink(token) })
    // Of two at the same time one deletes it.
    const { count } = found ? await tx.verification.deleteMany({ where: { id: found.id } }) : { count: 0 }
    if (!found || count === 0) throw gone
    await setPassword(tx, found.value, hash)
    await auditPerson(tx, found.value, origin, { action: 'account.password_reset' })
    return { userId: found.value }
  })
}
