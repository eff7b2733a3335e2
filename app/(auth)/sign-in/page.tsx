import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { safeNextPath } from '@/components/auth/safe-next-path'
import { SignInForm } from '@/components/auth/sign-in-form'
import { getSession } from '@/lib/auth/session'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = safeNextPath((await searchParams).next)
  if (await getSession(await headers())) redirect(next)
  return <SignInForm next={next} />
}
