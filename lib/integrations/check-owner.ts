import { prisma } from '@/lib/db'
import { invalid } from '@/lib/errors'

/** Whether the address is that of a member of the workspace. */
export async function isMember(workspaceId: string, email: string): Promise<boolean> {
  const member = await prisma().member.findFirst({
    where: { workspaceId, user: { email: { equals: email, mode: 'insensitive' } } },
  })
  return member !== null
}

/** 422 unless the address is that of a member: notices about an integration go nowhere else. */
export async function checkOwner(workspaceId: string, ownerEmail: string | null | undefined): Promise<void> {
  if (ownerEmail === null || ownerEmail === undefined || (await isMember(workspaceId, ownerEmail))) return
  throw invalid([{ pointer: '/ownerEmail', code: 'not_a_member', message: 'Is not the address of a member of this workspace' }])
}
