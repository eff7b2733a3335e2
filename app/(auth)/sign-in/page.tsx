import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { NoWorkspace } from '@/components/auth/no-workspace'
import { safeNextPath } from '@/components/auth/safe-next-path'
import { SignInForm } from '@/components/auth/sign-in-form'
import { getPerson, getSession } from '@/lib/auth/session'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = safeNextPath((await searchParams).next)
  const person = await getPerson(await headers())
  if (!person) return <SignInForm next={next} />
  const canGoOn = next.startsWith('/invitation/') || (await getSession(await headers())) !== null
  if (canGoOn) redirect(next)
  return <NoWorkspace email={person.user.email} />
}
