'use client'

import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { countOf } from '@/components/operations/describe-operation'
import { useShownOperation } from '@/components/operations/use-operations'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { RadioCard, RadioCards } from '@/components/ui/radio-cards'
import { Spinner } from '@/components/ui/spinner'
import type { DeliveryFilter } from './delivery-filter'
import { resendChoices } from './resend-choices'
import { isNarrow, toBulkFilter, useBulkEstimate, useStartBulkResend } from './use-bulk-resend'
import type { ResendBody } from './use-delivery-actions'

interface BulkResendDialogProps {
  filter: DeliveryFilter
  /** Those that were ticked; empty: all that match the filter. */
  chosen: readonly string[]
  onStarted: () => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

const TITLE = 'Resend all matching deliveries'
const TITLE_OF_CHOSEN = 'Resend the selected deliveries'

export function BulkResendDialog({ filter, chosen, onStarted, open, onOpenChange }: BulkResendDialogProps) {
  const isSelection = chosen.length > 0
  const started = () => {
    onStarted()
    onOpenChange(false)
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && (isSelection || isNarrow(filter)
        ? (
            <Choice
              title={isSelection ? TITLE_OF_CHOSEN : TITLE}
              filterNow={() => (isSelection ? { id: chosen } : toBulkFilter(filter, Date.now()))}
              onStarted={started}
            />
          )
        : <TooMuch />)}
    </Dialog>
  )
}

const TooMuch = () => (
  <DialogContent title={TITLE} footer={<DialogClose asChild><Button>Close</Button></DialogClose>}>
    <Notice title="Choose which ones first">
      Set a status, an integration or a time in the filters, so that not the whole history is sent again.
    </Notice>
  </DialogContent>
)

interface ChoiceProps {
  title: string
  filterNow: () => object
  onStarted: () => void
}

function Choice({ title, filterNow, onStarted }: ChoiceProps) {
  const [body, setBody] = useState<ResendBody>('original')
  const [chosen] = useState(filterNow) // what is counted is what is sent
  const [, setShown] = useShownOperation()
  const request = { filter: chosen, body }
  const estimate = useBulkEstimate(request)
  const start = useStartBulkResend((operation) => {
    void setShown(operation.id)
    onStarted()
  })
  const count = estimate.data?.count ?? 0
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button variant="primary" disabled={count === 0} loading={start.isPending} onClick={() => start.mutate(request)}>
        {count === 0 ? 'Resend' : `Resend ${countOf('bulk_resend', count)}`}
      </Button>
    </>
  )
  return (
    <DialogContent title={title} footer={footer}>
      <RadioCards
        aria-label="Which body"
        value={body}
        onValueChange={(value) => setBody(value === 'render' ? 'render' : 'original')}
        className="sm:grid-cols-1 lg:grid-cols-1"
      >
        {resendChoices.map((choice) => (
          <RadioCard key={choice.body} value={choice.body} title={choice.title} description={choice.many} />
        ))}
      </RadioCards>
      <div className="mt-4" aria-live="polite">
        {estimate.isPending && <p className="flex items-center gap-2 text-ink-soft"><Spinner />Counting…</p>}
        {estimate.isError && <QueryError title="They could not be counted" error={estimate.error} onRetry={() => void estimate.refetch()} />}
        {estimate.data && <Estimate count={count} />}
      </div>
    </DialogContent>
  )
}

const Estimate = ({ count }: { count: number }) => (
  <>
    <p className="font-semibold">
      {count === 0 ? 'None of them can be sent again now.' : `${countOf('bulk_resend', count)} will be sent again.`}
    </p>
    <p className="text-13 text-ink-soft">
      Tests, what is queued or under way, and integrations that are switched off are left out. New events go first, and you can stop it at any time.
    </p>
  </>
)
