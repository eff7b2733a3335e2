import { prisma } from '@/lib/db'
import { auth } from './auth'

export interface Session {
  user: { id: string; name: string; email: string }
  workspace: { id: string; name: string }
  role: string
}

/**
 * Who is signed in by these request headers and where; null without a valid session. The workspace is the one the
 * session has chosen, else the user's first; a user who is in none has no session here.
 */
export async function getSession(headers: Headers): Promise<Session | null> {
  const found = await auth().api.getSession({ headers })
  if (!found) return null
  const members = await prisma().member.findMany({
    where: { userId: found.user.id },
    include: { workspace: { select: { id: true, name: true } } },
    orderBy: { id: 'asc' },
  })
  const chosen = members.find((member) => member.workspaceId === found.session.activeOrganizationId) ?? members[0]
  if (!chosen) return null
  const { id, name, email } = found.user
  return { user: { id, name, email }, workspace: chosen.workspace, role: chosen.role }
}
