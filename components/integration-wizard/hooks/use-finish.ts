'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '@/lib/api-client/api-error'
import { draftKeys, integrationKeys } from '@/lib/api-client/query-keys'
import type { IntegrationView } from '@/lib/contracts/integration'
import { changeIntegration, createIntegration, deleteDraft } from '../api/wizard-api'
import type { FormState } from '../state/form-state'
import { mapErrors, uniqueErrors, type WizardError } from '../state/map-pointers'
import { toContract } from '../state/to-contract'
import { wizardSteps } from '../wizard-steps'
import type { Judge } from './use-judge'

export interface Finished {
  id: string
  /** The signing secret, only when this Finish made it. */
  secret: string | null
}

interface FinishOptions {
  integration: IntegrationView | null
  form: FormState
  draftId: string | null
  judge: Judge
  refuse: (errors: readonly WizardError[]) => void
  closeDraft: () => Promise<string | null>
}

/** **Finish**: judge all steps → create or change → drop the draft → hand over what is shown once. */
export function useFinish({ integration, form, draftId, judge, refuse, closeDraft }: FinishOptions) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState<Finished | null>(null)

  const run = async () => {
    setBusy(true)
    try {
      const found = await Promise.all(wizardSteps.map(({ key }) => judge(key)))
      const errors = uniqueErrors(found.flat())
      if (errors.length > 0) return refuse(errors)
      const body = toContract(form)
      const saved = integration
        ? await changeIntegration(integration.id, body, integration.version, draftId)
        : await createIntegration(body, draftId)
      refuse([])
      const draft = await closeDraft()
      // A draft that stays behind is untidy, not wrong: the integration stands.
      if (draft !== null) await deleteDraft(draft).catch(() => undefined)
      void client.invalidateQueries({ queryKey: integrationKeys.all })
      void client.invalidateQueries({ queryKey: draftKeys.all })
      setDone({ id: saved.id, secret: typeof saved.signing.secret === 'string' ? saved.signing.secret : null })
    } catch (error) {
      refuse(wordFailure(error, form))
    } finally {
      setBusy(false)
    }
  }
  return { busy, done, run: () => void run() }
}

function wordFailure(error: unknown, form: FormState): WizardError[] {
  if (!(error instanceof ApiError)) return [{ step: 'enable', field: '', message: 'The integration could not be saved. Try again.' }]
  if (error.status === 412) {
    const message = 'Somebody changed this integration in the meantime. Reload the page to start from the newer state.'
    return [{ step: 'enable', field: '', message }]
  }
  return error.errors.length > 0 ? mapErrors(error.errors, form) : [{ step: 'enable', field: '', message: error.message }]
}
