import type { Metadata } from 'next'
import { ResetPasswordForm } from '@/components/auth/reset-password-form'
import { isResetLink } from '@/lib/people/reset-password'

// The token must not travel to other sites in a Referer header.
export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' }

export default async function ResetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  return <ResetPasswordForm token={token} isGood={await isResetLink(token)} />
}
