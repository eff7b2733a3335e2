import * as z from 'zod'
import { prisma } from '@/lib/db'
import { clientAddress } from '@/lib/throttle/client-address'

/** Whether the person with this e-mail address is signed in from where the request comes from. */
export async function isFamiliar(email: string, headers: Headers): Promise<boolean> {
  const ipAddress = clientAddress(headers)
  if (ipAddress === null || !z.email().safeParse(email).success) return false
  const session = await prisma().session.findFirst({
    where: { user: { email }, ipAddress, expiresAt: { gt: new Date() } }, select: { id: true },
  })
  return session !== null
}
