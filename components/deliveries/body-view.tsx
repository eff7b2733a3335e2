'use client'

import { useMemo, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { CodeBlock } from '@/components/ui/code-block'
import { Notice } from '@/components/ui/notice'
import { prettyJson } from './pretty-json'

interface BodyViewProps {
  body: string
  /** "request body", "response body". */
  label: string
  truncated?: boolean
}

/** A body as text, never as HTML; JSON can be read indented or byte by byte. */
export function BodyView({ body, label, truncated }: BodyViewProps) {
  const pretty = useMemo(() => prettyJson(body), [body])
  const [raw, setRaw] = useState(false)
  if (body === '') return <p className="text-13 text-ink-faint">No body.</p>
  const toolbar = pretty !== null && (
    <div role="group" aria-label="View" className="flex gap-1">
      <ViewButton active={!raw} onClick={() => setRaw(false)}>Pretty</ViewButton>
      <ViewButton active={raw} onClick={() => setRaw(true)}>Raw</ViewButton>
    </div>
  )
  return (
    <div className="space-y-2">
      {truncated && <Notice tone="info">The answer was longer than 100 KB; only its beginning was kept.</Notice>}
      <CodeBlock code={pretty === null || raw ? body : pretty} label={label} toolbar={toolbar || undefined} />
    </div>
  )
}

function ViewButton({ active, onClick, children }: { active: boolean; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={active}
      onClick={onClick}
      className={cn('rounded-[4px] px-1.5 py-0.5 text-12 text-ink-soft hover:text-ink pointer-coarse:min-h-11 pointer-coarse:px-3', active && 'bg-panel font-medium text-ink')}
    >
      {children}
    </button>
  )
}
