'use client'

import { useEffect, useRef, useState } from 'react'
import { ApiError } from '@/lib/api-client/api-error'
import type { TestResult } from '@/lib/contracts/delivery'
import { partialSample } from '@/lib/contracts/event'
import { sendTest } from '../api/wizard-api'
import { checkSampleText, type SampleChoice } from '../preview/sample-choice'
import type { FormTrigger } from '../state/form-state'
import { mapErrors, type WizardError } from '../state/map-pointers'
import { toContract } from '../state/to-contract'
import { useWizard } from '../wizard-context'

export type TestState =
  | { kind: 'idle' }
  | { kind: 'running' }
  | { kind: 'done'; result: TestResult }
  | { kind: 'refused'; message: string; errors: WizardError[] }

export interface SendTest {
  state: TestState
  send: () => void
}

/** **Send test message**: what is on the screen, unsaved, for the shown trigger and sample. */
export function useSendTest({ trigger, sample }: { trigger: FormTrigger; sample: SampleChoice }): SendTest {
  const { form, integrationId, draftId } = useWizard()
  const [state, setState] = useState<TestState>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const send = async () => {
    if (running.current !== null) return
    const problem = checkSampleText(sample.text)
    if (problem !== null) return setState({ kind: 'refused', message: `Sample: ${problem}`, errors: [] })
    const controller = new AbortController()
    running.current = controller
    setState({ kind: 'running' })
    try {
      const { name, enabled: _enabled, ...body } = toContract(form)
      const result = await sendTest(
        {
          integration: { ...body, ...(name === '' ? {} : { name }) },
          ...(integrationId === null ? {} : { integrationId }),
          triggerType: trigger.type,
          template: trigger.template,
          sample: partialSample.parse(JSON.parse(sample.text)),
        },
        draftId,
        controller.signal,
      )
      setState({ kind: 'done', result })
    } catch (error) {
      if (!controller.signal.aborted) setState(describeRefusal(error, form))
    } finally {
      running.current = null
    }
  }
  return { state, send: () => void send() }
}

function describeRefusal(error: unknown, form: Parameters<typeof mapErrors>[1]): TestState {
  if (!(error instanceof ApiError)) {
    return { kind: 'refused', message: 'The sample must have the fields of a notification: id, type, description, occurredAt, context.', errors: [] }
  }
  if (error.status === 429) {
    const wait = error.retryAfter === null ? '' : ` Try again in ${Math.ceil(error.retryAfter)} s.`
    return { kind: 'refused', message: `Too many tests in a short time.${wait}`, errors: [] }
  }
  return { kind: 'refused', message: error.message, errors: mapErrors(error.errors, form) }
}
