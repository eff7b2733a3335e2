'use client'

import { useEffect, useState } from 'react'
import { getPreviewRunner } from './get-preview-runner'
import type { PreviewOutcome, PreviewRequest } from './preview-messages'

// Only what is typed in one go is put together: while the worker renders, newer text takes the place of what waits.
const RENDER_AFTER_MS = 15

/** What the template gives, a moment after the last key; the former outcome stays until the new one is there. */
export function useLivePreview(request: PreviewRequest | null): PreviewOutcome | null {
  const [outcome, setOutcome] = useState<PreviewOutcome | null>(null)
  const key = request === null ? null : JSON.stringify(request)
  useEffect(() => {
    if (key === null) return
    let wanted = true
    const timer = setTimeout(() => {
      const parsed: PreviewRequest = JSON.parse(key)
      void getPreviewRunner().run(parsed, 'preview').then((result) => {
        if (wanted && result !== 'superseded') setOutcome(result)
      })
    }, RENDER_AFTER_MS)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [key])
  return outcome
}
