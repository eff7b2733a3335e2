import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AdminFrame } from '@/components/frame/admin-frame'
import { getSession } from '@/lib/auth/session'

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const session = await getSession(await headers())
  if (!session) redirect('/sign-in')
  return <AdminFrame session={session}>{children}</AdminFrame>
}
