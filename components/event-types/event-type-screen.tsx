'use client'

import { ArrowLeft, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState, type ReactNode } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Card, Panel } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { stringifyJson } from '@/lib/json/stringify-json'
import { eventLabel } from './event-label'
import { FieldTable } from './field-table'
import { OwnTypeEditor } from './own-type-editor'
import { SampleBody } from './sample-body'
import { useDeleteEventType, useEventType } from './use-event-types'

const LIST = '/settings/event-types'

function Head({ title, detail, actions, back = LIST, backLabel = 'Event types' }: { title: string; detail?: ReactNode; actions?: ReactNode; back?: string; backLabel?: string }) {
  return (
    <header className="mb-4">
      <Link href={back} className="mb-1 inline-flex items-center gap-1 text-13 text-ink-soft hover:text-ink pointer-coarse:min-h-11"><ArrowLeft aria-hidden className="size-4" />{backLabel}</Link>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h2 className="text-16 font-semibold break-words">{title}</h2>
          {detail && <p className="text-13 text-ink-faint">{detail}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  )
}

/** Makes a new one. */
export function NewEventTypeScreen() {
  return (
    <>
      <Head title="Create event type" />
      <OwnTypeEditor type={null} />
    </>
  )
}

/** Changes an own one. */
export function EditEventTypeScreen({ typeKey }: { typeKey: string }) {
  return (
    <Loaded typeKey={typeKey}>
      {(type) => (
        <>
          <Head title={`Edit ${type.key}`} back={`${LIST}/${encodeURIComponent(type.key)}`} backLabel={eventLabel(type, type.key)} />
          {type.own ? <OwnTypeEditor type={type} /> : <p>A built-in event type cannot be changed.</p>}
        </>
      )}
    </Loaded>
  )
}

/** All that is known of one, built-in or own. */
export function EventTypeScreen({ typeKey }: { typeKey: string }) {
  return <Loaded typeKey={typeKey}>{(type) => <Detail type={type} />}</Loaded>
}

function Loaded({ typeKey, children }: { typeKey: string; children: (type: EventTypeView) => ReactNode }) {
  const query = useEventType(typeKey)
  if (query.isPending) return <><Head title="Event type" /><Card><SkeletonRows rows={6} label="Loading the event type" /></Card></>
  if (!query.data) return <><Head title="Event type" /><Card><QueryError title="The event type could not be loaded" error={query.error} onRetry={() => void query.refetch()} /></Card></>
  return children(query.data)
}

function Detail({ type }: { type: EventTypeView }) {
  const canEdit = useCanEdit()
  const { key, own, category, contextSchema } = type
  const actions = own && canEdit && (
    <>
      <Button asChild><Link href={`${LIST}/${encodeURIComponent(key)}/edit`}><Pencil />Edit</Link></Button>
      <DeleteType type={type} />
    </>
  )
  return (
    <>
      <Head title={eventLabel(type, key)} detail={<><code>{key}</code> · {own ? <>changed <RelativeTime iso={own.updatedAt} /></> : `built in · ${category}`}</>} actions={actions} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          {own && <UsedBy integrations={own.integrations} />}
          <Panel title="Fields" description="Of the context. Events are checked by this; further fields pass." flush><FieldTable schema={contextSchema} /></Panel>
          <Panel title="Report one" description="With an API key that may write events."><CodeBlock label="command" code={curlOf(type)} /></Panel>
        </div>
        <SampleBody type={type} />
      </div>
    </>
  )
}

function UsedBy({ integrations }: { integrations: readonly { id: string; name: string }[] }) {
  return (
    <Panel title="Used by">
      {integrations.length === 0
        ? <p className="text-13 text-ink-soft">No integration has a trigger of this type yet. <Link className="text-accent underline underline-offset-4" href="/integrations/new">Create integration</Link></p>
        : (
            <ul className="flex flex-wrap gap-x-4 gap-y-1.5 text-13">
              {integrations.map(({ id, name }) => <li key={id}><Link className="text-accent underline underline-offset-4" href={`/integrations/${id}`}>{name}</Link></li>)}
            </ul>
          )}
    </Panel>
  )
}

function DeleteType({ type: { key, own } }: { type: EventTypeView }) {
  const [open, setOpen] = useState(false)
  const router = useRouter()
  const remove = useDeleteEventType()
  const button = <Button variant="danger-quiet" onClick={() => setOpen(true)}><Trash2 />Delete</Button>
  if (own && own.integrations.length > 0) {
    return (
      <>
        {button}
        <Dialog open={open} onOpenChange={setOpen}>
          <DialogContent title={`${key} is in use`} className="max-w-md" footer={<DialogClose asChild><Button variant="primary">Close</Button></DialogClose>}>
            <p className="text-ink-soft">These integrations have a trigger of this type. Remove it there first, so that nothing stops being sent unasked.</p>
            <div className="mt-3"><UsedBy integrations={own.integrations} /></div>
          </DialogContent>
        </Dialog>
      </>
    )
  }
  return (
    <>
      {button}
      <ConfirmDialog
        open={open} onOpenChange={setOpen} title={`Delete ${key}`} confirmLabel="Delete event type" destructive loading={remove.isPending}
        onConfirm={() => remove.mutate(key, { onSuccess: () => router.push(LIST), onSettled: () => setOpen(false) })}
      >
        <p>Events of this type are refused from then on. Those that came already, and their deliveries, stay.</p>
      </ConfirmDialog>
    </>
  )
}

function curlOf({ key, sample }: EventTypeView): string {
  const body = stringifyJson({ type: key, context: sample.context }, 2).replaceAll(`'`, `'\\''`)
  return `curl ${globalThis.location?.origin ?? ''}/api/v1/events \\\n  -H "authorization: Bearer $HOOKWRIGHT_API_KEY" \\\n  -H "content-type: application/json" \\\n  -d '${body}'`
}
