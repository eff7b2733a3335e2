import { prisma } from '@/lib/db'

type Db = Pick<ReturnType<typeof prisma>, 'verification'>

/** Ends what was granted to a person for later: sign-ins that wait for a code, trusted devices, links to a new password. */
export async function endTrust(userId: string, db: Db = prisma()): Promise<void> {
  await db.verification.deleteMany({ where: { value: userId } })
}
