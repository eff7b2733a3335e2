import { prisma } from '@/lib/db'
import { limits } from '@/lib/throttle/limits'
import { takeTry } from '@/lib/throttle/throttle'

const COOKIE = /(?:^|;\s*)(?:__Secure-)?hookwright\.two_factor=([^;]+)/

/** Who has given the right password and is asked for a code now; null for nobody. The library checks the cookie itself. */
export async function signingIn(headers: Headers): Promise<string | null> {
  const value = COOKIE.exec(headers.get('cookie') ?? '')?.[1]
  const identifier = value?.split('.')[0]
  if (!identifier) return null
  const waiting = await prisma().verification.findFirst({ where: { identifier, expiresAt: { gt: new Date() } } })
  return waiting?.value ?? null
}

/** Whether this code was tried before while it holds: one code is one sign-in (RFC 6238, 5.2), also for who looked on. */
export async function isReplayed(userId: string, code: string): Promise<boolean> {
  return (await takeTry([limits.codeUsed(`${userId} ${code}`)])).outcome === 'refused'
}
