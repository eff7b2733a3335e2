import Link from 'next/link'
import { Button } from '@/components/ui/button'

/** Instead of the set-up form once there is an owner. */
export function AlreadySetUp() {
  return (
    <div className="space-y-4">
      <div>
        <h1 className="text-title">Hookwright is already set up</h1>
        <p className="text-ink-soft">The set-up link has done its work. If you have no account yet, ask an owner or admin for an invitation.</p>
      </div>
      <Button asChild variant="primary" className="w-full"><Link href="/sign-in">Sign in</Link></Button>
    </div>
  )
}
