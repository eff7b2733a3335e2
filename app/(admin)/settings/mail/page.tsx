import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { MailsPanel } from '@/components/settings/mails-panel'
import { mailSetUp } from '@/lib/mail/mailer'

export const metadata: Metadata = { title: 'Mail' }
export const dynamic = 'force-dynamic' // settings of the running process, not of the build

export default async function MailPage() {
  await requireSession()
  return <MailsPanel from={mailSetUp()?.from ?? null} />
}
