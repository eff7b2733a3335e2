'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { WizardStep } from '@/lib/contracts/draft'
import { changeDraft, createDraft } from '../api/wizard-api'
import { toDraftData, type DraftBody } from '../state/to-draft-data'
import type { FormState } from '../state/form-state'
import { withoutStoredSecrets } from '../state/sent-secrets'

const SAVE_AFTER_MS = 700

export type DraftState = 'none' | 'unsaved' | 'saving' | 'saved' | 'failed'

interface DraftOptions {
  draftId: string | null
  integrationId: string | null
  form: FormState
  step: WizardStep
  onCreated: (id: string) => void
}

/**
 * Keeps the draft row in step with the form: made by the first `save`, then changed a moment after each edit. Saves run
 * one after the other, so that an older one never overwrites a newer one.
 */
export function useDraft({ draftId, integrationId, form, step, onCreated }: DraftOptions) {
  const [state, setState] = useState<DraftState>(draftId === null ? 'none' : 'saved')
  const id = useRef(draftId)
  const acknowledged = useRef<DraftBody | null>(null)
  const savedForm = useRef(form)
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const closed = useRef(false)

  const save = useCallback(
    (next: FormState, nextStep: WizardStep): Promise<void> => {
      const run = async () => {
        if (closed.current) return
        setState('saving')
        const body = toDraftData(next)
        const data = { ...withoutStoredSecrets(body, acknowledged.current) }
        try {
          if (id.current === null) {
            const draft = await createDraft({ step: nextStep, integrationId, data })
            id.current = draft.id
            onCreated(draft.id)
          } else {
            await changeDraft(id.current, { step: nextStep, integrationId, data })
          }
          acknowledged.current = body
          savedForm.current = next
          setState('saved')
        } catch {
          setState('failed')
        }
      }
      const result = queue.current.then(run)
      queue.current = result
      return result
    },
    [integrationId, onCreated],
  )

  useEffect(() => {
    if (form === savedForm.current) return
    setState((current) => (current === 'none' ? 'none' : 'unsaved'))
    if (id.current === null) return
    const timer = setTimeout(() => void save(form, step), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [form, step, save])

  /** After Finish nothing may write the row again. Gives its id, to be deleted. */
  const close = useCallback(async () => {
    closed.current = true
    await queue.current
    return id.current
  }, [])

  return { state, save, close }
}
