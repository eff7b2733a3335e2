'use client'

import { useState } from 'react'
import type { WizardStep } from '@/lib/contracts/draft'
import { ApiError } from '@/lib/api-client/api-error'
import { checkUrl } from '../api/wizard-api'
import type { FormState } from '../state/form-state'
import type { WizardError } from '../state/map-pointers'
import { stepIndex, wizardSteps } from '../wizard-steps'
import type { Judge } from './use-judge'

interface ConfirmOptions {
  step: WizardStep
  form: FormState
  judge: Judge
  refuse: (errors: readonly WizardError[]) => void
  save: (form: FormState, step: WizardStep) => Promise<void>
  goTo: (step: WizardStep) => void
}

/** **Confirm and next**: judge here → judge the address there → keep the draft → go on. */
export function useConfirmStep({ step, form, judge, refuse, save, goTo }: ConfirmOptions) {
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      const found = await judge(step)
      if (found.length > 0) return refuse(found)
      const refused = step === 'destination' ? await judgeUrl(form.url.trim()) : null
      if (refused !== null) return refuse([refused])
      refuse([])
      const next = wizardSteps[stepIndex(step) + 1]?.key ?? step
      await save(form, next)
      goTo(next)
    } finally {
      setBusy(false)
    }
  }
  return { busy, run: () => void run() }
}

async function judgeUrl(url: string): Promise<WizardError | null> {
  const refuse = (message: string): WizardError => ({ step: 'destination', field: 'url', message })
  try {
    const verdict = await checkUrl(url)
    return verdict.ok ? null : refuse(verdict.message ?? 'This address is not allowed.')
  } catch (error) {
    return refuse(error instanceof ApiError ? (error.errors[0]?.message ?? error.message) : 'The address could not be checked.')
  }
}
