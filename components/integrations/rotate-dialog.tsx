'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { OnceSecret } from '@/components/ui/once-secret'
import { Select } from '@/components/ui/select'
import type { IntegrationView } from '@/lib/contracts/integration'
import { useRotateSecret } from './use-integration-actions'

interface RotateDialogProps {
  integration: IntegrationView
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function RotateDialog({ integration, open, onOpenChange }: RotateDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <Rotation integration={integration} />}
    </Dialog>
  )
}

const overlaps = [
  { value: '0', label: 'Stops at once' },
  { value: '1', label: 'Stays valid for 1 hour' },
  { value: '24', label: 'Stays valid for 24 hours' },
  { value: '168', label: 'Stays valid for 7 days' },
] as const

/** The secret lives in this component only, and is gone when the dialog closes. */
function Rotation({ integration }: { integration: IntegrationView }) {
  const [overlap, setOverlap] = useState('24')
  const rotate = useRotateSecret(integration.id)
  const overlapping = integration.signing.scheme === 'standard'
  if (rotate.data) {
    return (
      <DialogContent
        title="Copy the new secret"
        description="The receiver checks signatures with it. It is shown only this once."
        footer={<DialogClose asChild><Button variant="primary">I have copied it</Button></DialogClose>}
        keepOpen
      >
        <OnceSecret value={rotate.data} label="Signing secret" />
      </DialogContent>
    )
  }
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button variant="primary" loading={rotate.isPending} onClick={() => rotate.mutate(overlapping ? Number(overlap) : 0)}>Rotate secret</Button>
    </>
  )
  return (
    <DialogContent title={`Rotate the signing secret of ${integration.name}`} footer={footer}>
      {overlapping
        ? (
          <Field label="The old secret" hint="While both are valid, each request carries two signatures; receivers accept either.">
            <Select options={overlaps} value={overlap} onValueChange={setOverlap} />
          </Field>
        )
        : <p className="text-ink-soft">The new secret signs from the next attempt on; the old one stops at once. Have the receiver ready.</p>}
    </DialogContent>
  )
}
