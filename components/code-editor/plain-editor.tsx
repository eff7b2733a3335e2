'use client'

import { useImperativeHandle, useRef, type Ref } from 'react'
import { cn } from '@/components/ui/cn'
import type { EditorHandle } from './editor-handle'
import { findOffset } from './find-offset'

interface PlainEditorProps {
  value: string
  onChange: (value: string) => void
  label: string
  id?: string
  describedBy?: string
  invalid?: boolean
  className?: string
  handle: Ref<EditorHandle>
}

/** The template as an ordinary text field: for screen readers, phones and everyone who wants Tab to leave it. */
export function PlainEditor({ value, onChange, label, id, describedBy, invalid, className, handle }: PlainEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null)

  useImperativeHandle(handle, () => {
    const write = (text: string, start: number, end: number) => {
      const element = area.current
      if (element === null) return
      element.focus()
      element.setRangeText(text, start, end, 'end')
      onChange(element.value)
    }
    return {
      insert: (make) => {
        const { value: text = '', selectionStart = 0, selectionEnd = 0 } = area.current ?? {}
        write(make(text.slice(0, selectionStart)), selectionStart, selectionEnd)
      },
      moveTo: (line, column) => {
        const element = area.current
        if (element === null) return
        const offset = findOffset(element.value, line, column)
        element.focus()
        element.setSelectionRange(offset, offset)
        element.scrollTop = (line - 4) * 20
      },
      mend: ({ was, line, column, endColumn, text }) => {
        const current = area.current?.value ?? ''
        if (current.split('\n')[line - 1] === was) write(text, findOffset(current, line, column), findOffset(current, line, endColumn))
      },
    }
  }, [onChange])

  return (
    <textarea
      ref={area}
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      wrap="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={cn(
        'block w-full resize-none overflow-auto bg-panel p-3 font-mono text-13 text-ink focus-visible:-outline-offset-2',
        'pointer-coarse:text-16',
        className,
      )}
    />
  )
}
