'use client'

import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { useSession } from '@/components/frame/session-context'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, Panel } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { RelativeTime } from '@/components/ui/relative-time'
import type { InvitationView } from '@/lib/contracts/member'
import { InvitationLink } from './invitation-link'
import { mayChange, roleWords } from './role-words'
import { useInvitations, useRenewInvitation, useRevokeInvitation } from './use-members'

/** Not there while nobody is invited. */
export function InvitationsPanel() {
  const query = useInvitations(true)
  const [revoking, setRevoking] = useState<InvitationView | null>(null)
  const revoke = useRevokeInvitation()
  const renew = useRenewInvitation()
  if (query.isError && !query.data) return <Card><QueryError title="The invitations could not be loaded" error={query.error} onRetry={() => void query.refetch()} /></Card>
  if (!query.data || query.data.length === 0) return null
  return (
    <Panel title="Invitations" description="A link works once, for its address, for seven days." flush>
      <ul aria-label="Invitations">
        {query.data.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            renewing={renew.isPending && renew.variables.id === invitation.id}
            onRenew={() => renew.mutate(invitation)}
            onRevoke={() => setRevoking(invitation)}
          />
        ))}
      </ul>
      <Dialog open={renew.data !== undefined} onOpenChange={(open) => !open && renew.reset()}>
        {renew.data && <InvitationLink made={renew.data} />}
      </Dialog>
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke the invitation for ${revoking?.email ?? ''}`}
        confirmLabel="Revoke invitation"
        destructive
        loading={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate(revoking, { onSettled: () => setRevoking(null) })}
      >
        <p>The link stops working.</p>
      </ConfirmDialog>
    </Panel>
  )
}

interface InvitationRowProps {
  invitation: InvitationView
  renewing: boolean
  onRenew: () => void
  onRevoke: () => void
}

function InvitationRow({ invitation, renewing, onRenew, onRevoke }: InvitationRowProps) {
  const { role } = useSession()
  const { email, status, expiresAt, invitedBy } = invitation
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 text-13 last:border-b-0">
      <div className="min-w-0 flex-1 basis-56">
        <span className="block truncate text-14 font-medium">{email}</span>
        <span className="text-ink-faint">
          {roleWords[invitation.role].label}{invitedBy && `, invited by ${invitedBy}`}
          {' · '}{status === 'expired' ? 'expired' : 'expires'} <RelativeTime iso={expiresAt} />
        </span>
      </div>
      {status === 'expired' && <Badge tone="warn">Expired</Badge>}
      {mayChange(role, invitation.role) && (
        <div className="flex gap-2">
          <Button size="sm" loading={renewing} onClick={onRenew} aria-label={`New link for ${email}`}>New link</Button>
          <Button size="sm" variant="danger-quiet" onClick={onRevoke} aria-label={`Revoke the invitation for ${email}`}>Revoke</Button>
        </div>
      )}
    </li>
  )
}
