import { prisma } from '@/lib/db'
import { invalid } from '@/lib/errors'

/** 422 unless the address is that of a member: notices about an integration go nowhere else. */
export async function checkOwner(workspaceId: string, ownerEmail: string | null | undefined): Promise<void> {
  if (ownerEmail === null || ownerEmail === undefined) return
  const member = await prisma().member.findFirst({
    where: { workspaceId, user: { email: { equals: ownerEmail, mode: 'insensitive' } } },
  })
  if (member) return
  throw invalid([{ pointer: '/ownerEmail', code: 'not_a_member', message: 'Is not the address of a member of this workspace' }])
}
