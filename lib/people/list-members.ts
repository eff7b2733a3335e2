import { role, type MemberView } from '@/lib/contracts/member'
import { prisma } from '@/lib/db'
import type { Prisma } from '@/lib/generated/prisma/client'

export const withUser = { include: { user: { select: { name: true, email: true, twoFactorEnabled: true } } } } as const

type MemberRow = Prisma.MemberGetPayload<typeof withUser>

export const viewMember = (row: MemberRow): MemberView => ({
  id: row.id,
  userId: row.userId,
  name: row.user.name,
  email: row.user.email,
  role: role.catch('viewer').parse(row.role),
  twoFactorEnabled: row.user.twoFactorEnabled,
  createdAt: row.createdAt.toISOString(),
})

/** Who is in a workspace, the oldest member first. */
export async function listMembers(workspaceId: string): Promise<MemberView[]> {
  const rows = await prisma().member.findMany({ where: { workspaceId }, ...withUser, orderBy: { id: 'asc' } })
  return rows.map(viewMember)
}
