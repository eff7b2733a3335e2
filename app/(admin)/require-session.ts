import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { getSession, type Session } from '@/lib/auth/session'

/**
 * Who is signed in; otherwise the way to sign-in. Each page asks, not only the layout: a page that is asked for alone, as
 * Next does when one moves on, is rendered without its layouts. Once per request.
 */
export const requireSession = cache(async (): Promise<Session> => {
  const session = await getSession(await headers())
  if (!session) redirect('/sign-in')
  return session
})
