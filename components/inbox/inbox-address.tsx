'use client'

import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import type { InboxView } from '@/lib/contracts/inbox'
import { InboxAnswerFields } from './inbox-answer-fields'
import { useRenewToken } from './use-inbox'

export function InboxAddress({ inbox, className }: { inbox: InboxView; className?: string }) {
  const canEdit = useCanEdit()
  const [renewing, setRenewing] = useState(false)
  const renew = useRenewToken(() => setRenewing(false))
  return (
    <Card className={cn('mb-4 space-y-4 p-4', className)}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="text-13 font-medium">Address</h2>
          <code className="text-13 break-all">{inbox.url}</code>
        </div>
        {canEdit
          ? (
            <div className="flex flex-wrap gap-2">
              <CopyButton value={inbox.url} label="Copy address" showLabel />
              <Button variant="ghost" onClick={() => setRenewing(true)}><RefreshCw aria-hidden />New address…</Button>
            </div>
          )
          : <p className="text-13 text-ink-faint">Who may change integrations sees all of it.</p>}
      </div>
      {canEdit && <InboxAnswerFields answer={inbox.answer} />}
      <ConfirmDialog
        open={renewing} onOpenChange={setRenewing} title="Give the inbox a new address?" confirmLabel="Make a new address"
        loading={renew.isPending} onConfirm={() => renew.mutate()}
      >
        <p>The present address answers 404 from then on: integrations that send to it fail until they are given the new one.</p>
        <p>What has arrived stays.</p>
      </ConfirmDialog>
    </Card>
  )
}
