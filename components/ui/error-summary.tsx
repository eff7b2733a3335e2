'use client'

import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'

export interface SummarisedError {
  /** The id of the control to go to; without it the message stands alone. */
  fieldId?: string
  message: ReactNode
}

interface ErrorSummaryProps {
  title?: string
  errors: readonly SummarisedError[]
  /** Changes with every refused submit, so that focus comes here again. */
  attempt?: number
}

/** Stands on top of a form and takes the focus when there is something to mend. */
export function ErrorSummary({ title = 'Some things need mending', errors, attempt = 0 }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null)
  const shown = errors.length > 0
  useEffect(() => {
    if (shown) box.current?.focus()
  }, [shown, attempt])
  if (!shown) return null
  return (
    <div ref={box} role="alert" tabIndex={-1} className="flex gap-2.5 rounded-panel border border-bad/40 bg-bad-tint p-3">
      <CircleAlert aria-hidden className="mt-0.5 size-4 text-bad" />
      <div className="min-w-0">
        <p className="font-semibold text-bad">{title}</p>
        <ul className="mt-1 space-y-0.5">
          {errors.map((error, index) => (
            <li key={index} className="break-words">
              {error.fieldId
                ? <a href={`#${error.fieldId}`} className="underline" onClick={(event) => goTo(event, error.fieldId)}>{error.message}</a>
                : error.message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function goTo(event: { preventDefault: () => void }, id: string | undefined) {
  const target = id ? document.getElementById(id) : null
  if (!target) return
  event.preventDefault()
  target.scrollIntoView({ block: 'center' })
  target.focus()
}
