import { CircleCheck, CircleX } from 'lucide-react'
import { CodeBlock } from '@/components/ui/code-block'
import type { PreviewOutcome } from '../preview/preview-messages'

/** The body as it would be sent, and how it is judged. */
export function PreviewTab({ outcome, sampleTitle }: { outcome: PreviewOutcome | null; sampleTitle: string }) {
  if (outcome === null) return <p className="p-3 text-13 text-ink-faint">Rendering…</p>
  const Icon = outcome.valid ? CircleCheck : CircleX
  return (
    <div className="flex h-full flex-col max-lg:max-h-[420px]">
      <div role="group" aria-label="Rendered body" className="min-h-0 flex-1 overflow-auto">
        <CodeBlock label="rendered body" code={outcome.output} className="max-h-none rounded-none border-0 bg-panel [&_pre]:max-h-none" />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t px-3 py-2 text-12 text-ink-faint tabular-nums">
        <p aria-live="polite" className={`flex items-center gap-1 ${outcome.valid ? 'text-ok' : 'text-bad'}`}>
          <Icon aria-hidden className="size-3.5" />{outcome.valid ? 'valid JSON' : 'not valid'}
        </p>
        <span>{wordBytes(outcome.bytes)}</span>
        <span>{outcome.milliseconds.toFixed(1)} ms</span>
        <span className="ml-auto truncate">sample: {sampleTitle}</span>
      </div>
    </div>
  )
}

function wordBytes(bytes: number): string {
  return bytes < 10_000 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`
}
