'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import { Suspense, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { PageHeader } from '@/components/frame/page-header'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Stepper, type Step } from '@/components/ui/stepper'
import type { DraftView, WizardStep } from '@/lib/contracts/draft'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { IntegrationView } from '@/lib/contracts/integration'
import { useConfirmStep } from './hooks/use-confirm-step'
import { useDraft } from './hooks/use-draft'
import { useFinish } from './hooks/use-finish'
import { useJudge } from './hooks/use-judge'
import { useLeaveWarning } from './hooks/use-leave-warning'
import type { SampleChoice } from './preview/sample-choice'
import { useTemplateChecks } from './preview/use-template-checks'
import { SecretDialog } from './secret-dialog'
import { activeTriggers, type FormState } from './state/form-state'
import { fieldId, type WizardError } from './state/map-pointers'
import { dropMended } from './state/drop-mended'
import { reduceForm, type FormAction } from './state/reduce-form'
import { findWizardPreset } from './state/wizard-presets'
import { WizardContext, type Wizard } from './wizard-context'
import { WizardErrors } from './wizard-errors'
import { WizardFooter } from './wizard-footer'
import { preloadSteps, readStep, stepIndex, wizardSteps } from './wizard-steps'

interface WizardFormProps {
  integration: IntegrationView | null
  draft: DraftView | null
  start: FormState
  eventTypes: readonly EventTypeView[]
}

export function WizardForm({ integration, draft, start, eventTypes }: WizardFormProps) {
  const router = useRouter()
  const [form, reduce] = useReducer(reduceForm, start)
  const [errors, setErrors] = useState<readonly WizardError[]>([])
  const dispatch = useCallback((action: FormAction) => {
    setErrors((current) => dropMended(current, action))
    reduce(action)
  }, [])
  const [attempt, setAttempt] = useState(0)
  const [draftId, setDraftId] = useState(draft?.id ?? null)
  const [samples, setSamples] = useState<Record<string, SampleChoice>>({})
  const [selectedType, setSelectedType] = useState<string | null>(null)
  const { step, furthest, goTo, goToUrl } = useSteps({ mode: integration ? 'edit' : 'new', draft, setSelectedType })
  const onCreated = useCallback((id: string) => {
    setDraftId(id)
    goToUrl({ draft: id })
  }, [goToUrl])
  const integrationId = integration?.id ?? null
  const draftSync = useDraft({ draftId, integrationId, form, step, onCreated })
  const checking = step === 'payload' || step === 'enable'
  const checks = useTemplateChecks({ form, eventTypes, enabled: checking })
  const brokenTemplates = useMemo(
    () => Object.fromEntries(activeTriggers(form).flatMap(({ type, template }) => {
      const check = checks[type]
      return check?.state === 'error' && check.template === template ? [[type, check.message]] : []
    })),
    [checks, form],
  )
  const savedUrl = integration?.destination.url ?? (draft ? start.url : null)
  const judge = useJudge(form, { eventTypes, brokenTemplates, savedUrl })
  const refuse = (found: readonly WizardError[]) => {
    setErrors(found)
    setAttempt((count) => count + 1)
  }

  const confirm = useConfirmStep({ step, form, judge, refuse, save: draftSync.save, goTo })
  const finish = useFinish({ integration, form, draftId, judge, refuse, closeDraft: draftSync.close })
  const changed = form !== start && finish.done === null
  const leave = useLeaveWarning({
    unsaved: changed && draftSync.state !== 'saved',
    unfinished: changed || (draftSync.state !== 'none' && finish.done === null && integration === null),
  })
  useEffect(preloadSteps, [])
  useEffect(() => {
    if (finish.done !== null && finish.done.secret === null) router.push(`/integrations/${finish.done.id}`)
  }, [finish.done, router])

  const wizard: Wizard = {
    mode: integration ? 'edit' : 'new', integrationId, form, dispatch, preset: findWizardPreset(form.preset), eventTypes, savedUrl, draftId, checks,
    samples, setSample: (type, choice) => setSamples((current) => ({ ...current, [type]: choice })),
    selectedType, selectType: setSelectedType, errors, setErrors, goTo,
  }
  const current = wizardSteps[stepIndex(step)] ?? wizardSteps[0]
  const StepBody = current?.component
  return (
    <WizardContext value={wizard}>
      <PageHeader
        title={integration ? `Edit ${integration.name}` : 'Create integration'}
        back={integration
          ? { href: `/integrations/${integration.id}`, label: integration.name }
          : { href: '/integrations', label: 'Integrations' }}
      />
      <Stepper
        className="mb-6"
        current={step}
        steps={wizardSteps.map((entry, index) => describeStep(entry, index, furthest, errors))}
        onSelect={(id) => goTo(readStep(id) ?? 'type')}
      />
      <StepHeading step={step} heading={current?.heading ?? ''} />
      <WizardErrors errors={errors} step={step} attempt={attempt} />
      <div className="mt-4"><Suspense fallback={<SkeletonRows rows={5} label="Loading the step" />}>{StepBody && <StepBody />}</Suspense></div>
      <WizardFooter
        step={step}
        busy={confirm.busy || finish.busy}
        draftState={draftSync.state}
        onBack={() => goTo(wizardSteps[stepIndex(step) - 1]?.key ?? 'type')}
        onConfirm={confirm.run}
        onFinish={finish.run}
      />
      <SecretDialog done={finish.done} onClose={(id) => router.push(`/integrations/${id}`)} />
      <ConfirmDialog
        open={leave.target !== null}
        onOpenChange={leave.stay}
        title={integration ? 'Leave without finishing your changes?' : 'Leave before this integration is finished?'}
        confirmLabel="Leave"
        onConfirm={() => leave.target !== null && router.push(leave.target)}
      >
        <p>{leaveText(draftSync.state, integration !== null)}</p>
      </ConfirmDialog>
    </WizardContext>
  )
}

