'use client'

import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { SkeletonRows } from '@/components/ui/skeleton'
import { InvitationsPanel } from './invitations-panel'
import { MemberList } from './member-list'
import { useMembers } from './use-members'

const InviteDialog = lazyDialog(() => import('./invite-dialog').then((module) => module.InviteDialog))

export function MembersPanel() {
  const [inviting, setInviting] = useState(false)
  const query = useMembers()
  const canEdit = useCanEdit()
  const invite = canEdit && query.data && <Button variant="primary" onClick={() => setInviting(true)}><UserPlus />Invite</Button>
  return (
    <div className="space-y-4">
      <Panel title="Members" description="Who may look into this workspace, and who may change it." actions={invite} flush>
        {query.isPending && <SkeletonRows rows={3} label="Loading members" />}
        {query.isError && !query.data && <QueryError title="The members could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && <MemberList members={query.data} />}
      </Panel>
      {canEdit && <InvitationsPanel />}
      {canEdit && <InviteDialog open={inviting} onOpenChange={setInviting} />}
    </div>
  )
}
