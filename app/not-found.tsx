import { FileQuestion } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <EmptyState
        icon={FileQuestion}
        title={<h1>There is no such page</h1>}
        actions={<Button asChild><Link href="/">Go to Home</Link></Button>}
      >
        The address may be mistyped, or what stood here was deleted.
      </EmptyState>
    </main>
  )
}
