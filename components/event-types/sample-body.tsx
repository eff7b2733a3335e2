'use client'

import { useMemo } from 'react'
import { Panel } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import type { EventType } from '@/lib/catalogue/event-type'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { BodyPreview, useBodyPreview } from './body-preview'

/** The default template and what it makes of the samples. */
export function SampleBody({ type }: { type: EventTypeView }) {
  const previewed = useMemo(() => ({
    contextSchema: type.contextSchema as EventType['contextSchema'], // JSON Schema, by the API
    defaultTemplate: type.defaultTemplate,
    sample: type.sample as EventType['sample'],
    samples: type.samples.map(({ name, sample }) => ({ name, ...(sample as EventType['sample']) })),
  }), [type])
  const { outcome, index, setIndex } = useBodyPreview(previewed)
  return (
    <Panel title="Default body" description="Liquid. Integrations take it unless they have a body of their own." className="min-w-0">
      <div className="space-y-3">
        <CodeBlock label="default body" code={type.defaultTemplate} />
        <BodyPreview type={previewed} outcome={outcome} index={index} onIndex={setIndex} />
      </div>
    </Panel>
  )
}
