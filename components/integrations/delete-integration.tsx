'use client'

import { Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { IconButton } from '@/components/ui/icon-button'
import type { IntegrationView } from '@/lib/contracts/integration'
import { useDeleteIntegration } from './use-integration-actions'

export function DeleteIntegration({ integration }: { integration: Pick<IntegrationView, 'id' | 'name'> }) {
  const [asking, setAsking] = useState(false)
  const router = useRouter()
  const remove = useDeleteIntegration(integration)
  return (
    <>
      <IconButton label="Delete integration" variant="danger-quiet" onClick={() => setAsking(true)}><Trash2 /></IconButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${integration.name}`}
        confirmLabel="Delete integration"
        destructive
        typeToConfirm={integration.name}
        loading={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push('/integrations') })}
      >
        <p>Nothing more is sent to it, and what waits for it is cancelled. Its deliveries stay in the history.</p>
      </ConfirmDialog>
    </>
  )
}
