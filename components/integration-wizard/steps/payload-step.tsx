'use client'

import { useEffect, useMemo, useRef } from 'react'
import { useSession } from '@/components/frame/session-context'
import type { EditorHandle } from '@/components/code-editor/editor-handle'
import { writeVariable } from '@/components/code-editor/find-cursor-place'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { listVariables } from '@/lib/templates/list-variables'
import { EditorPanel } from '../payload/editor-panel'
import { ProblemList } from '../payload/problem-list'
import { SidePanel } from '../payload/side-panel'
import { TestPanel } from '../payload/test-panel'
import { TriggerList } from '../payload/trigger-list'
import { useSendTest } from '../payload/use-send-test'
import { buildPreviewRequest } from '../preview/build-preview-request'
import { defaultChoice } from '../preview/sample-choice'
import { readSampleScope } from '../preview/read-sample-scope'
import { useLivePreview } from '../preview/use-live-preview'
import { activeTriggers, type FormTrigger } from '../state/form-state'
import { useWizard } from '../wizard-context'

export function PayloadStep() {
  const { form, eventTypes, selectedType } = useWizard()
  const triggers = activeTriggers(form)
  const trigger = triggers.find((entry) => entry.type === selectedType) ?? triggers[0]
  const type = eventTypes.find((entry) => entry.key === trigger?.type)
  if (trigger === undefined || type === undefined) return <p>Choose a trigger first: each has its own body.</p>
  return <TemplateWorkbench trigger={trigger} type={type} />
}

function TemplateWorkbench({ trigger, type }: { trigger: FormTrigger; type: EventTypeView }) {
  const { form, samples, integrationId } = useWizard()
  const { workspace } = useSession()
  const editor = useRef<EditorHandle>(null)
  const sample = samples[type.key] ?? defaultChoice(type)
  const request = buildPreviewRequest({ form, trigger, type, sample, workspace, integrationId })
  const outcome = useLivePreview(request)
  const variables = useMemo(
    // As in render-preview: the API's JSON Schema is the catalogue's.
    () => listVariables(type.contextSchema as JsonSchema, readSampleScope(sample.text)),
    [type.contextSchema, sample.text],
  )
  const test = useSendTest({ trigger, sample })
  useSubmitKey(test.send)
  const problems = outcome?.problems ?? []
  return (
    <div className="space-y-3 [--editor-height:clamp(280px,calc(100dvh-540px),640px)]">
      <div className="grid gap-3 lg:grid-cols-[200px_minmax(0,1fr)] xl:grid-cols-[200px_minmax(0,1fr)_minmax(300px,360px)]">
        <TriggerList current={type.key} />
        <EditorPanel trigger={trigger} type={type} problems={problems} variables={variables} editor={editor} onSubmit={test.send} />
        <SidePanel
          className="lg:col-start-2 xl:col-start-3"
          type={type} sample={sample} outcome={outcome} variables={variables}
          onInsert={(path) => editor.current?.insert((before) => writeVariable(path, before))}
        />
      </div>
      <ProblemList problems={problems} editor={editor} />
      <TestPanel test={test} sampleTitle={sample.title} />
    </div>
  )
}

/** Cmd/Ctrl+Enter anywhere in the step; the code editor takes the key itself. */
function useSubmitKey(submit: () => void) {
  const latest = useRef(submit)
  useEffect(() => {
    latest.current = submit
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
