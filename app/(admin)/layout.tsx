import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AdminFrame } from '@/components/frame/admin-frame'
import { getSession } from '@/lib/auth/session'

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const session = await getSession(await headers())
  if (!session) redirect('/sign-in')
  // Keyed: what was cached of one workspace is not shown in another.
  return <AdminFrame key={session.workspace.id} session={session}>{children}</AdminFrame>
}
