'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { RadioCard, RadioCards } from '@/components/ui/radio-cards'
import { resendChoices } from './resend-choices'
import { useResendDelivery, type ResendBody } from './use-delivery-actions'

interface ResendDialogProps {
  open: boolean
  deliveryId: string | null
  onClose: () => void
  onRendered: (id: string) => void
}

export function ResendDialog({ open, deliveryId, onClose, onRendered }: ResendDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      {deliveryId !== null && <ResendBodyChoice deliveryId={deliveryId} onClose={onClose} onRendered={onRendered} />}
    </Dialog>
  )
}

function ResendBodyChoice({ deliveryId, onClose, onRendered }: Omit<ResendDialogProps, 'open'> & { deliveryId: string }) {
  const [body, setBody] = useState<ResendBody>('original')
  const resend = useResendDelivery({ onRendered })
  const send = () => resend.mutate({ id: deliveryId, body }, { onSuccess: onClose })
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button variant="primary" loading={resend.isPending} onClick={send}>Resend</Button>
    </>
  )
  return (
    <DialogContent title="Resend the delivery" description={<code className="text-13 break-all">{deliveryId}</code>} footer={footer}>
      <RadioCards
        aria-label="Which body"
        value={body}
        onValueChange={(value) => setBody(value === 'render' ? 'render' : 'original')}
        className="sm:grid-cols-1 lg:grid-cols-1"
      >
        {resendChoices.map((choice) => (
          <RadioCard key={choice.body} value={choice.body} title={choice.title} description={choice.description} />
        ))}
      </RadioCards>
    </DialogContent>
  )
}
