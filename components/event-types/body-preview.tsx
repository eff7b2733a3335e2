'use client'

import { useEffect, useState } from 'react'
import { useSession } from '@/components/frame/session-context'
import { PreviewTab } from '@/components/integration-wizard/payload/preview-tab'
import { endPreviewRunner } from '@/components/integration-wizard/preview/get-preview-runner'
import type { PreviewOutcome } from '@/components/integration-wizard/preview/preview-messages'
import { useLivePreview } from '@/components/integration-wizard/preview/use-live-preview'
import { Select } from '@/components/ui/select'
import type { EventType } from '@/lib/catalogue/event-type'
import { stringifyJson } from '@/lib/json/stringify-json'

/** What is shown of a type, built-in or on the screen. */
type Previewed = Pick<EventType, 'contextSchema' | 'sample' | 'defaultTemplate'> & { samples: ReadonlyArray<{ name: string } & EventType['sample']> }

/** A template's output for one of the samples; rendered in a worker that ends with the page. */
export function useBodyPreview(type: Previewed | null) {
  const { workspace } = useSession()
  const [index, setIndex] = useState(0)
  const chosen = type?.samples[index] ?? type?.samples[0]
  const outcome = useLivePreview(type && chosen
    ? {
        template: type.defaultTemplate, contentType: 'application/json', contextSchema: { ...type.contextSchema },
        sample: stringifyJson({ ...chosen, name: undefined }), fallbackSample: stringifyJson(type.sample),
        integration: { id: 'int_00000000000000000000000000', name: 'Example integration' }, workspace: { id: workspace.id, name: workspace.name },
      }
    : null)
  useEffect(() => endPreviewRunner, [])
  return { outcome: type ? outcome : null, index: chosen ? Math.min(index, (type?.samples.length ?? 1) - 1) : 0, setIndex }
}

interface BodyPreviewProps {
  type: Previewed
  outcome: PreviewOutcome | null
  index: number
  onIndex: (index: number) => void
}

export function BodyPreview({ type, outcome, index, onIndex }: BodyPreviewProps) {
  return (
    <div className="min-w-0 overflow-hidden rounded-panel border bg-panel">
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-b bg-sunken px-3 py-1">
        <h3 className="flex-1 text-13">Preview</h3>
        <Select
          aria-label="Sample of the preview" className="text-13" wrapperClassName="w-40" value={String(index)} onValueChange={(value) => onIndex(Number(value))}
          options={type.samples.map(({ name }, place) => ({ value: String(place), label: name }))}
        />
      </div>
      <PreviewTab outcome={outcome} sampleTitle={type.samples[index]?.name ?? ''} />
    </div>
  )
}