function leaveText(state: string, editing: boolean): string {
  if (state === 'none' || state === 'failed') return 'What you typed is not saved yet and would be lost.'
  return editing
    ? 'Your changes are kept as a draft. Until you finish, the integration stays as it was.'
    : 'Your typing is kept as a draft. You can continue from the list of integrations.'
}

function describeStep(
  entry: (typeof wizardSteps)[number], index: number, furthest: number, errors: readonly WizardError[],
): Step {
  const broken = errors.some((error) => error.step === entry.key)
  return {
    id: entry.key,
    label: entry.title,
    state: broken ? 'error' : index < furthest ? 'done' : 'todo',
    disabled: index > furthest,
  }
}

/** Takes the focus when the step changes, so that screen readers and the keyboard start at its top. */
function StepHeading({ step, heading }: { step: WizardStep; heading: string }) {
  const ref = useRef<HTMLHeadingElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current !== step) ref.current?.focus()
    shown.current = step
  }, [step])
  return <h2 ref={ref} tabIndex={-1} className="mb-3 text-16">{heading}</h2>
}

interface StepsOptions {
  mode: 'new' | 'edit'
  draft: DraftView | null
  setSelectedType: (type: string) => void
}

/** The step lives in the address; a step that was never reached can't be opened by typing it. */
function useSteps({ mode, draft, setSelectedType }: StepsOptions) {
  const search = useSearchParams()
  const [reached, setReached] = useState(mode === 'edit' ? wizardSteps.length - 1 : stepIndex(draft?.step ?? 'type'))
  const [focus, setFocus] = useState<{ field: string } | null>(null)
  const [asked, setAsked] = useState(() => readStep(search.get('step')) ?? draft?.step ?? 'type')
  const step = stepIndex(asked) <= reached ? asked : (wizardSteps[reached]?.key ?? 'type')

  // The step changes here first and in the address with it; the browser's Back and Forward change it from there.
  useEffect(() => {
    const follow = () => setAsked(readStep(new URL(window.location.href).searchParams.get('step')) ?? 'type')
    window.addEventListener('popstate', follow)
    return () => window.removeEventListener('popstate', follow)
  }, [])

  const goToUrl = useCallback((values: Record<string, string>, push = false) => {
    const url = new URL(window.location.href)
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
    if (push) window.history.pushState(null, '', url)
    else window.history.replaceState(null, '', url)
  }, [])

  const goTo = useCallback((next: WizardStep, field?: string) => {
    setReached((current) => Math.max(current, stepIndex(next)))
    if (field?.startsWith('template.')) setSelectedType(field.slice('template.'.length))
    setFocus(field === undefined ? null : { field })
    setAsked(next)
    goToUrl({ step: next }, true)
    window.scrollTo({ top: 0 })
  }, [goToUrl, setSelectedType])

  useEffect(() => {
    if (focus === null) return
    const frame = requestAnimationFrame(() => document.getElementById(fieldId(focus.field))?.focus())
    return () => cancelAnimationFrame(frame)
  }, [focus, step])

  return { step, furthest: reached, goTo, goToUrl }
}
