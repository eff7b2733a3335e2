import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { fieldId } from '@/components/integration-wizard/state/map-pointers'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { MAX_STEPS } from '@/lib/contracts/rule-limits'
import { answersBefore, type KnownAnswers } from './known-answers'
import type { RuleError } from './map-rule-errors'
import { emptyStep, newStepKey, type RuleForm, type StepForm } from './rule-form'
import { WebRequest, moveId, type WebRequestProps } from './web-request'

interface WebRequestsProps {
  steps: readonly StepForm[]
  standardBody: string
  rule: WebRequestProps['rule']
  known: KnownAnswers
  errors: readonly RuleError[]
  onChange: (change: (form: RuleForm) => Partial<RuleForm>, touched: string) => void
}

/** The web requests in their order: each one is sent after the one before it succeeded. */
export function WebRequests({ steps, standardBody, rule, known, errors, onChange }: WebRequestsProps) {
  const focusIds = useRef<string[]>([])
  const [told, setTold] = useState('')
  // What is moved or added keeps or takes the focus; the first of the ids that can have it.
  useEffect(() => {
    const target = focusIds.current.map((id) => document.getElementById(id)).find((one) => one !== null && !one.matches(':disabled'))
    focusIds.current = []
    target?.focus()
  })
  const change = (key: string, values: (step: StepForm) => Partial<StepForm>, touched: string) => {
    onChange((form) => ({ steps: form.steps.map((step) => (step.key === key ? { ...step, ...values(step) } : step)) }), touched)
  }
  const move = (key: string, by: -1 | 1) => {
    const from = steps.findIndex((step) => step.key === key)
    const next = [...steps]
    const [moved] = next.splice(from, 1)
    if (moved === undefined) return
    next.splice(from + by, 0, moved)
    focusIds.current = by < 0 ? [moveId(key, 'up'), moveId(key, 'down')] : [moveId(key, 'down'), moveId(key, 'up')]
    setTold(`It is web request ${from + by + 1} of ${steps.length} now.`)
    onChange(() => ({ steps: next }), 'steps')
  }
  const add = () => {
    const key = newStepKey(steps)
    focusIds.current = [fieldId(`steps.${key}.url`)]
    onChange((form) => ({ steps: [...form.steps, emptyStep(key)] }), 'steps')
  }
  const remove = (key: string) => {
    focusIds.current = [fieldId('steps.add')]
    setTold('The web request was removed.')
    onChange((form) => ({ steps: form.steps.filter((step) => step.key !== key) }), `steps.${key}`)
  }
  const message = errors.find(({ field }) => field === 'steps')?.message
  return (
    <section aria-label="Then" id={fieldId('steps')} tabIndex={-1} className="space-y-4">
      <ol className="space-y-4">
        {steps.map((step, index) => (
          <li key={step.key}>
            <WebRequest
              step={step} number={index + 1} count={steps.length} standardBody={standardBody} rule={rule} errors={errors}
              answers={answersBefore(known, steps, index + 1)}
              onChange={(values, touched) => change(step.key, values, touched)} onMove={(by) => move(step.key, by)} onRemove={() => remove(step.key)}
            />
          </li>
        ))}
      </ol>
      {message && <FieldError>{message}</FieldError>}
      <Button id={fieldId('steps.add')} disabled={steps.length >= MAX_STEPS} onClick={add}><Plus aria-hidden />Then send another web request</Button>
      <p role="status" className="sr-only">{told}</p>
    </section>
  )
}
