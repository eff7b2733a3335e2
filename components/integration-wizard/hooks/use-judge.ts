'use client'

import { useEffect } from 'react'
import type { WizardStep } from '@/lib/contracts/draft'
import type { StepContext } from '../state/check-step'
import type { FormState } from '../state/form-state'
import type { WizardError } from '../state/map-pointers'

export type Judge = (step: WizardStep) => Promise<readonly WizardError[]>

// The contract's schemas are half as heavy as a page: they come while the first step is read.
const loadChecks = () => import('../state/check-step')

/** All that stands against confirming a step. */
export function useJudge(form: FormState, context: StepContext): Judge {
  useEffect(() => void loadChecks().catch(() => undefined), []) // asked for again when a step is confirmed
  return async (step) => {
    const checks = await loadChecks().catch(() => null)
    if (checks !== null) return checks.checkStep(step, form, context)
    return [{ step, field: '', message: 'The checks could not be loaded. Check your connection, then try again.' }]
  }
}
