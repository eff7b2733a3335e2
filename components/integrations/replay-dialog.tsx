'use client'

import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { sinceOf, timeRanges, timeRangeWords, type TimeRange } from '@/components/lists/time-ranges'
import { countOf } from '@/components/operations/describe-operation'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Spinner } from '@/components/ui/spinner'
import type { IntegrationView } from '@/lib/contracts/integration'
import { useReplaySkipped, useSkipped } from './use-replay'

interface ReplayDialogProps {
  integration: IntegrationView
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function ReplayDialog({ integration, open, onOpenChange }: ReplayDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <Replay integration={integration} onClose={() => onOpenChange(false)} />}
    </Dialog>
  )
}

const options = timeRanges.map((value) => ({ value, label: timeRangeWords[value] }))
const sinceNow = (range: TimeRange) => sinceOf(range, Date.now()) ?? ''

function Replay({ integration, onClose }: { integration: IntegrationView; onClose: () => void }) {
  const [range, setRange] = useState<TimeRange>('24h')
  const [since, setSince] = useState(() => sinceNow('24h')) // what is counted is what is sent
  const skipped = useSkipped(integration.id, since)
  const replay = useReplaySkipped(integration)
  const count = skipped.data?.count ?? 0
  const choose = (value: string) => {
    const next = timeRanges.find((one) => one === value) ?? '24h'
    setRange(next)
    setSince(sinceNow(next))
  }
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button variant="primary" disabled={count === 0} loading={replay.isPending} onClick={() => replay.mutate(since, { onSuccess: onClose })}>
        {integration.enabled ? 'Replay' : 'Switch on and replay'}{count > 0 && ` ${countOf('replay_skipped', count)}`}
      </Button>
    </>
  )
  return (
    <DialogContent title={`Replay skipped events to ${integration.name}`} footer={footer}>
      <p className="mb-4 text-ink-soft">
        Events that came while it was switched off are sent now, with the templates of now. An event that it was sent already is not sent again.
      </p>
      <Field label="Events of the"><Select options={options} value={range} onValueChange={choose} /></Field>
      <div className="mt-4" aria-live="polite">
        {skipped.isPending && <p className="flex items-center gap-2 text-ink-soft"><Spinner />Counting…</p>}
        {skipped.isError && <QueryError title="They could not be counted" error={skipped.error} onRetry={() => void skipped.refetch()} />}
        {skipped.data && (
          <p className="font-semibold">{count === 0 ? 'It missed none that its triggers want.' : `${countOf('replay_skipped', count)} to send.`}</p>
        )}
      </div>
    </DialogContent>
  )
}
