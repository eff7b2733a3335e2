'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypes } from '@/components/event-types/use-event-types'
import { errorText } from '@/components/feedback/query-error'
import { useIntegrations } from '@/components/integrations/use-integrations'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Textarea } from '@/components/ui/textarea'
import { apiFetch } from '@/lib/api-client/api-fetch'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { IntegrationView } from '@/lib/contracts/integration'
import { readContext, wantingOf } from './trial-event'

interface TrialEventDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Reports an event as a backend would, so that all the rest can be watched without one. */
export function TrialEventDialog({ open, onOpenChange }: TrialEventDialogProps) {
  return <Dialog open={open} onOpenChange={onOpenChange}>{open && <Loaded />}</Dialog>
}

function Loaded() {
  const { data: types } = useEventTypes()
  const { data: integrations } = useIntegrations()
  if (types && integrations && types.length > 0) return <TrialEvent types={types} integrations={integrations} />
  return <DialogContent title="Send a trial event"><SkeletonRows label="Loading event types" rows={3} /></DialogContent>
}

const pretty = (type: EventTypeView | undefined): string => JSON.stringify(type?.sample.context ?? {}, null, 2)

function TrialEvent({ types, integrations }: { types: readonly EventTypeView[]; integrations: readonly IntegrationView[] }) {
  // What somebody wants is what shows something.
  const [key, setKey] = useState(() => (types.find((type) => wantingOf(type.key, integrations).length > 0) ?? types[0])?.key ?? '')
  const [context, setContext] = useState(() => pretty(types.find((type) => type.key === key)))
  const [wrong, setWrong] = useState<string>()
  const send = useMutation({
    mutationFn: (body: object) => apiFetch<{ events: Array<{ id: string }> }>('/api/v1/events', { method: 'POST', body }),
  })
  const choose = (next: string) => {
    setKey(next)
    setContext(pretty(types.find((type) => type.key === next)))
    setWrong(undefined)
    send.reset()
  }
  const submit = () => {
    const read = readContext(context)
    setWrong(read.ok ? undefined : read.message)
    if (read.ok) send.mutate({ type: key, context: read.context })
  }
  const wanting = wantingOf(key, integrations)
  const footer = (
    <>
      <DialogClose asChild><Button>Close</Button></DialogClose>
      <Button variant="primary" loading={send.isPending} onClick={submit}>Send event</Button>
    </>
  )
  return (
    <DialogContent title="Send a trial event" description="It is reported as your backend would report it, and goes to every integration that wants it." footer={footer} className="max-w-xl">
      <div className="space-y-4">
        <Field label="Event">
          <Select value={key} onValueChange={choose} options={types.map((type) => ({ value: type.key, label: eventLabel(type, type.key) }))} />
        </Field>
        <Field label="Context" error={wrong} hint="The sample of this event; change it as you like.">
          <Textarea rows={8} spellCheck={false} className="font-mono text-13" value={context} onChange={(event) => setContext(event.target.value)} />
        </Field>
        <p className="text-13 text-ink-soft">
          {wanting.length > 0
            ? <>Goes to <strong className="font-medium text-ink">{wanting.map(({ name }) => name).join(', ')}</strong>, if it meets their thresholds.</>
            : 'No integration that is switched on wants this event. It is kept under Events all the same.'}
        </p>
        <div aria-live="polite">
          {send.isError && <Notice tone="bad" title="The event was not accepted">{errorText(send.error)}</Notice>}
          {send.data && (
            <Notice tone="ok" title="The event was accepted">
              <Link href={`/events/${send.data.events[0]?.id}`} className="text-accent hover:underline">See what became of it</Link>
            </Notice>
          )}
        </div>
      </div>
    </DialogContent>
  )
}
