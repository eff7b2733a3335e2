'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { toastError } from '@/components/feedback/toast-error'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { OnceSecret } from '@/components/ui/once-secret'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { integrationKeys } from '@/lib/api-client/query-keys'
import type { IntegrationView } from '@/lib/contracts/integration'

interface CloneDialogProps {
  integration: IntegrationView
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks, copies, and shows the copy's signing secret this once. */
export function CloneDialog({ integration, open, onOpenChange }: CloneDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <Cloning integration={integration} onClose={() => onOpenChange(false)} />}
    </Dialog>
  )
}

const useClone = ({ id, name }: IntegrationView) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => apiFetch<IntegrationView>(`/api/v1/integrations/${encodeURIComponent(id)}/clone`, { method: 'POST' }),
    gcTime: 0, // the answer holds a secret
    onSuccess: () => void client.invalidateQueries({ queryKey: integrationKeys.list() }),
    onError: (error) => toastError(`${name} was not cloned.`, error),
  })
}

function Cloning({ integration, onClose }: { integration: IntegrationView; onClose: () => void }) {
  const router = useRouter()
  const clone = useClone(integration)
  const openCopy = (id: string) => {
    onClose()
    router.push(`/integrations/${id}`)
  }
  const start = () => clone.mutate(undefined, {
    onSuccess: ({ id, signing }) => {
      if (typeof signing.secret !== 'string') openCopy(id)
    },
  })
  const secret = clone.data?.signing.secret
  if (clone.data && typeof secret === 'string') {
    const { id } = clone.data
    return (
      <DialogContent
        title="Copy the signing secret of the clone"
        description="The receiver checks signatures with it. It is shown only this once."
        footer={<Button variant="primary" onClick={() => openCopy(id)}>I have copied it, open the clone</Button>}
        keepOpen
      >
        <OnceSecret value={secret} label="Signing secret" />
      </DialogContent>
    )
  }
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button variant="primary" loading={clone.isPending} onClick={start}>Clone integration</Button>
    </>
  )
  return (
    <DialogContent title={`Clone ${integration.name}`} footer={footer}>
      <p className="text-ink-soft">
        The clone has the same triggers, templates, destination and policy, the destination’s password and secret headers included. It gets a
        signing secret of its own and stays switched off until you switch it on.
      </p>
    </DialogContent>
  )
}
