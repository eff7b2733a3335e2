import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { AuditScreen } from '@/components/audit/audit-screen'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditLogPage() {
  await requireSession()
  return <AuditScreen />
}
