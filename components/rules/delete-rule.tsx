'use client'

import { Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { IconButton } from '@/components/ui/icon-button'
import type { RuleView } from '@/lib/contracts/rule'
import { useDeleteRule } from './use-rules'

export function DeleteRule({ rule }: { rule: Pick<RuleView, 'id' | 'name'> }) {
  const [asking, setAsking] = useState(false)
  const router = useRouter()
  const remove = useDeleteRule(rule)
  return (
    <>
      <IconButton label="Delete rule" variant="danger-quiet" onClick={() => setAsking(true)}><Trash2 /></IconButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${rule.name}`}
        confirmLabel="Delete rule"
        destructive
        typeToConfirm={rule.name}
        loading={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push('/rules') })}
      >
        <p>It fires no more, and what waits for it is cancelled. What it has sent stays in the history.</p>
      </ConfirmDialog>
    </>
  )
}
