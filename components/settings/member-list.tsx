'use client'

import { ShieldCheck } from 'lucide-react'
import { useId, useState } from 'react'
import { useSession } from '@/components/frame/session-context'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Select } from '@/components/ui/select'
import type { MemberView } from '@/lib/contracts/member'
import { LeaveButton } from './leave-button'
import { isOnlyOwner, mayChange, rolesToGive, roleWords } from './role-words'
import { useChangeRole, useRemoveMember } from './use-members'

export function MemberList({ members }: { members: readonly MemberView[] }) {
  const [removing, setRemoving] = useState<MemberView | null>(null)
  const remove = useRemoveMember()
  return (
    <>
      <ul aria-label="Members">
        {members.map((member) => <MemberRow key={member.id} member={member} stays={isOnlyOwner(members, member)} onRemove={() => setRemoving(member)} />)}
      </ul>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={`Remove ${removing?.name ?? ''}`}
        confirmLabel="Remove member"
        destructive
        loading={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing, { onSettled: () => setRemoving(null) })}
      >
        <p><strong className="text-ink">{removing?.name}</strong> ({removing?.email}) is out with the next click.</p>
        <p>API keys that they made go on working: revoke those that should not.</p>
      </ConfirmDialog>
    </>
  )
}

interface MemberRowProps {
  member: MemberView
  /** The only owner: can neither leave nor step down. */
  stays: boolean
  onRemove: () => void
}

function MemberRow({ member, stays, onRemove }: MemberRowProps) {
  const { user, role } = useSession()
  const isSelf = member.userId === user.id
  const changeable = mayChange(role, member.role) && !stays
  const whyId = useId()
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 text-13 last:border-b-0 md:grid-cols-[minmax(0,1fr)_9rem_6rem]">
      <div className="min-w-0">
        <span className="flex items-center gap-2">
          <span className="truncate text-14 font-medium">{member.name}</span>
          {isSelf && <Badge tone="accent">You</Badge>}
          {member.twoFactorEnabled && <Badge tone="ok"><ShieldCheck aria-hidden />2-step</Badge>}
        </span>
        <span className="block truncate text-ink-faint">{member.email}</span>
        {isSelf && stays && <span id={whyId} className="block text-ink-soft">The only owner: to leave or step down, make somebody else an owner first.</span>}
      </div>
      <div className="max-md:order-last max-md:col-span-2">
        {changeable ? <RoleSelect member={member} /> : <span className="text-ink-soft">{roleWords[member.role].label}</span>}
      </div>
      <div className="text-right">
        {isSelf ? <LeaveButton memberId={member.id} size="sm" disabled={stays} aria-describedby={stays ? whyId : undefined} /> : changeable && (
          <Button size="sm" variant="danger-quiet" onClick={onRemove} aria-label={`Remove ${member.name}`}>Remove</Button>
        )}
      </div>
    </li>
  )
}

function RoleSelect({ member }: { member: MemberView }) {
  const { role } = useSession()
  const change = useChangeRole()
  return (
    <Select
      aria-label={`Role of ${member.name}`}
      value={change.isPending ? change.variables.role : member.role}
      disabled={change.isPending}
      options={rolesToGive(role).map((value) => ({ value, label: roleWords[value].label }))}
      onValueChange={(value) => change.mutate({ id: member.id, name: member.name, role: rolesToGive(role).find((one) => one === value) ?? member.role })}
    />
  )
}
