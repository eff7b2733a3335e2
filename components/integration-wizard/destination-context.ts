'use client'

import { createContext, use } from 'react'
import type { FormState } from './state/form-state'
import { fieldId } from './state/map-pointers'
import type { DestinationAction } from './state/reduce-destination'
import type { WizardPreset } from './state/wizard-presets'
import { WizardContext } from './wizard-context'

/** What the fields of a destination work on: the wizard's only one, or one of a rule's web requests. */
export interface DestinationForm {
  form: FormState
  dispatch: (action: DestinationAction) => void
  /** The kind of integration, which knows what an address and its headers look like. */
  preset: WizardPreset | undefined
  /** The address that stored secrets belong to; null when nothing was stored before this visit. */
  savedUrl: string | null
  messageOf: (field: string) => string | undefined
  /** Whether the receiver can tell by a signature who sends. */
  isSigned: boolean
  /** The DOM id of a field; several destinations on one page have different ones. */
  idOf: (field: string) => string
}

export const DestinationContext = createContext<DestinationForm | null>(null)

export function useDestination(): DestinationForm {
  const own = use(DestinationContext)
  const wizard = use(WizardContext)
  if (own !== null) return own
  if (wizard === null) throw new Error('useDestination stands outside of a form with a destination')
  const { form, dispatch, preset, savedUrl, errors } = wizard
  return { form, dispatch, preset, savedUrl, isSigned: form.signing.scheme !== 'none', idOf: fieldId, messageOf: (field) => errors.find((error) => error.field === field)?.message }
}
