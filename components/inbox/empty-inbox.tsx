import { Inbox, Plus } from 'lucide-react'
import Link from 'next/link'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import type { InboxView } from '@/lib/contracts/inbox'

export function EmptyInbox({ inbox: { url, limits } }: { inbox: InboxView }) {
  const canEdit = useCanEdit()
  const create = canEdit && <Button asChild><Link href="/integrations/new"><Plus />Create integration</Link></Button>
  return (
    <div className="pb-8">
      <EmptyState icon={Inbox} title="Nothing has arrived yet" actions={create} className="pb-4">
        Create an integration, press <strong>Use my inbox</strong> at its destination and send a test message: it shows up here at once, with its headers,
        its body, and whether its signature is right. The last {limits.requests} requests are kept, for {limits.days} days.
      </EmptyState>
      {canEdit && (
        <div className="mx-auto max-w-xl px-4">
          <p className="mb-1.5 text-13 text-ink-soft">Anything else can send here too:</p>
          <CodeBlock label="command" code={`curl ${url} -d '{"hello":"inbox"}' -H 'content-type: application/json'`} />
        </div>
      )}
    </div>
  )
}
