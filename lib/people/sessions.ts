import type { Origin } from '@/lib/audit/acting'
import { shortenUserAgent } from '@/lib/audit/shorten-user-agent'
import type { SessionRow } from '@/lib/contracts/account'
import { prisma } from '@/lib/db'
import { notFound } from '@/lib/errors'
import type { Prisma } from '@/lib/generated/prisma/client'
import { auditPerson } from './audit-person'

interface Own {
  userId: string
  sessionId: string
  origin: Origin
}

const noteRevoked = (tx: Prisma.TransactionClient, { userId, origin }: Own) => auditPerson(tx, userId, origin, { action: 'session.revoked' })

/** Where a person is signed in, this session first, then the one used last. */
export async function listSessions({ userId, sessionId }: Own): Promise<SessionRow[]> {
  const rows = await prisma().session.findMany({ where: { userId, expiresAt: { gt: new Date() } }, orderBy: { lastActiveAt: 'desc' } })
  const views = rows.map((row) => ({
    id: row.id,
    device: shortenUserAgent(row.userAgent) ?? 'An unknown device',
    address: row.ipAddress || null,
    createdAt: row.createdAt.toISOString(),
    lastActiveAt: row.lastActiveAt.toISOString(),
    current: row.id === sessionId,
  }))
  return [...views.filter(({ current }) => current), ...views.filter(({ current }) => !current)]
}

/** Ends one session of the person; its next request is refused. 404 for another person's. */
export async function revokeSession(own: Own, id: string): Promise<void> {
  await prisma().$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, userId: own.userId } })
    if (count === 0) throw notFound('session')
    await noteRevoked(tx, own)
  })
}

/** Ends all sessions of the person but the one that asks; gives how many. */
export async function revokeOtherSessions(own: Own): Promise<number> {
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { userId: own.userId, id: { not: own.sessionId } } })
    if (count > 0) await noteRevoked(tx, own)
    return count
  })
}
