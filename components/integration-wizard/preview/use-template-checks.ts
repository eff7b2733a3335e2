'use client'

import { useEffect, useRef, useState } from 'react'
import { useSession } from '@/components/frame/session-context'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { activeTriggers, type FormState } from '../state/form-state'
import { presetTemplate } from '../state/wizard-presets'
import { buildPreviewRequest } from './build-preview-request'
import { endPreviewRunner, getPreviewRunner } from './get-preview-runner'
import { defaultChoice } from './sample-choice'
import { summariseCheck, type TemplateCheck } from './template-check'

const CHECK_AFTER_MS = 300

/** What a check found, and the template that it is about: the one on the screen may be newer. */
export type FoundCheck = TemplateCheck & { template: string | null }

interface ChecksOptions {
  form: FormState
  eventTypes: readonly EventTypeView[]
  enabled: boolean
}

/** Checks every trigger's template against the type's own sample, each only when its template or the headers changed. */
export function useTemplateChecks({ form, eventTypes, enabled }: ChecksOptions): Record<string, FoundCheck> {
  const { workspace } = useSession()
  const [checks, setChecks] = useState<Record<string, FoundCheck>>({})
  const asked = useRef(new Map<string, string>())

  useEffect(() => {
    if (!enabled) return
    const check = () => {
      for (const trigger of activeTriggers(form)) {
        const type = eventTypes.find((entry) => entry.key === trigger.type)
        if (type === undefined) continue
        const sample = defaultChoice(type)
        const request = buildPreviewRequest({ form, trigger, type, sample, workspace, integrationId: null })
        const key = `${request.contentType}\n${request.template}`
        if (asked.current.get(trigger.type) === key) continue
        asked.current.set(trigger.type, key)
        void getPreviewRunner().run(request, `check:${trigger.type}`).then((outcome) => {
          if (outcome === 'superseded') return
          const found = summariseCheck(trigger.template !== presetTemplate(form.preset, trigger.type), outcome.problems)
          setChecks((current) => ({ ...current, [trigger.type]: { ...found, template: trigger.template } }))
        })
      }
    }
    // The worker is for the preview while somebody types.
    const timer = setTimeout(check, asked.current.size === 0 ? 0 : CHECK_AFTER_MS)
    return () => clearTimeout(timer)
  }, [form, eventTypes, enabled, workspace])

  useEffect(() => {
    const known = asked.current
    return () => {
      known.clear()
      endPreviewRunner()
    }
  }, [])
  return checks
}
