import { FileQuestion } from 'lucide-react'
import { headers } from 'next/headers'
import Link from 'next/link'
import { AdminFrame } from '@/components/frame/admin-frame'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { getSession } from '@/lib/auth/session'

export const metadata = { title: 'No such page' }

/** Inside the frame for who is signed in: the way to the other pages stays open. */
export default async function NotFound() {
  const session = await getSession(await headers())
  const said = (
    <EmptyState
      icon={FileQuestion}
      title={<h1>There is no such page</h1>}
      actions={<Button asChild><Link href="/">Go to Home</Link></Button>}
    >
      The address may be mistyped, or what stood here was deleted.
    </EmptyState>
  )
  if (!session) return <main className="flex min-h-dvh items-center justify-center">{said}</main>
  return <AdminFrame key={session.workspace.id} session={session}>{said}</AdminFrame>
}
