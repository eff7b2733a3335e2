import { role, type Role } from '@/lib/contracts/member'
import { prisma } from '@/lib/db'
import { auth } from './auth'

export interface Person {
  sessionId: string
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean }
  /** The workspace that the session has chosen. */
  activeWorkspaceId: string | null
}

export interface Session {
  id: string
  user: Person['user']
  workspace: { id: string; name: string }
  role: Role
}

const ACTIVITY_EVERY_MS = 60_000
const MAX_NOTED = 10_000
const activityNoted = new Map<string, number>()

// Not awaited: when somebody was last here is not worth waiting for.
const noteActivity = (id: string, now: number): void => {
  if (now - (activityNoted.get(id) ?? 0) < ACTIVITY_EVERY_MS) return
  if (activityNoted.size >= MAX_NOTED) activityNoted.clear()
  activityNoted.set(id, now)
  prisma().session.updateMany({ where: { id }, data: { lastActiveAt: new Date(now) } }).catch(() => activityNoted.delete(id))
}

/** Who is signed in by these request headers, also somebody who is in no workspace (any more). */
export async function getPerson(headers: Headers): Promise<Person | null> {
  const found = await auth().api.getSession({ headers })
  if (!found) return null
  const { id, name, email, twoFactorEnabled } = found.user
  noteActivity(found.session.id, Date.now())
  return {
    sessionId: found.session.id,
    user: { id, name, email, twoFactorEnabled: twoFactorEnabled === true },
    activeWorkspaceId: found.session.activeWorkspaceId ?? null,
  }
}

// A role that is not known may only look.
const roleOf = (text: string): Role => role.catch('viewer').parse(text)

/**
 * Who is signed in by these request headers and where; null without a valid session. The workspace is `wanted`, where a
 * page says which one it shows; else the one the session has chosen, else the person's first. Null for somebody who is
 * not, or no longer, a member there.
 */
export async function getSession(headers: Headers, wanted: string | null = null): Promise<Session | null> {
  const person = await getPerson(headers)
  if (!person) return null
  const members = await prisma().member.findMany({
    where: { userId: person.user.id },
    include: { workspace: { select: { id: true, name: true } } },
    orderBy: { id: 'asc' },
  })
  const inWorkspace = (id: string | null) => members.find((member) => member.workspaceId === id)
  const chosen = wanted === null ? inWorkspace(person.activeWorkspaceId) ?? members[0] : inWorkspace(wanted)
  if (!chosen) return null
  return { id: person.sessionId, user: person.user, workspace: chosen.workspace, role: roleOf(chosen.role) }
}
