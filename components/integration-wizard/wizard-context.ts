'use client'

import { createContext, use } from 'react'
import type { WizardStep } from '@/lib/contracts/draft'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { TemplateCheck } from './preview/template-check'
import type { SampleChoice } from './preview/sample-choice'
import type { FormState } from './state/form-state'
import type { WizardError } from './state/map-pointers'
import type { FormAction } from './state/reduce-form'
import type { WizardPreset } from './state/wizard-presets'

export interface Wizard {
  mode: 'new' | 'edit'
  integrationId: string | null
  form: FormState
  dispatch: (action: FormAction) => void
  preset: WizardPreset | undefined
  eventTypes: readonly EventTypeView[]
  /** The address that stored secrets belong to; null when nothing was stored before this visit. */
  savedUrl: string | null
  draftId: string | null
  checks: Readonly<Record<string, TemplateCheck>>
  samples: Readonly<Record<string, SampleChoice>>
  setSample: (type: string, choice: SampleChoice) => void
  selectedType: string | null
  selectType: (type: string) => void
  errors: readonly WizardError[]
  setErrors: (errors: readonly WizardError[]) => void
  /** Opens a step and puts the focus on a field of it. */
  goTo: (step: WizardStep, field?: string) => void
}

export const WizardContext = createContext<Wizard | null>(null)

export function useWizard(): Wizard {
  const wizard = use(WizardContext)
  if (wizard === null) throw new Error('useWizard stands outside of the wizard')
  return wizard
}

/** The message of a field of the current step, or undefined. */
export function useFieldMessage(): (field: string) => string | undefined {
  const { errors } = useWizard()
  return (field) => errors.find((error) => error.field === field)?.message
}
