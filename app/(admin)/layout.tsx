import type { ReactNode } from 'react'
import { requireSession } from '@/app/(admin)/require-session'
import { AdminFrame } from '@/components/frame/admin-frame'

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const session = await requireSession()
  // Keyed: what was cached of one workspace is not shown in another.
  return <AdminFrame key={session.workspace.id} session={session}>{children}</AdminFrame>
}
