'use client'

import { lazy, Suspense } from 'react'
import { cn } from '@/components/ui/cn'
import { Skeleton } from '@/components/ui/skeleton'
import type { MonacoEditorProps } from './monaco-editor'
import { PlainEditor } from './plain-editor'
import type { EditorMode } from './use-editor-mode'

const MonacoEditor = lazy(() => import('./monaco-editor').then((module) => ({ default: module.MonacoEditor })))

interface TemplateEditorProps extends MonacoEditorProps {
  mode: EditorMode
  id: string
  describedBy?: string
}

/** One template in either mode; both write the same text and obey the same handle. */
export function TemplateEditor({ mode, id, describedBy, ...props }: TemplateEditorProps) {
  if (mode === 'code') {
    return (
      <div id={id} tabIndex={-1}>
        <Suspense fallback={<div className={cn('space-y-2 p-4', props.className)}><Skeleton className="w-1/3" /><Skeleton className="w-2/3" /><Skeleton className="w-1/2" /></div>}>
          <MonacoEditor {...props} label={`${props.label} in the code editor. Tab writes; Control+M lets Tab leave.`} />
        </Suspense>
      </div>
    )
  }
  const invalid = props.problems.some((problem) => problem.severity === 'error')
  return (
    <PlainEditor
      value={props.value} onChange={props.onChange} label={props.label} id={id} describedBy={describedBy}
      invalid={invalid} className={props.className} handle={props.handle}
    />
  )
}
