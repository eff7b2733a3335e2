import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { PublicFrame } from '@/components/docs/public-frame'
import { AdminFrame } from '@/components/frame/admin-frame'
import { getSession } from '@/lib/auth/session'

// Who receives webhooks has no account here: the guide is for everybody, and says nothing of any workspace.
export default async function DocsLayout({ children }: { children: ReactNode }) {
  const session = await getSession(await headers())
  return session ? <AdminFrame key={session.workspace.id} session={session}>{children}</AdminFrame> : <PublicFrame>{children}</PublicFrame>
}
