'use client'

import { useState } from 'react'
import { useSession } from '@/components/frame/session-context'
import { Button, type ButtonProps } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useLeave } from './use-members'

interface LeaveButtonProps extends Pick<ButtonProps, 'size' | 'disabled' | 'aria-describedby'> {
  memberId: string
}

export function LeaveButton({ memberId, ...button }: LeaveButtonProps) {
  const [asking, setAsking] = useState(false)
  const { workspace } = useSession()
  const leave = useLeave()
  return (
    <>
      <Button variant="danger-quiet" {...button} onClick={() => setAsking(true)} aria-label={`Leave ${workspace.name}`}>Leave</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Leave ${workspace.name}`}
        confirmLabel="Leave workspace"
        destructive
        loading={leave.isPending}
        onConfirm={() => leave.mutate(memberId, { onError: () => setAsking(false) })}
      >
        <p>You no longer see anything of {workspace.name}. To come back you need an invitation.</p>
      </ConfirmDialog>
    </>
  )
}
