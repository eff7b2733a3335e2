import type { Metadata } from 'next'
import { SetupForm } from '@/components/auth/setup-form'

// The token must not travel to other sites in a Referer header.
export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' }

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams
  return <SetupForm token={typeof token === 'string' ? token : ''} />
}
