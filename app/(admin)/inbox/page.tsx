import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { InboxScreen } from '@/components/inbox/inbox-screen'

export const metadata: Metadata = { title: 'Inbox' }

/** What arrives is shown by `?request=`: everything below `/inbox/` is the receiver itself. */
export default async function InboxPage() {
  await requireSession()
  return <InboxScreen />
}
