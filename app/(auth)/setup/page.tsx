import type { Metadata } from 'next'
import { AlreadySetUp } from '@/components/auth/already-set-up'
import { SetupForm } from '@/components/auth/setup-form'
import { needsOwner } from '@/lib/workspaces/set-up'

// The token must not travel to other sites in a Referer header.
export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' }

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  if (!(await needsOwner())) return <AlreadySetUp />
  const { token } = await searchParams
  return <SetupForm token={typeof token === 'string' ? token : ''} />
}
