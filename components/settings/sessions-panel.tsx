'use client'

import { MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { SessionRow } from '@/lib/contracts/account'
import { useRevokeOtherSessions, useRevokeSession, useSessions } from './use-security'

export function SessionsPanel() {
  const [asking, setAsking] = useState(false)
  const query = useSessions()
  const revokeOthers = useRevokeOtherSessions()
  const others = (query.data?.length ?? 0) - 1
  return (
    <Panel
      title="Sessions"
      description="Where you are signed in. One that you do not know: end it, and change your password."
      actions={others > 0 && <Button variant="danger-quiet" onClick={() => setAsking(true)}>Sign out everywhere else</Button>}
      flush
    >
      {query.isPending && <SkeletonRows rows={2} label="Loading sessions" />}
      {query.isError && !query.data && <QueryError title="The sessions could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <ul aria-label="Sessions">{query.data.map((session) => <SessionItem key={session.id} session={session} />)}</ul>}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Sign out everywhere else"
        confirmLabel={others === 1 ? 'End 1 session' : `End ${others} sessions`}
        destructive
        loading={revokeOthers.isPending}
        onConfirm={() => revokeOthers.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        <p>Every session but this one ends with its next request.</p>
      </ConfirmDialog>
    </Panel>
  )
}

function SessionItem({ session }: { session: SessionRow }) {
  const revoke = useRevokeSession()
  const { device, address, createdAt, lastActiveAt, current } = session
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 text-13 last:border-b-0">
      <MonitorSmartphone aria-hidden className="size-4 text-ink-faint" />
      <div className="min-w-0 flex-1 basis-48">
        <span className="flex items-center gap-2 text-14 font-medium">{device}{current && <Badge tone="accent">This one</Badge>}</span>
        <span className="text-ink-faint">
          {address && <>from {address} · </>}signed in <RelativeTime iso={createdAt} />{!current && <> · last active <RelativeTime iso={lastActiveAt} /></>}
        </span>
      </div>
      {!current && (
        <Button size="sm" variant="danger-quiet" loading={revoke.isPending} onClick={() => revoke.mutate(session)} aria-label={`Sign out ${device}`}>Sign out</Button>
      )}
    </li>
  )
}
