import { shortenUserAgent } from '@/lib/audit/shorten-user-agent'
import type { SessionRow } from '@/lib/contracts/account'
import { prisma } from '@/lib/db'
import { notFound } from '@/lib/errors'

interface Own {
  userId: string
  sessionId: string
}

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
export async function revokeSession({ userId }: Own, id: string): Promise<void> {
  const { count } = await prisma().session.deleteMany({ where: { id, userId } })
  if (count === 0) throw notFound('session')
}

/** Ends all sessions of the person but the one that asks; gives how many. */
export async function revokeOtherSessions({ userId, sessionId }: Own): Promise<number> {
  const { count } = await prisma().session.deleteMany({ where: { userId, id: { not: sessionId } } })
  return count
}
