import type { ReactNode } from 'react'
import { cn } from './cn'
import { CopyButton } from './copy-button'

interface CodeBlockProps {
  /** Shown as text, never as HTML. */
  code: string
  /** Names the block and its copy button, for example "response body". */
  label: string
  wrap?: boolean
  copy?: boolean
  /** Stands over the code at the left: a title or a switch. */
  toolbar?: ReactNode
  className?: string
  /** The same code, in colours. */
  children?: ReactNode
}

export function CodeBlock({ code, label, wrap = true, copy = true, toolbar, className, children }: CodeBlockProps) {
  return (
    <div className={cn('group relative min-w-0 rounded-panel border bg-sunken', className)}>
      {toolbar && <div className="flex min-h-9 items-center gap-2 border-b px-3 pr-11 text-13">{toolbar}</div>}
      {copy && <CopyButton value={code} label={`Copy ${label}`} size="sm" className="absolute top-1 right-1 bg-inherit" />}
      <pre
        // Long bodies scroll inside, and a keyboard must reach that.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={label}
        className={cn(
          'max-h-112 overflow-auto p-3 text-13 focus-visible:-outline-offset-2',
          !toolbar && copy && 'pr-11',
          wrap ? 'break-words whitespace-pre-wrap' : 'whitespace-pre',
        )}
      >
        {children ?? code}
      </pre>
    </div>
  )
}
