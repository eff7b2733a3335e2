'use client'

import { RotateCcw } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useRef, useState, type FormEvent } from 'react'
import type { EditorHandle } from '@/components/code-editor/editor-handle'
import { PlainEditor } from '@/components/code-editor/plain-editor'
import { ProblemList } from '@/components/integration-wizard/payload/problem-list'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { ErrorSummary, type SummarisedError } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ApiError, fieldMessage } from '@/lib/api-client/api-error'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { BodyPreview, useBodyPreview } from './body-preview'
import { FieldTable } from './field-table'
import { derive, emptyOwnType, toBody, toForm, type Derived, type OwnTypeForm } from './own-type-form'
import { requireField } from './require-field'
import { SampleFields, sampleId } from './sample-fields'
import { useSaveEventType } from './use-event-types'

const LIST = '/settings/event-types'
const ids = { label: 'type-label', key: 'type-key', description: 'type-description', template: 'type-template' }

/** Makes an own event type, or changes one. */
export function OwnTypeEditor({ type }: { type: EventTypeView | null }) {
  const router = useRouter()
  const [form, setForm] = useState<OwnTypeForm>(() => (type ? toForm(type) : emptyOwnType))
  const [tried, setTried] = useState(false)
  const save = useSaveEventType(type?.key ?? null)
  const derived = derive(form)
  const errors = [...(tried ? missing(form, derived) : []), ...refused(save.error, form)]
  const set = (change: Partial<OwnTypeForm>) => {
    setForm((last) => ({ ...last, ...change }))
    save.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (missing(form, derived).length > 0) return
    save.mutate(toBody(form), { onSuccess: (saved) => router.push(`${LIST}/${encodeURIComponent(saved.key)}`) })
  }
  const errorOf = (id: string) => errors.find(({ fieldId }) => fieldId === id)?.message
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <ErrorSummary title={type ? 'Nothing was changed' : 'It was not created'} errors={errors} attempt={save.failureCount} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          <Panel title="What happens">
            <div className="space-y-4">
              <Field label="Label" id={ids.label} required error={errorOf(ids.label)} hint="A sentence for the list of triggers: “When an order is shipped”.">
                <Input value={form.label} onChange={(event) => set({ label: event.target.value })} maxLength={200} autoComplete="off" />
              </Field>
              <Field label="Key" id={ids.key} required error={errorOf(ids.key)} hint={type ? 'Triggers and events carry it: it stays.' : 'What your product sends as “type”. It cannot be changed later.'}>
                <Input value={derived.key} readOnly={type !== null} onChange={(event) => set({ key: event.target.value })} maxLength={100} autoComplete="off" spellCheck={false} className="font-mono text-13 read-only:bg-sunken" />
              </Field>
              <Field label="Description" id={ids.description} optional error={errorOf(ids.description) ?? derived.descriptionProblem} hint={<DescriptionHint derived={derived} />}>
                <Input value={form.description} onChange={(event) => set({ description: event.target.value })} maxLength={1000} autoComplete="off" placeholder="Order {{ notification.context.orderId }} was shipped" />
              </Field>
            </div>
          </Panel>
          <Panel title="Samples">
            <SampleFields samples={form.samples} read={derived.read} errorOf={(index) => text(errorOf(sampleId(index)))} onChange={(samples) => set({ samples })} />
          </Panel>
        </div>
        <div className="min-w-0 space-y-4">
          <Panel
            title="Fields" flush
            description={form.schema ? 'As they were chosen or given; events are checked by this. Further fields pass.' : 'As the samples have them; events are checked by this. Further fields pass.'}
            actions={form.schema && <Button size="sm" variant="ghost" onClick={() => set({ schema: null })}><RotateCcw aria-hidden />Take them from the samples</Button>}
          >
            {derived.type || form.schema ? <FieldTable schema={derived.schema} onRequire={(place, required) => set({ schema: requireField(derived.schema, place, required) })} /> : <p className="p-4 text-13 text-ink-faint">Paste a sample, and its fields stand here.</p>}
          </Panel>
          <TemplatePanel form={form} derived={derived} set={set} error={errorOf(ids.template)} />
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={save.isPending}>{type ? 'Save changes' : 'Create event type'}</Button>
        <Button asChild><Link href={type ? `${LIST}/${encodeURIComponent(type.key)}` : LIST}>Cancel</Link></Button>
      </div>
    </form>
  )
}

