import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { SecurityPanel } from '@/components/settings/security-panel'

export const metadata: Metadata = { title: 'Security' }

export default async function SecurityPage() {
  await requireSession()
  return <SecurityPanel />
}
