import type { Metadata } from 'next'
import { ForgotPasswordForm } from '@/components/auth/forgot-password-form'
import { mailSetUp } from '@/lib/mail/mailer'

export const metadata: Metadata = { title: 'Forgot password' }
export const dynamic = 'force-dynamic' // settings of the running process, not of the build

export default function ForgotPasswordPage() {
  return <ForgotPasswordForm canMail={mailSetUp() !== null} />
}