function DescriptionHint({ derived: { type } }: { derived: Derived }) {
  return <>What happened, in one sentence, for events that come without one.{type && <> For the sample: “{type.sample.description}”</>}</>
}

interface TemplatePanelProps {
  form: OwnTypeForm
  derived: Derived
  set: (change: Partial<OwnTypeForm>) => void
  error: React.ReactNode
}

function TemplatePanel({ form, derived, set, error }: TemplatePanelProps) {
  const editor = useRef<EditorHandle>(null)
  const { outcome, index, setIndex } = useBodyPreview(derived.type)
  const isOwn = form.template !== null
  return (
    <Panel
      title={<>Default body <Badge tone={isOwn ? 'accent' : 'off'} className="ml-1">{isOwn ? 'edited' : 'from the samples'}</Badge></>}
      description="Liquid. Integrations take it unless they have a body of their own."
      actions={<Button size="sm" variant="ghost" disabled={!isOwn} onClick={() => set({ template: null })}><RotateCcw aria-hidden />Reset</Button>}
    >
      {derived.type === null
        ? <p className="text-13 text-ink-faint">It is made from the sample, with a line for each field.</p>
        : (
            <div className="space-y-3">
              {error && <p className="text-13 text-bad">{error}</p>}
              <div className="overflow-hidden rounded-panel border">
                <PlainEditor
                  handle={editor} id={ids.template} label="Default body" describedBy="template-problems" value={derived.template} invalid={Boolean(error)}
                  onChange={(template) => set({ template })} className="h-96"
                />
              </div>
              <ProblemList problems={outcome?.problems ?? []} editor={editor} />
              <BodyPreview type={derived.type} outcome={outcome} index={index} onIndex={setIndex} />
            </div>
          )}
    </Panel>
  )
}

/** What is missing before the server need be asked. */
function missing(form: OwnTypeForm, { key, read, descriptionProblem }: Derived): SummarisedError[] {
  const isEmpty = read.every((one) => !one.ok && one.message === null)
  return [
    ...(form.label.trim() === '' ? [{ fieldId: ids.label, message: 'Give it a label.' }] : []),
    ...(key === '' ? [{ fieldId: ids.key, message: 'Give it a key, such as order.shipped.' }] : []),
    ...(isEmpty ? [{ fieldId: sampleId(0), message: 'Paste a sample.' }] : []),
    ...read.flatMap((one, index) => (!one.ok && one.message !== null ? [{ fieldId: sampleId(index), message: one.message }] : [])),
    ...(descriptionProblem === null ? [] : [{ fieldId: ids.description, message: descriptionProblem }]),
  ]
}

const PLACES: Record<string, string> = { label: ids.label, key: ids.key, descriptionTemplate: ids.description, defaultTemplate: ids.template, sample: sampleId(0) }

/** What the server refused, at its field; the empty samples that were not sent do not count. */
function refused(error: Error | null, form: OwnTypeForm): SummarisedError[] {
  if (!error) return []
  if (!(error instanceof ApiError) || error.errors.length === 0) return [{ message: error.message }]
  const sent = form.samples.flatMap(({ text: typed }, index) => (typed.trim() === '' ? [] : [index]))
  return error.errors.map(({ pointer, message }) => {
    const [, field = '', place] = pointer.split('/')
    const id = field === 'samples' && place !== undefined ? sampleId(sent[Number(place) + 1] ?? 0) : PLACES[field]
    const said = fieldMessage(error, pointer) ?? message
    return id === undefined ? { message: said } : { fieldId: id, message: said }
  })
}

function text(message: React.ReactNode): string | undefined {
  return typeof message === 'string' ? message : undefined
}
