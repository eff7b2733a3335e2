import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { MembersPanel } from '@/components/settings/members-panel'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage() {
  await requireSession()
  return <MembersPanel />
}
