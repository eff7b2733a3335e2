'use client'

import { CircleDashed, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { IconButton } from '@/components/ui/icon-button'
import type { DraftView } from '@/lib/contracts/draft'
import { draftProgress } from './integration-words'
import { draftHref, useDeleteDraft } from './use-drafts'

export function DraftRow({ draft }: { draft: DraftView }) {
  const [asking, setAsking] = useState(false)
  const remove = useDeleteDraft()
  const canEdit = useCanEdit()
  const name = draft.name?.trim() || 'Untitled'
  return (
    <li className="flex items-center gap-3 border-b px-4 py-2 text-13 last:border-b-0">
      <CircleDashed aria-hidden className="size-4 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <span className="block truncate text-14 font-medium text-ink-soft">{name}</span>
        <span className="text-ink-faint">{draftProgress(draft.step)}{draft.integrationId && ' · changes not saved yet'}</span>
      </div>
      {canEdit && (
        <>
          <IconButton label={`Delete the draft ${name}`} onClick={() => setAsking(true)}><Trash2 /></IconButton>
          <Button asChild><Link href={draftHref(draft)}>Continue</Link></Button>
        </>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete the draft “${name}”`}
        confirmLabel="Delete draft"
        destructive
        loading={remove.isPending}
        onConfirm={() => remove.mutate(draft.id, { onSettled: () => setAsking(false) })}
      >
        <p>What was typed so far is gone then. {draft.integrationId ? 'The integration itself stays as it is.' : ''}</p>
      </ConfirmDialog>
    </li>
  )
}
