'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { DeliveryView } from '@/lib/contracts/delivery'
import { useCancelDelivery } from './use-delivery-actions'

type Cancellable = Pick<DeliveryView, 'id' | 'status' | 'integration' | 'rule'>

/** Only what waits can be cancelled; a request that left cannot be called back. */
export function CancelDelivery({ delivery }: { delivery: Cancellable }) {
  const [asking, setAsking] = useState(false)
  const cancel = useCancelDelivery()
  if (delivery.status !== 'pending' && delivery.status !== 'retrying') return null
  return (
    <>
      <Button onClick={() => setAsking(true)}>Cancel</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Cancel the delivery to ${(delivery.integration ?? delivery.rule)?.name ?? 'this receiver'}`}
        confirmLabel="Cancel delivery"
        destructive
        loading={cancel.isPending}
        onConfirm={() => cancel.mutate(delivery.id, { onSettled: () => setAsking(false) })}
      >
        <p>No further attempt is made for <code className="text-13 break-all">{delivery.id}</code>. It can be resent by hand later.</p>
      </ConfirmDialog>
    </>
  )
}
